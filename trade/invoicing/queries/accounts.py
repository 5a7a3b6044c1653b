"""A statement of account: what a wallet held before a period, every movement of it, and what it held afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from trade.invoicing.ports import PaperTooLong
from trade.kernel.actor import Actor
from trade.kernel.money import Money
from trade.ordering.queries import WalletLine, wallet_lines

LINES_MAX: Final = 2000
"""More movements than this are read in the wallet's file, not on paper."""


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """Movements in [since, before), the oldest first; opening plus all of them is closing."""

    opening: Money
    lines: Sequence[WalletLine]
    closing: Money

    @property
    def paid_in(self) -> Money:
        """All that came."""
        return Money.sum((line.amount for line in self.lines if line.amount.minor > 0), self.opening.currency)

    @property
    def paid_out(self) -> Money:
        """All that went, below zero."""
        return Money.sum((line.amount for line in self.lines if line.amount.minor < 0), self.opening.currency)


def wallet_statement(
    session: Session, actor: Actor, currency: str, *, since: datetime, before: datetime
) -> AccountStatement:
    """The wallet of the actor's organisation over a period, in one currency. Raises ``PaperTooLong``."""
    lines: list[WalletLine] = []
    cursor: str | None = None
    opening = Money.zero(currency)
    while True:
        page = wallet_lines(session, actor, cursor=cursor)
        own = [line for line in page.rows if line.amount.currency == currency and line.at < before]
        earlier = next((line for line in own if line.at < since), None)
        lines += [line for line in own if line.at >= since]
        if len(lines) > LINES_MAX:
            raise PaperTooLong
        cursor = page.next_cursor
        if earlier is not None:
            opening = earlier.after
            break
        if cursor is None:
            break
    lines.reverse()
    return AccountStatement(opening, lines, lines[-1].after if lines else opening)
