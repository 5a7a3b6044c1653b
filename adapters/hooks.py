"""Taking notices to webhooks. The address comes from a customer, so it must never lead into our own network.

The name is resolved once; every address it has must be public; the connection goes to exactly that address, whatever
the name says by then. No redirect is followed, no proxy asked, and all of it ends after some seconds.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from standardwebhooks.webhooks import Webhook

from settings import Settings
from trade.notices.ports import Answer, Messenger
from trade.notices.rules import AddressRefused, Target, target_of

SECONDS: Final = 10
BYTES_READ: Final = 4096
USER_AGENT: Final = "Pinhuo-Webhooks/1"
_PUBLIC_V6: Final = ipaddress.ip_network("2000::/3")
_NOT_PUBLIC: Final = tuple(
    ipaddress.ip_network(network)
    # Relays and tunnels that carry an IPv4 address inside, protocol assignments, documentation.
    for network in ("192.88.99.0/24", "192.0.0.0/24", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[Any]]


def resolve(host: str, port: int) -> list[Any]:
    """Ask the system for the addresses of a name."""
    return list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))


@dataclass(frozen=True)
class Courier:
    """Posts notices. ``local`` allows this machine itself, for development and tests."""

    local: bool = False
    seconds: int = SECONDS
    look_up: Resolve = field(default=resolve)

    def take(self, url: str, message_id: UUID, body: str, secrets: Sequence[str], at: datetime) -> Answer:
        """Post ``body``, signed with each of ``secrets`` as Standard Webhooks says."""
        began = time.monotonic()
        try:
            target = target_of(url, local=self.local)
            status, text = self._post(target, body.encode(), headers_of(message_id, body, secrets, at))
        except AddressRefused as error:
            status, text = None, f"not sent: {error.code}"
        except (OSError, http.client.HTTPException, ValueError) as error:
            status, text = None, f"{type(error).__name__}: {error}"
        return Answer(status, text, int((time.monotonic() - began) * 1000))

    def _post(self, target: Target, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
        connection = PinnedConnection(target, self._address(target), self.seconds)
        end = threading.Timer(self.seconds, connection.cut)
        end.start()
        try:
            connection.request("POST", target.path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read(BYTES_READ).decode("utf-8", "replace")
        finally:
            end.cancel()
            connection.close()

    def _address(self, target: Target) -> str:
        """Resolve the name, once; refuse it when one of its addresses is not public."""
        found = [str(entry[4][0]) for entry in self.look_up(target.host, target.port)]
        if not found or not all(self._is_allowed(address) for address in found):
            raise AddressRefused("url_private")
        return found[0]

    def _is_allowed(self, text: str) -> bool:
        try:
            address = ipaddress.ip_address(text)
        except ValueError:
            return False
        return is_public(address) or (self.local and address.is_loopback)


class PinnedConnection(http.client.HTTPConnection):
    """A connection to one address, under a name: TLS proves that whoever is there has the name."""

    def __init__(self, target: Target, address: str, seconds: int) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self.target = target
        self.address = address

    def connect(self) -> None:
        """Connect to the pinned address; nothing is resolved again."""
        self.sock = socket.create_connection((self.address, self.target.port), self.timeout)
        if self.target.is_tls:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.target.host)

    def cut(self) -> None:
        """End the conversation at once, however slowly the other side speaks."""
        with suppress(OSError):
            if self.sock is not None:
                self.sock.shutdown(socket.SHUT_RDWR)


def is_public(address: Address) -> bool:
    """Whether an address lies on the public network, and hides no other address inside."""
    if address.is_multicast or address.is_reserved or address.is_unspecified or not address.is_global:
        return False
    if any(address in network for network in _NOT_PUBLIC if network.version == address.version):
        return False
    return address.version == 4 or (address in _PUBLIC_V6 and getattr(address, "scope_id", None) is None)


def headers_of(message_id: UUID, body: str, secrets: Sequence[str], at: datetime) -> dict[str, str]:
    """Return the headers that say which message this is and prove that it is ours."""
    return {
        "content-type": "application/json",
        "user-agent": USER_AGENT,
        "connection": "close",
        "webhook-id": f"msg_{message_id}",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(f"msg_{message_id}", at, body) for secret in secrets),
    }


def courier(settings: Settings) -> Messenger:
    """Return who takes this market's notices away."""
    return Courier(local=settings.webhook_loopback)
