"""Starts gunicorn with the project's own configuration, for our application and for the bare one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.browser import Browser
from bench.market import Market

PROJECT = Path(__file__).parents[1]


@contextmanager
def serving(market: Market, application: str, **environment: str) -> Iterator[tuple[int, int]]:
    """Serve ``application``; answer (port, process id) of a server that is ready."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = os.environ | {
        "PORT": str(port),
        "DATABASE_URL": market.settings.database_url,
        "MIGRATION_DATABASE_URL": market.settings.migration_database_url,
        "REDIS_URL": market.settings.redis_url,
        "SECRET_KEY": market.settings.secret_key,
        "PINHUO_VAR": str(market.settings.var),
        **environment,
    }
    command = [str(Path(sys.executable).with_name("gunicorn")), "--config", "gunicorn.conf.py", application]
    server = subprocess.Popen(command, cwd=PROJECT, env=given)
    try:
        _wait(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(20)


def _wait(port: int) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            Browser(port).get("/static/none")
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return
