"""A browser of a few lines: one kept connection, one cookie, forms with fresh keys."""

from __future__ import annotations

import http.client
import socket
import uuid
from urllib.parse import urlencode


class Browser:
    """Speaks HTTP/1.1 to one address over one connection."""

    def __init__(self, port: int, cookie: str = "", csrf: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.connection.connect()
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.headers = {"Cookie": cookie, "Host": f"localhost:{port}"}
        self.csrf = csrf
        self.at_server: list[float] = []
        """Milliseconds that the server said it was at work for each answer, where it says so."""

    def get(self, path: str) -> tuple[int, bytes]:
        """Open a page."""
        self.connection.request("GET", path, headers=self.headers)
        return self._answer()

    def post(self, path: str, fields: dict[str, str], *, htmx: bool = True) -> tuple[int, bytes]:
        """Send a form, as htmx does or as the browser itself."""
        body = urlencode({**fields, "csrf_token": self.csrf, "idempotency_key": str(uuid.uuid4())})
        headers = {**self.headers, "Content-Type": "application/x-www-form-urlencoded"}
        if htmx:
            headers["HX-Request"] = "true"
        self.connection.request("POST", path, body=body, headers=headers)
        return self._answer()

    def _answer(self) -> tuple[int, bytes]:
        response = self.connection.getresponse()
        if said := response.getheader("Server-Timing"):
            self.at_server.append(float(said.rpartition("=")[2]))
        return response.status, response.read()
