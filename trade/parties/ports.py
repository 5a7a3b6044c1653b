"""What parties ask of the outside world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from trade.parties.rules import FactorNews


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who gets a letter: an e-mail address or phone number, a name if known, a language."""

    login: str
    name: str
    locale: str


class Postman(Protocol):
    """Delivers the letters that people get about their accounts. Raises ``OSError`` where it cannot, for a retry."""

    def deliver_password_reset(self, to: Addressee, token: str) -> None:
        """Send the link that sets a new password."""

    def deliver_factor_news(self, to: Addressee, news: FactorNews) -> None:
        """Say that somebody has changed the person's second factor, or got in without it."""

    def deliver_invitation(self, to: Addressee, organisation: str, token: str, *, asked: bool) -> None:
        """Send the link that makes somebody a member of ``organisation``; ``asked``: somebody gave this address for it."""
