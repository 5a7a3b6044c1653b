"""Payouts as cases for whoever decides: what is sent where, beside what was sent to the seller last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.decisions import Changed, Decision
from trade.kernel.money import Money
from trade.settlement.models import Payout
from trade.settlement.queries.payouts import PayoutRow, payouts_waiting
from trade.settlement.rules import PayoutState

PAYOUT: Final = "payout"


def payout_decisions(session: Session, actor: Actor) -> Sequence[Decision]:
    """Every payout that waits for its second person."""
    rows = payouts_waiting(session, actor)
    before = _sent_before(session, {row.seller_id for row in rows})
    return [_decision(row, before.get((row.seller_id, row.amount.currency))) for row in rows]


def _sent_before(session: Session, sellers: Iterable[UUID]) -> dict[tuple[UUID, str], Payout]:
    """The last payout of each seller and currency that went out."""
    query = (
        select(Payout)
        .where(Payout.seller_id.in_(sellers), Payout.state.in_([PayoutState.SENT, PayoutState.BOOKED]))
        .order_by(Payout.seller_id, Payout.currency, Payout.prepared_at.desc())
        .ext(distinct_on(Payout.seller_id, Payout.currency))
    )
    return {(row.seller_id, row.currency): row for row in session.scalars(query)}


def _decision(row: PayoutRow, last: Payout | None) -> Decision:
    return Decision(
        kind=PAYOUT,
        id=row.id,
        reference=row.reference,
        about=row.seller_name,
        amount=row.amount,
        since=row.prepared_at,
        made_by=row.prepared_by,
        maker_name=row.preparer_name,
        shown=row.content_hash,
        changes=(
            Changed("amount", row.amount, Money(last.amount_minor, last.currency) if last else None),
            Changed("bank_account", row.bank_account, last.bank_account if last else None),
            *((Changed("account_now", row.account_now, row.bank_account),) if row.account_moved else ()),
        ),
    )
