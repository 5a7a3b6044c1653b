"""What a payout pays: the statements since the payout before it, and what else moved the payable meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ScalarSelect, and_, func, select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.money import Money
from trade.payouts.models import Payout
from trade.payouts.queries import PayoutRow, WithdrawalRow, payout, withdrawals_in
from trade.payouts.rules import PayoutState
from trade.settlement.models import Statement
from trade.settlement.queries import StatementRow, statements_of


@dataclass(frozen=True, slots=True)
class Remittance:
    """A payout with the statements it pays and what was taken out of the wallet.

    ``other`` is what it carries besides: a rest from before, or what was taken off.
    """

    payout: PayoutRow
    statements: Sequence[StatementRow]
    withdrawals: Sequence[WithdrawalRow]
    other: Money


def remittance(session: Session, actor: Actor, payout_id: UUID) -> Remittance:
    """What one payout pays; ``NotFound`` for a stranger's."""
    found = payout(session, actor, payout_id)
    statements = statements_of(
        session,
        actor,
        and_(
            Statement.seller_id == found.seller_id,
            Statement.currency == found.amount.currency,
            Statement.made_at <= found.prepared_at,
            Statement.made_at > func.coalesce(_before(found), func.to_timestamp(0)),
        ),
    )
    withdrawals = withdrawals_in(session, actor, payout_id)
    carried = [*(row.net for row in statements), *(row.amount for row in withdrawals)]
    return Remittance(found, statements, withdrawals, found.amount - Money.sum(carried, found.amount.currency))


def _before(found: PayoutRow) -> ScalarSelect[datetime]:
    """When the payout before it was prepared: one that was rejected paid nothing."""
    earlier = select(func.max(Payout.prepared_at)).where(
        Payout.seller_id == found.seller_id,
        Payout.currency == found.amount.currency,
        Payout.prepared_at < found.prepared_at,
        Payout.state.in_([PayoutState.SENT, PayoutState.BOOKED]),
    )
    return earlier.scalar_subquery()
