"""What notices ask of the outside world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from trade.parties.ports import Addressee


@dataclass(frozen=True, slots=True)
class Answer:
    """What a webhook answered: its status and the beginning of its text; no status where nobody answered."""

    status: int | None
    text: str
    milliseconds: int


class Messenger(Protocol):
    """Takes a notice to an address. Never raises for what the other side does."""

    def take(self, url: str, message_id: UUID, body: str, secrets: Sequence[str], at: datetime) -> Answer:
        """Post ``body``, signed with each of ``secrets``."""


class Herald(Protocol):
    """Writes to owners about their webhooks. Raises ``OSError`` where it cannot, for a retry."""

    def deliver_webhook_disabled(self, to: Addressee, url: str, webhook_id: UUID) -> None:
        """Say that a webhook is told nothing any more."""
