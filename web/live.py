"""What thousands of browsers ask for again and again: kept for a second, and answered without waking Flask.

A view that says the same to everybody puts its answer here with :func:`for_everybody`; the layer in front of Flask hands it
out, or says in a few bytes that nothing has changed. So the database is asked once a second and process, however many watch.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Final

from flask import Flask, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LIFE: Final = 1.0
"""Seconds for which an answer is handed out."""
STALE: Final = 5.0
"""Seconds after which an old answer is not even good enough for the moment in which somebody else asks anew."""
KEPT: Final = 2_000
"""Answers kept in a process, about 2 KB each."""
_MARK: Final = "X-For-Everybody"
_OF_NOBODY: Final = frozenset({_MARK.lower(), "vary"})
"""Headers that are not sent: the mark, and what Flask says of every template, that it may depend on a cookie."""

Headers = list[tuple[str, str]]


@dataclass(slots=True)
class Answer:
    """An answer as it was sent, and until when it is handed out."""

    status: str
    headers: Headers
    body: bytes
    etag: str
    made: float
    until: float


@dataclass
class Live:
    """The answers kept in this process, by path."""

    answers: dict[str, Answer] = field(default_factory=dict)

    def serving(self, application: WSGIApplication) -> WSGIApplication:
        """Return ``application`` with what is kept of its answers in front of it."""

        def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            path, now = environ.get("PATH_INFO", ""), monotonic()
            kept = self.answers.get(path)
            if kept is None or environ["REQUEST_METHOD"] != "GET":
                return self._ask(application, path, environ, start_response)
            if kept.until <= now:
                if now - kept.made > STALE:
                    return self._ask(application, path, environ, start_response)
                kept.until = now + LIFE  # this one asks; the others take the old answer meanwhile
                return self._ask(application, path, environ, start_response)
            return _hand_out(kept, environ, start_response)

        return serve

    def _ask(
        self, application: WSGIApplication, path: str, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Let Flask answer, and keep the answer if it is for everybody."""
        begun: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, *rest: object) -> object:
            if any(name == _MARK for name, _ in headers):
                begun.append((status, headers))
                return lambda _: None
            return start_response(status, headers, *rest)  # type: ignore[arg-type]

        parts = application(environ, start)  # type: ignore[arg-type]
        if not begun:
            return parts
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        answer = _answer(*begun[0], body)
        if environ["REQUEST_METHOD"] == "GET":  # what answers HEAD has no body to hand out
            if len(self.answers) >= KEPT:
                self.answers.clear()
            self.answers[path] = answer
        return _hand_out(answer, environ, start_response)


def for_everybody(response: Response) -> Response:
    """Mark an answer that depends on nothing but its path; it may be kept for a second and handed to anybody."""
    response.add_etag()
    response.headers[_MARK] = "yes"
    return response


def init_app(app: Flask) -> None:
    """Put the layer in front of ``app``."""
    live = Live()
    app.extensions["live"] = live
    app.wsgi_app = live.serving(app.wsgi_app)  # type: ignore[method-assign, assignment] # Flask documents this


def _answer(status: str, headers: Headers, body: bytes) -> Answer:
    kept = [(name, value) for name, value in headers if name.lower() not in _OF_NOBODY]
    if any(name.lower() == "set-cookie" for name, _ in kept):
        raise AssertionError("an answer for everybody sets somebody's cookie")
    etag = next(value for name, value in kept if name.lower() == "etag")
    now = monotonic()
    return Answer(status, kept, body, etag, now, now + LIFE)


def _hand_out(answer: Answer, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    if environ.get("HTTP_IF_NONE_MATCH") == answer.etag:
        start_response("304 Not Modified", [("ETag", answer.etag), ("Cache-Control", "no-store")])
        return []
    start_response(answer.status, answer.headers)
    return [answer.body]
