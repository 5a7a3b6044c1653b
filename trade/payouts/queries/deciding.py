"""Payouts and batches as cases for whoever decides: what is sent where, beside what was sent to the seller last."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor, Permission
from trade.kernel.decisions import Changed, Decision
from trade.kernel.money import Money
from trade.parties.models import PayeeAccount
from trade.parties.payees import grouped, masked
from trade.payouts.models import Payout
from trade.payouts.queries.batches import BatchRow, batches_waiting, content_of, payouts_in
from trade.payouts.queries.payouts import PayoutRow, payouts_waiting
from trade.payouts.rules import PayoutState

PAYOUT: Final = "payout"
BATCH: Final = "payout_batch"


def payout_decisions(session: Session, actor: Actor) -> Sequence[Decision]:
    """Every payout that waits for its second person by itself."""
    rows = payouts_waiting(session, actor)
    sellers = {row.seller_id for row in rows}
    before, named = _sent_before(session, sellers), _named_last(session, sellers)
    say = grouped if actor.may(Permission.APPROVE_MONEY) else masked
    return [
        _decision(row, before.get((row.seller_id, row.amount.currency)), named.get(row.seller_id), say) for row in rows
    ]


def batch_decisions(session: Session, actor: Actor) -> Sequence[Decision]:
    """Every batch that waits for its second person."""
    rows = batches_waiting(session)
    inside = payouts_in(session, actor, [row.id for row in rows])
    moved = moved_accounts(session, [payout for payouts in inside.values() for payout in payouts])
    return [_of_batch(row, inside.get(row.id, ()), moved) for row in rows]


def moved_accounts(session: Session, rows: Sequence[PayoutRow]) -> dict[UUID, str]:
    """Where the last payout of a seller and currency went, by payout, for those of ``rows`` that wait and go elsewhere."""
    waiting = [row for row in rows if row.state is PayoutState.PREPARED]
    before = _sent_before(session, {row.seller_id for row in waiting})
    found = {row.id: before.get((row.seller_id, row.amount.currency)) for row in waiting}
    return {
        row.id: grouped(last.bank_account)
        for row in waiting
        if (last := found[row.id]) is not None and grouped(last.bank_account) != row.whole
    }


def _sent_before(session: Session, sellers: Iterable[UUID]) -> dict[tuple[UUID, str], Payout]:
    """The last payout of each seller and currency that went out."""
    query = (
        select(Payout)
        .where(Payout.seller_id.in_(sellers), Payout.state.in_([PayoutState.SENT, PayoutState.BOOKED]))
        .order_by(Payout.seller_id, Payout.currency, Payout.prepared_at.desc())
        .ext(distinct_on(Payout.seller_id, Payout.currency))
    )
    return {(row.seller_id, row.currency): row for row in session.scalars(query)}


def _named_last(session: Session, sellers: Iterable[UUID]) -> dict[UUID, PayeeAccount]:
    """The account that each seller named last, in force or still cooling off."""
    query = (
        select(PayeeAccount)
        .where(PayeeAccount.organisation_id.in_(sellers), PayeeAccount.withdrawn_at.is_(None))
        .order_by(PayeeAccount.organisation_id, PayeeAccount.effective_at.desc(), PayeeAccount.id.desc())
        .ext(distinct_on(PayeeAccount.organisation_id))
    )
    return {row.organisation_id: row for row in session.scalars(query)}


def _decision(row: PayoutRow, last: Payout | None, named: PayeeAccount | None, say: Callable[[str], str]) -> Decision:
    """One case; ``say`` shows as much of a number as whoever asks may see."""
    account = row.whole if say is grouped else row.account
    moved = named is not None and named.id != row.account_id
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
            Changed("bank_account", account, say(last.bank_account) if last else None),
            *((Changed("account_now", say(named.number), account),) if named is not None and moved else ()),
        ),
    )


def _of_batch(row: BatchRow, payouts: Sequence[PayoutRow], elsewhere: Collection[UUID]) -> Decision:
    """One case; ``elsewhere``: payouts that go to another account than the seller's last."""
    largest = payouts[0] if payouts else None
    moved = sum(payout.id in elsewhere for payout in payouts)
    return Decision(
        kind=BATCH,
        id=row.id,
        reference=row.reference,
        about=largest.seller_name if largest else "",
        amount=row.total,
        since=row.prepared_at,
        made_by=row.prepared_by,
        maker_name=row.preparer_name,
        shown=content_of(row.id, payouts),
        changes=(
            Changed("payouts", row.payouts),
            *((Changed("largest", largest.amount),) if largest else ()),
            *((Changed("accounts_moved", moved, 0),) if moved else ()),
        ),
    )
