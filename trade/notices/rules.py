"""What can be told, to which addresses, and how long it is tried."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from trade.kernel.errors import DomainError


class WebhookState(StrEnum):
    """Active; paused by its owner; disabled by the market after it failed for long."""

    ACTIVE = "active"
    PAUSED = "paused"
    DISABLED = "disabled"


class NoticeState(StrEnum):
    """waiting → heard; parked when nobody listened for days, until somebody replays it."""

    WAITING = "waiting"
    HEARD = "heard"
    PARKED = "parked"


VERBS: Final[dict[str, tuple[str, ...]]] = {
    "order.placed": ("ordering.order_placed", "ordering.replacement_placed"),
    "order.confirmed": ("ordering.order_confirmed",),
    "order.shipped": ("ordering.order_shipped",),
    "shipment.received": ("ordering.shipment_received", "ordering.shipment_taken_as_received"),
    "order.delivered": ("ordering.order_delivered",),
    "order.completed": ("ordering.order_completed",),
    "order.cancelled": ("ordering.order_cancelled",),
    "order.closed_short": ("ordering.order_closed_short",),
    "product.changed": ("catalogue.product_created", "catalogue.product_edited"),
    "price.changed": ("pricing.ladder_set",),
    "stock.changed": ("stock.counted", "stock.received"),
    "statement.made": ("settlement.statement_made",),
    "payout.sent": ("settlement.payout_sent",),
    "payout.booked": ("settlement.payout_booked",),
}
"""The types that a webhook can ask for, and the events that each stands for."""
TEST: Final = "webhook.test"
_TYPE_OF: Final = {verb: kind for kind, verbs in VERBS.items() for verb in verbs}

DELAYS: Final = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 5 * 60, 10 * 60, 14 * 60, 20 * 60, 20 * 60)
)
"""How long to wait after each failed attempt: three days in all, then the notice is parked."""
DISABLED_AFTER: Final = timedelta(days=3)
"""A webhook that heard nothing for so long is told nothing more until somebody puts it right."""
OLD_SECRET_HOLDS: Final = timedelta(days=1)
"""After a change of secret notices are signed with both for so long."""
GONE: Final = 410
ANSWER_KEPT: Final = 1000
URL_MAX: Final = 500
WEBHOOKS_MAX: Final = 20


class AddressRefused(DomainError):
    """An address that notices are not sent to; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart. ``path`` holds the query as well."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_tls(self) -> bool:
        """Whether it is spoken to over TLS."""
        return self.scheme == "https"


_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_NAME: Final = re.compile(rf"(?:{_LABEL}\.)+[A-Za-z](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])")
_PRINTABLE: Final = re.compile(r"[!-~]+")
_OF_THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_NOT_PUBLIC: Final = (".localhost", ".local", ".internal", ".localdomain", ".home.arpa", ".onion")


def target_of(url: str, *, local: bool = False) -> Target:
    """Take an address apart that a notice may be sent to; ``AddressRefused`` for every other one.

    It is https, a name (never a number in any spelling), without user, fragment or odd characters. ``local`` allows
    this machine itself as well, for development and tests.
    """
    if not url or len(url) > URL_MAX or not _PRINTABLE.fullmatch(url) or "\\" in url or "#" in url:
        raise AddressRefused("url_shape")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressRefused("url_shape") from None
    if "@" in parts.netloc or "%" in parts.netloc:
        raise AddressRefused("url_user")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if local and host in _OF_THIS_MACHINE and parts.scheme in {"http", "https"}:
        return Target(parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path)
    if parts.scheme != "https":
        raise AddressRefused("url_https")
    if not _NAME.fullmatch(host) or host.lower().endswith(_NOT_PUBLIC):
        raise AddressRefused("url_host")
    if port is not None and port != 443 and not 1024 <= port <= 65535:
        raise AddressRefused("url_port")
    return Target("https", host.lower(), port or 443, path)


def verbs_of(types: Iterable[str]) -> list[str]:
    """Return the events that these types stand for."""
    return [verb for kind in types for verb in VERBS[kind]]


def type_of(verb: str) -> str:
    """Return the type under which an event is told."""
    return _TYPE_OF[verb]


def body_of(kind: str, at: datetime, data: Mapping[str, Any]) -> str:
    """Write what is sent; the same text at every attempt, since it is what is signed."""
    told = {"type": kind, "timestamp": at.astimezone(UTC).isoformat().replace("+00:00", "Z"), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def wait_after(attempts: int, notice_id: UUID) -> timedelta | None:
    """Return how long to wait after so many failed attempts; ``None``: park it.

    Up to a fifth longer or shorter, by the notice's id, so that what failed together does not come back together.
    """
    if attempts > len(DELAYS):
        return None
    spread = (notice_id.int >> 8 * attempts) % 41 - 20
    return DELAYS[attempts - 1] * (100 + spread) / 100


def was_heard(status: int | None) -> bool:
    """Whether an answer says that the notice arrived."""
    return status is not None and 200 <= status <= 299
