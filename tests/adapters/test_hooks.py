"""Notices leave for public addresses alone (S8): a canary on this machine hears nothing, whatever the address says."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from ipaddress import ip_address
from uuid import uuid4

import pytest

from adapters.hooks import BYTES_READ, Courier, is_public
from trade.notices.ports import Answer

SECRET = "whsec_" + "a" * 43 + "="
AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)

# {p} is the canary's port. Spellings of this machine, of private networks, and of ways around a check.
TRICKS = [
    "http://127.0.0.1:{p}/", "https://127.0.0.1:{p}/", "https://localhost:{p}/", "https://LOCALHOST:{p}/",
    "https://localhost.:{p}/", "https://localhost.localdomain:{p}/", "https://a.localhost:{p}/", "https://[::1]:{p}/",
    "https://[0:0:0:0:0:0:0:1]:{p}/", "https://[::ffff:127.0.0.1]:{p}/", "https://[::ffff:7f00:1]:{p}/",
    "https://[::127.0.0.1]:{p}/", "https://[64:ff9b::7f00:1]:{p}/", "https://[2002:7f00:1::]:{p}/",
    "https://[fe80::1%25lo]:{p}/", "https://[fe80::1%lo]:{p}/", "https://[::]:{p}/", "https://0.0.0.0:{p}/",
    "https://0:{p}/", "https://127.1:{p}/", "https://127.0.1:{p}/", "https://2130706433:{p}/",
    "https://017700000001:{p}/", "https://0177.0.0.1:{p}/", "https://0177.0.0.01:{p}/", "https://0x7f000001:{p}/",
    "https://0x7f.0x0.0x0.0x1:{p}/", "https://0x7f.1:{p}/", "https://127.0.0.1.:{p}/", "https://127.0.0.1%00:{p}/",
    "https://127。0。0。1:{p}/", "https://①②⑦.⓪.⓪.①:{p}/", "https://１２７.0.0.1:{p}/", "https://loc%61lhost:{p}/",
    "https://example.com@127.0.0.1:{p}/", "https://127.0.0.1:{p}@example.com/", "https://user:pass@localhost:{p}/",
    "https://example.com#@127.0.0.1:{p}/", "https://example.com\\@127.0.0.1:{p}/", "https://127.0.0.1:{p}\\.example.com/",
    "https://example.com:{p}@127.0.0.1:{p}/", "//127.0.0.1:{p}/", "127.0.0.1:{p}", "https:/127.0.0.1:{p}/",
    "https:127.0.0.1:{p}", "https:///127.0.0.1:{p}/", " https://127.0.0.1:{p}/", "https://127.0.0.1 :{p}/",
    "ht\ttps://127.0.0.1:{p}/", "https://127.0.0.1:{p}/\r\nHost: x", "https://exa\nmple.com:{p}/", "file:///etc/passwd",
    "gopher://127.0.0.1:{p}/_x", "ftp://127.0.0.1:{p}/", "dict://127.0.0.1:{p}/", "ldap://127.0.0.1:{p}/",
    "javascript:alert(1)", "data:text/plain,x", "jar:https://127.0.0.1:{p}!/", "unix:///var/run/x.sock",
    "HTTP://127.0.0.1:{p}/", "https://10.0.0.1:{p}/", "https://169.254.169.254/latest/meta-data/",
    "https://metadata.internal:{p}/", "https://printer.local:{p}/", "https://[fd00::1]:{p}/", "https://-x.example:{p}/",
    "https://example.com:22/", "https://example.com:0/", "https://example.com:65536/", "https://example.com:x/",
    "https://intranet:{p}/", "https://:{p}/", "https://", "", "https://" + "a" * 600 + ".example.com/",
]  # fmt: skip

NAMES = [
    "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "203.0.113.5", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1",
    "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "2002:7f00:1::", "fc00::1", "fe80::1",
    "fe80::1%1", "fec0::1", "ff02::1", "no address",
]  # fmt: skip
"""What a harmless name may turn out to mean."""


class Canary:
    """Listens on this machine and counts who comes; ``speak`` says what they hear."""

    def __init__(self, speak: Callable[[socket.socket], None] | None = None) -> None:
        self.connections = 0
        self.heard = b""
        self.speak = speak
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self.server.accept()
                self.connections += 1
                with connection, suppress(OSError):
                    while self.speak and not self._is_whole():
                        more = connection.recv(65536)
                        if not more:
                            break
                        self.heard += more
                    if self.speak:
                        self.speak(connection)

    def _is_whole(self) -> bool:
        head, _, body = self.heard.partition(b"\r\n\r\n")
        lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")]
        return bool(lengths) and len(body) >= int(lengths[0])


@pytest.fixture
def canary() -> Iterator[Canary]:
    """Nobody may come to it."""
    made = Canary()
    yield made
    made.server.close()


def take(courier: Courier, url: str) -> Answer:
    return courier.take(url, uuid4(), "{}", [SECRET], AT)


def never(host: str, port: int) -> list[object]:
    """No trick may get so far that its name is looked up."""
    pytest.fail(f"{host!r} was looked up")


def named(address: str) -> Courier:
    """A courier to whom every name means this address."""
    return Courier(look_up=lambda _host, port: [(0, 0, 0, "", (address, port))])


def test_there_are_enough_tricks() -> None:
    assert len(TRICKS) >= 60
    assert len(set(TRICKS)) == len(TRICKS)


def test_no_spelling_of_an_address_reaches_this_machine(canary: Canary) -> None:
    for trick in TRICKS:
        answer = take(Courier(look_up=never), trick.format(p=canary.port))
        assert (answer.status, answer.text[:8]) == (None, "not sent"), trick
    assert canary.connections == 0


def test_a_harmless_name_that_means_an_inner_address_is_not_gone_to(canary: Canary) -> None:
    for address in NAMES:
        assert take(named(address), f"https://example.com:{canary.port}/").text == "not sent: url_private", address
    assert canary.connections == 0


def test_one_inner_address_among_public_ones_is_enough_to_refuse(canary: Canary) -> None:
    both = [(0, 0, 0, "", ("93.184.216.34", 443)), (0, 0, 0, "", ("127.0.0.1", 443))]
    for found in (both, both[::-1], []):
        courier = Courier(look_up=lambda *_, found=found: found)
        assert take(courier, f"https://example.com:{canary.port}/").text == "not sent: url_private"
    assert canary.connections == 0


def test_a_name_that_changes_its_meaning_is_asked_once_and_gone_to_where_it_pointed(monkeypatch) -> None:
    """Rebinding: public when it is judged, inner when it is connected to."""
    asked: list[str] = []
    went: list[str] = []

    def look_up(host: str, port: int) -> list[object]:
        asked.append(host)
        return [(0, 0, 0, "", ("93.184.216.34" if len(asked) == 1 else "127.0.0.1", port))]

    def connect(address: tuple[str, int], timeout: object) -> socket.socket:
        went.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    take(Courier(look_up=look_up), "https://example.com/")
    assert (asked, went) == (["example.com"], ["93.184.216.34"])


def test_what_is_public_is_public() -> None:
    for address in ("93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450:4009::200e"):
        assert is_public(ip_address(address)), address


def test_no_redirect_is_followed(canary: Canary) -> None:
    def redirect(connection: socket.socket) -> None:
        where = f"http://127.0.0.1:{canary.port}/"
        connection.sendall(f"HTTP/1.1 307 x\r\nLocation: {where}\r\nContent-Length: 0\r\n\r\n".encode())

    first = Canary(redirect)
    answer = take(Courier(local=True), f"http://127.0.0.1:{first.port}/")
    assert (answer.status, first.connections, canary.connections) == (307, 1, 0)
    first.server.close()


def test_a_proxy_that_the_environment_names_is_not_asked(canary: Canary, monkeypatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")
    monkeypatch.setattr(socket, "create_connection", lambda *_: (_ for _ in ()).throw(OSError("refused")))
    assert take(named("93.184.216.34"), "https://example.com/").text == "OSError: refused"
    assert canary.connections == 0


def test_whoever_speaks_slowly_is_cut_off() -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for _ in range(100):
            connection.sendall(b"X-A: b\r\n")
            time.sleep(0.1)

    slow = Canary(drip)
    began = time.monotonic()
    take(Courier(local=True, seconds=1), f"http://127.0.0.1:{slow.port}/")
    assert time.monotonic() - began < 3
    slow.server.close()


def test_of_a_long_answer_only_the_beginning_is_read() -> None:
    def talk(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n" + b"x" * 100_000)

    long = Canary(talk)
    answer = take(Courier(local=True), f"http://127.0.0.1:{long.port}/")
    assert (answer.status, len(answer.text)) == (200, BYTES_READ)
    long.server.close()


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"rubbish\r\n\r\n",
        b"HTTP/1.1 999999 x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"\xff" * 100,
    ],
)
def test_whatever_comes_back_is_an_answer_and_no_fault(said: bytes) -> None:
    odd = Canary(lambda connection: connection.sendall(said))
    assert isinstance(take(Courier(local=True), f"http://127.0.0.1:{odd.port}/"), Answer)
    odd.server.close()


def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    plain = Canary(lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n"))
    answer = take(Courier(local=True, seconds=2), f"https://localhost:{plain.port}/")
    assert answer.status is None
    plain.server.close()
