"""Our application, telling in each answer how long the server was at work for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask

from app import create_app


def create_timed() -> Flask:
    """Make the application; ``Server-Timing`` says the milliseconds from the request's arrival to its whole answer."""
    app = create_app()
    inner = app.wsgi_app

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        began, said = time.perf_counter(), []

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> None:
            said.append((status, headers, *more))

        body = b"".join(inner(environ, start))  # type: ignore[arg-type]
        status, headers, *more = said[-1]
        took = (time.perf_counter() - began) * 1000
        start_response(status, [*headers, ("Server-Timing", f"app;dur={took:.3f}")], *more)
        return [body]

    app.wsgi_app = serve  # type: ignore[method-assign]
    return app
