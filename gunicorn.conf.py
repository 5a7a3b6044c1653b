"""How gunicorn serves the application: threads for waiting, processes for computing."""

import gc
import socket
import tempfile
from pathlib import Path
from typing import Any

from settings import Settings

settings = Settings.from_environment()

bind = f"{f'[{settings.host}]' if ':' in settings.host else settings.host}:{settings.port}"
worker_class = "gthread"
workers = settings.web_processes
threads = settings.web_threads
preload_app = True  # one copy of the code in memory, and one start

timeout = 60
graceful_timeout = 5
keepalive = 20  # a phone keeps its connection between two taps, and between two looks at a pool (every 15 s)
max_requests = 20_000  # a slow leak is not worth finding at night
max_requests_jitter = 2_000
limit_request_line = 8190

# The heartbeat file must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else tempfile.gettempdir()  # noqa: S108
errorlog = "-"
loglevel = "warning"
accesslog = None  # the proxy in front keeps one
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Let the kernel keep a connection until its first byte.

    Browsers open connections that they may never use, and phones on bad networks are slow with the first byte: either
    would hold one of our few threads for five seconds.
    """
    if not hasattr(socket, "TCP_DEFER_ACCEPT"):  # Linux alone has it
        return
    for listener in server.LISTENERS:
        if listener.sock.family != socket.AF_UNIX:
            listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, keepalive)


def pre_fork(_server: object, _worker: object) -> None:
    """Keep the collector's bookkeeping off the pages that the workers share."""
    gc.freeze()


def post_fork(_server: object, worker: Any) -> None:
    """Forget connections that were opened before the fork: two processes must not speak on one."""
    application = worker.app.callable
    if application is None or "sqlalchemy" not in application.extensions:
        return
    with application.app_context():
        for engine in application.extensions["sqlalchemy"].engines.values():
            engine.dispose(close=False)
