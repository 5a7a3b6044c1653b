"""What htmx says and is told. htmx-flask reads the headers; its defects end in this file.

Its ``make_response`` refuses valid swaps, sets no ``Vary`` and sends text that is not ASCII as it comes, so answers are
made here; its ``current_url`` is not decoded.
"""

from typing import Protocol, cast
from urllib.parse import unquote, urlsplit

from flask import Flask, Response, request
from htmx_flask import Htmx
from werkzeug.urls import iri_to_uri

extension = Htmx()


class _Said(Protocol):
    """The part of htmx-flask's request that we read."""

    boosted: bool
    current_url: str | None
    history_restore_request: bool
    target: str | None

    def __bool__(self) -> bool: ...


def init_app(app: Flask) -> None:
    """Give every request its ``htmx`` attribute."""
    extension.init_app(app)


def _said() -> _Said:
    return cast("_Said", request.htmx)  # type: ignore[attr-defined]


def is_htmx() -> bool:
    """Whether htmx sent this request (a boosted link counts)."""
    return bool(_said())


def wants_fragment() -> bool:
    """Whether the answer is swapped into a page; boosted links and restored pages want a whole one."""
    said = _said()
    return bool(said) and not said.boosted and not said.history_restore_request


def current_path() -> str | None:
    """Path and query of the page in the browser, as htmx tells it."""
    told = _said().current_url
    if told is None:
        return None
    if request.headers.get("HX-Current-URL-URI-AutoEncoded") == "true":
        told = unquote(told)
    parts = urlsplit(told)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def load_page(url: str) -> Response:
    """Make htmx leave the page for ``url``, as a link would."""
    response = Response(status=204)
    response.headers["HX-Redirect"] = iri_to_uri(url)
    return response


def put_into(response: Response, selector: str, swap: str = "innerHTML") -> Response:
    """Have htmx put the answer into ``selector``, whatever the request's own target was."""
    response.headers["HX-Retarget"] = selector
    response.headers["HX-Reswap"] = swap
    return response
