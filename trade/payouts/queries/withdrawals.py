"""What organisations take out of their wallets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, tuple_
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of
from trade.payouts.models import Payout, Withdrawal
from trade.payouts.rules import PayoutState, WithdrawalState
from trade.settlement.queries.statements import earned_by


@dataclass(frozen=True, slots=True)
class WithdrawalRow:
    """A withdrawal; ``left_at``: when the payout that carries it went to the bank, ``return_code`` why it came back."""

    id: UUID
    reference: str
    amount: Money
    state: WithdrawalState
    asker_name: str
    asked_at: datetime
    ended_at: datetime | None
    payout_id: UUID | None
    payout_reference: str
    left_at: datetime | None
    return_code: str

    @property
    def may_be_cancelled(self) -> bool:
        """Whether no payout carries it yet."""
        return self.state is WithdrawalState.ASKED and self.payout_id is None


def withdrawals_after(
    session: Session, actor: Actor, *, cursor: str | None = None, limit: int = PAGE_ROWS_MAX
) -> Page[WithdrawalRow]:
    """A page of what the actor's organisation took out, newest first."""
    query = _withdrawals(actor).order_by(Withdrawal.asked_at.desc(), Withdrawal.id.desc()).limit(limit + 1)
    after = from_cursor(cursor, datetime, UUID)
    if after is not None:
        query = query.where(tuple_(Withdrawal.asked_at, Withdrawal.id) < after)
    rows = [_row(row) for row in session.execute(query)]
    return page_of(rows, limit, lambda row: (row.asked_at.isoformat(), str(row.id)))


def withdrawals_under_way(session: Session, actor: Actor) -> Sequence[Money]:
    """What the actor's organisation took out and the bank has not paid out yet, by currency."""
    asked = (Withdrawal.organisation_id == actor.organisation, Withdrawal.state == WithdrawalState.ASKED)
    sums = select(Withdrawal.currency, func.sum(Withdrawal.amount_minor)).where(*asked).group_by(Withdrawal.currency)
    return [Money(int(minor), currency) for currency, minor in session.execute(sums.order_by(Withdrawal.currency))]


def withdrawals_in(session: Session, actor: Actor, payout_id: UUID) -> Sequence[WithdrawalRow]:
    """What one payout carries."""
    query = _withdrawals(actor).where(Withdrawal.payout_id == payout_id).order_by(Withdrawal.asked_at, Withdrawal.id)
    return [_row(row) for row in session.execute(query)]


def _withdrawals(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(Withdrawal, Payout, func.parties_name(Withdrawal.asked_by))
        .outerjoin(Payout, Payout.id == Withdrawal.payout_id)
        .where(earned_by(actor, Withdrawal.organisation_id.expression))
    )


def _row(row: Row[*tuple[Any, ...]]) -> WithdrawalRow:
    one, payout, name = row
    has_left = payout is not None and payout.state not in {PayoutState.PREPARED, PayoutState.REJECTED}
    return WithdrawalRow(
        id=one.id,
        reference=one.reference,
        amount=Money(one.amount_minor, one.currency),
        state=WithdrawalState(one.state),
        asker_name=name or "",
        asked_at=one.asked_at,
        ended_at=one.ended_at,
        payout_id=one.payout_id,
        payout_reference=payout.reference if payout is not None else "",
        left_at=payout.decided_at if has_left else None,
        return_code=payout.return_code if payout is not None else "",
    )
