"""One URL, two answers: the page, and the part of it that htmx swaps."""

from uuid import UUID

from flask import Response, make_response, redirect, render_template
from werkzeug.urls import iri_to_uri

from web import hx


def respond(page: str, fragment: str, status: int = 200, **context: object) -> Response:
    """Render ``fragment`` for htmx and ``page``, which includes it, for everybody else."""
    template = fragment if hx.wants_fragment() else page
    response = make_response(render_template(template, **context), status)
    response.vary.add("HX-Request")
    return response


def see_other(url: str) -> Response:
    """Send the browser to ``url`` after a change, so that loading again repeats nothing."""
    if hx.wants_fragment():
        return hx.load_page(url)
    return cast_response(redirect(iri_to_uri(url), 303))


def cast_response(response: object) -> Response:
    """Name Flask's response type where Werkzeug's signature is wider."""
    assert isinstance(response, Response)
    return response


def dom_id(thing: object, key: object = None, part: str | None = None) -> str:
    """Name an element: ``dom_id("order-line", id, "total")`` is ``order-line-0198…-total``.

    ``thing`` is a word, or something whose class is the word.
    """
    word = thing if isinstance(thing, str) else _kebab(type(thing).__name__)
    pieces = [word, key.hex if isinstance(key, UUID) else key, part]
    return "-".join(str(piece) for piece in pieces if piece not in {None, ""})


def _kebab(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")
