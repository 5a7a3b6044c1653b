"""Payouts and batches, locked for a decision, and what all verbs say of them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from trade.kernel.errors import NotFound
from trade.kernel.locks import lock_one, lock_rows
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.payouts.models import Payout, PayoutBatch


def locked_payout(work: Work, payout_id: UUID) -> Payout:
    """Lock and return a payout."""
    payout = lock_one(work.session, select(Payout).where(Payout.id == payout_id))
    if payout is None:
        raise NotFound("payout", payout_id)
    return payout


def locked_batch(work: Work, batch_id: UUID) -> PayoutBatch:
    """Lock and return a batch; its payouts are locked after it, always."""
    batch = lock_one(work.session, select(PayoutBatch).where(PayoutBatch.id == batch_id))
    if batch is None:
        raise NotFound("payout_batch", batch_id)
    return batch


def locked_payouts(work: Work, batch_id: UUID, state: str) -> Sequence[Payout]:
    """Lock and return the payouts of a batch that are in ``state``, in the order of their sellers."""
    of_batch = select(Payout).where(Payout.batch_id == batch_id, Payout.state == state)
    return lock_rows(work.session, of_batch.order_by(Payout.seller_id, Payout.id))


def amount_of(payout: Payout) -> Money:
    """What is paid out."""
    return Money(payout.amount_minor, payout.currency)


def tell(work: Work, payout: Payout, verb: str, **more: str | int) -> None:
    """Record what happened to a payout, for its seller too. The account is said by reference, never by number."""
    after = {"state": payout.state, "amount": payout.amount_minor, "currency": payout.currency, **more}
    work.record(verb, "payout", payout.id, parties=(payout.seller_id,), after=after)


def tell_batch(work: Work, batch: PayoutBatch, verb: str, payouts: Sequence[Payout], **more: str) -> None:
    """Record what happened to a batch."""
    total = sum(payout.amount_minor for payout in payouts)
    after = {"state": batch.state, "payouts": len(payouts), "total": total, "currency": batch.currency, **more}
    work.record(verb, "payout_batch", batch.id, after=after)
