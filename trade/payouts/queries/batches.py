"""Batches of payouts: what waits for its second person, and one as that person is shown it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.kernel.paging import Page, from_cursor, page_of
from trade.payouts.models import Payout, PayoutBatch
from trade.payouts.queries.payouts import PayoutRow, rows_of
from trade.payouts.rules import BatchState, PayoutState, batch_content


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch: what it came to when prepared is the sum of its payouts, without those that were left out since."""

    id: UUID
    reference: str
    state: BatchState
    payouts: int
    total: Money
    minimum: Money
    prepared_by: UUID
    preparer_name: str
    prepared_at: datetime
    decided_by: UUID | None
    decider_name: str
    decided_at: datetime | None
    reason: str


def batches_after(session: Session, *, cursor: str | None = None, limit: int = 50) -> Page[BatchRow]:
    """A page of the batches, newest first."""
    query = _batches().order_by(PayoutBatch.prepared_at.desc(), PayoutBatch.id.desc()).limit(limit + 1)
    after = from_cursor(cursor, datetime, UUID)
    if after is not None:
        query = query.where(tuple_(PayoutBatch.prepared_at, PayoutBatch.id) < after)
    rows = [_row(*row) for row in session.execute(query)]
    return page_of(rows, limit, lambda row: (row.prepared_at.isoformat(), str(row.id)))


def batches_waiting(session: Session) -> Sequence[BatchRow]:
    """Batches that wait for their second person, the oldest first."""
    query = _batches().where(PayoutBatch.state == BatchState.PREPARED)
    return [_row(*row) for row in session.execute(query.order_by(PayoutBatch.prepared_at, PayoutBatch.id))]


def batch(session: Session, batch_id: UUID) -> BatchRow:
    """One batch."""
    row = session.execute(_batches().where(PayoutBatch.id == batch_id)).one_or_none()
    if row is None:
        raise NotFound("payout_batch", batch_id)
    return _row(*row)


def batch_payouts(session: Session, actor: Actor, batch_id: UUID) -> Sequence[PayoutRow]:
    """The payouts of a batch, the largest first, those that were left out at the end."""
    return payouts_in(session, actor, [batch_id]).get(batch_id, ())


def payouts_in(session: Session, actor: Actor, batch_ids: Sequence[UUID]) -> Mapping[UUID, Sequence[PayoutRow]]:
    """The payouts of several batches, each as :func:`batch_payouts` has them."""
    found = rows_of(session, actor, Payout.batch_id.in_(batch_ids))
    by_batch: dict[UUID, list[PayoutRow]] = {}
    for row in sorted(found, key=lambda row: (row.state is PayoutState.REJECTED, -row.amount.minor, row.reference)):
        if row.batch_id is not None:
            by_batch.setdefault(row.batch_id, []).append(row)
    return by_batch


def content_of(batch_id: UUID, rows: Sequence[PayoutRow]) -> bytes:
    """The hash of a batch as it is shown: of its payouts that wait."""
    waiting = [(row.id, row.content_hash) for row in rows if row.state is PayoutState.PREPARED]
    return batch_content(batch_id, waiting)


def _batches() -> Select[PayoutBatch, int, int, str | None, str | None]:
    kept = (Payout.batch_id == PayoutBatch.id) & (
        (Payout.state != PayoutState.REJECTED) | (PayoutBatch.state == BatchState.REJECTED)
    )
    count, total = func.count(Payout.id), func.coalesce(func.sum(Payout.amount_minor), 0)
    return (
        select(
            PayoutBatch,
            select(count).where(kept).correlate(PayoutBatch).scalar_subquery(),
            select(total).where(kept).correlate(PayoutBatch).scalar_subquery(),
            func.parties_name(PayoutBatch.prepared_by),
            func.parties_name(PayoutBatch.decided_by),
        )
    )  # fmt: skip


def _row(row: PayoutBatch, count: int, total: int, preparer: str | None, decider: str | None) -> BatchRow:
    return BatchRow(
        id=row.id,
        reference=row.reference,
        state=BatchState(row.state),
        payouts=count,
        total=Money(int(total), row.currency),
        minimum=Money(row.minimum_minor, row.currency),
        prepared_by=row.prepared_by,
        preparer_name=preparer or "",
        prepared_at=row.prepared_at,
        decided_by=row.decided_by,
        decider_name=decider or "",
        decided_at=row.decided_at,
        reason=row.reason,
    )
