"""The reference: a Flask view that runs the same SQL with plain psycopg and returns the same bytes."""

from __future__ import annotations

import os
import pickle
import threading
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask, Response

from bench import plain
from bench.recording import fresh_values, play

LOCAL = threading.local()


def create_bare() -> Flask:
    """Serve what the file named by BENCH_BARE holds: database address, statements and bytes by path."""
    recorded = pickle.loads(Path(os.environ["BENCH_BARE"]).read_bytes())
    app = Flask("bare", static_folder=None)
    views = {
        path: (fresh_values(statements, made), body) for path, (statements, made, body) in recorded["views"].items()
    }

    @app.route("/<path:path>", methods=["GET", "POST"])
    def view(path: str) -> Response:
        if path not in views:
            return Response(status=404)
        statements, body = views[path]
        play(_connection(recorded["url"]), statements())
        return Response(body, content_type="text/html; charset=utf-8")

    return app


def _connection(url: str) -> psycopg.Connection[Any]:
    if not hasattr(LOCAL, "connection"):
        LOCAL.connection = plain.connect(url)
    found: psycopg.Connection[Any] = LOCAL.connection
    return found
