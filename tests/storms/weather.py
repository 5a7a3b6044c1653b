"""A network between phone and server that loses a part of what it carries, by chance but the same every time."""

from __future__ import annotations

import http.client
import random
import socket
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

REQUEST_LOST: Final = 0.30
ANSWER_LOST: Final = 0.20
RESET: Final = 0.05
CUT: Final = 0.05
RESET_AT_ONCE: Final = struct.pack("ii", 1, 0)
KEPT: Final = ("Set-Cookie", "Location", "Content-Type")


@dataclass
class Weather:
    """What happens to each request; ``seen`` counts it."""

    server: int
    chance: random.Random = field(default_factory=lambda: random.Random(11))
    seen: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def fate(self) -> str:
        """Decide about one request."""
        with self.lock:
            roll = self.chance.random()
            fate = "carried"
            for name, share in (
                ("request lost", REQUEST_LOST),
                ("answer lost", ANSWER_LOST),
                ("reset", RESET),
                ("cut", CUT),
            ):
                if roll < share:
                    fate = name
                    break
                roll -= share
            self.seen[fate] += 1
            return fate


@contextmanager
def flaky_network(server: int) -> Iterator[tuple[int, Weather]]:
    """Carry what comes to a port of its own to ``server``, if it does; answer (port, weather)."""
    weather = Weather(server)

    class Carrier(BaseHTTPRequestHandler):
        """Carries one request and its answer."""

        def carry(self) -> None:
            fate = weather.fate()
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if fate == "request lost":
                return  # the connection is closed without a word
            if fate == "reset":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_ONCE)
                self.connection.close()
                return
            answer, said = forwarded(server, self, body)
            if fate == "answer lost":
                return
            self.send_response_only(answer.status)
            for name in KEPT:
                for value in answer.headers.get_all(name, []):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said[: len(said) // 2] if fate == "cut" else said)

        do_GET = do_POST = carry  # noqa: N815 - http.server's names

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    class Network(ThreadingHTTPServer):
        """Carries many at once; phones that hung up are no news."""

        def handle_error(self, *_: Any) -> None:
            """Say nothing: the one who sent will send again."""

    with Network(("127.0.0.1", 0), Carrier) as network:
        thread = threading.Thread(target=network.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield network.server_port, weather
        finally:
            network.shutdown()
            thread.join()


def forwarded(port: int, request: BaseHTTPRequestHandler, body: bytes) -> tuple[http.client.HTTPResponse, bytes]:
    """Send a request on to the server and wait for its answer: by then it has committed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        headers = {name: value for name, value in request.headers.items() if name != "Content-Length"}
        connection.request(request.command, request.path, body=body or None, headers=headers)
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()
