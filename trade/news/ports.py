"""What news asks of the outside world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from trade.parties.ports import Addressee

Fact = str | int | dict[str, str | int]
"""A text, a count, ``{"minor", "currency"}`` for money, ``{"at"}`` for an instant."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A piece of news for somebody who does not look at the pages: its facts, and what it is about.

    ``time_zone`` is of the organisation for which they are told. The id is the same at every attempt, so that a gateway
    that has taken it already can say so.
    """

    news_id: UUID
    attempt: int
    channel: str
    to: Addressee
    organisation: str
    time_zone: str
    kind: str
    subject_id: UUID
    facts: dict[str, Fact]


class Correspondent(Protocol):
    """Writes to people what happened. Raises ``OSError`` where it cannot, for a retry."""

    def deliver_news(self, parcel: Parcel) -> None:
        """Send a piece of news in the language of whoever gets it."""


class TextGateway(Protocol):
    """Sends text messages. Raises ``OSError`` where it cannot, for a retry."""

    def send(self, number: str, text: str, reference: str) -> None:
        """Send ``text`` to a phone; the same ``reference`` twice is one message."""
