"""A form that arrived when its session had ended: it goes along through the steps of signing in, and is sent by its person.

Nothing is stored on the server. What was typed lies, signed, in a hidden field of the pages of signing in; the last of them
shows it and sends it to where it was going, under the key that it had, so that what did arrive the first time is not done twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar
from uuid import UUID

from flask import Flask, Response, current_app, g, make_response, render_template, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from web import commands, hx
from web.errors import REGION
from web.fragments import see_other
from web.identity import viewer

FIELD: Final = "unsent"
LARGEST: Final = 256 * 1024
"""Characters of a form that is carried: the order pad's thousand pasted lines are about 30,000."""
HOUR: Final = 3600
PASSWORD: Final = "password"  # noqa: S105 - the name of a field
"""Forms with it are never carried: it must be typed by whoever sends it. So must what the pages of signing in ask for."""

V = TypeVar("V", bound=Callable[..., str])
_pages: dict[str, Callable[..., str]] = {}


@dataclass(frozen=True, slots=True)
class Unsent:
    """Where a form was going (path and query), its key, what it said, and whether files were with it."""

    goes_to: str
    key: str
    entries: list[tuple[str, str]]
    had_files: bool

    @property
    def typed(self) -> list[str]:
        """What a person can recognise: no ids, and nothing empty."""
        return [value for _, value in self.entries if value.strip() and not _is_id(value)]


def init_app(app: Flask) -> None:
    """Give templates ``carried``."""
    app.jinja_env.globals.update(carried=carried)


def page(endpoint: str) -> Callable[[V], V]:
    """Name the function that draws the page of a step of signing in; it is given the place to go on to."""

    def put(draw: V) -> V:
        _pages[endpoint] = draw
        return draw

    return put


def carried() -> str:
    """Return what goes into the hidden field of a page of signing in, or an empty text."""
    kept = g.get("unsent") or request.form.get(FIELD, "")
    return kept if _opened(kept) else ""


def arrives() -> bool:
    """Whether this request brings a form to a step of signing in, and nothing of the step itself."""
    return FIELD in request.form and not set(request.form) - {FIELD, *commands.NOT_INPUT}


def turned_away(step: str, onward: str | None) -> Response | None:
    """Answer a form that must wait for ``step`` (an endpoint) with that step's page, which carries it; ``None`` otherwise.

    For htmx the page stays as it is, and a notice carries the form.
    """
    draw, left = _pages.get(step), _of_request()
    if draw is None or left is None:
        return None
    g.unsent = _serializer().dumps([left.goes_to, left.key, left.entries, left.had_files])
    if hx.wants_fragment():
        notice = render_template("auth/_unsent_notice.html", step=step, onward=onward)
        return hx.put_into(make_response(notice, 403), REGION)
    return make_response(draw(onward), 403)


def gone_on(onward: str) -> Response:
    """Answer a step of signing in that is done: with the form that was carried, ready to be sent, or go ``onward``."""
    left = _opened(request.form.get(FIELD, ""))
    if left is None:
        return see_other(onward)
    who = viewer()
    if who is not None and who.owes_second_factor:
        return make_response(_pages["auth.second_factor"](onward))
    return make_response(render_template("auth/unsent.html", left=left, onward=onward))


def _of_request() -> Unsent | None:
    """Return this request's form, if it came from a page of ours and says something; a step of signing in passes on its own."""
    if request.method != "POST" or not (request.headers.get("Sec-Fetch-Site") or request.headers.get("Origin")):
        return None  # a browser so old that it does not tell whose page it was: foreign ones are refused already
    if request.blueprint == "auth":
        return _opened(request.form.get(FIELD, ""))
    entries = [(name, value) for name, value in request.form.items(multi=True) if name not in commands.NOT_INPUT]
    size = sum(len(name) + len(value) for name, value in entries)
    if not any(value.strip() for _, value in entries) or size > LARGEST or PASSWORD in request.form:
        return None
    key = request.form.get(commands.FIELD) or request.headers.get(commands.HEADER, "")
    had_files = any(file.filename for file in request.files.values())
    return Unsent(request.full_path.rstrip("?"), key, entries, had_files)


def _opened(sealed: str) -> Unsent | None:
    """Return what was carried; ``None`` where nothing was, where it is not ours, or where it is an hour old."""
    try:
        goes_to, key, entries, had_files = _serializer().loads(sealed, max_age=HOUR)
    except BadSignature:
        return None
    return Unsent(goes_to, key, [(name, value) for name, value in entries], had_files)


def _serializer() -> URLSafeTimedSerializer:
    secrets = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeTimedSerializer(secrets, salt="unsent")


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True
