"""What sellers owe for late claims: how far each is, what comes next and when; for finance, its seller, and the page of its claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of
from trade.parties.models import Organisation
from trade.settlement.models import Recovery
from trade.settlement.queries.statements import earned_by
from trade.settlement.rules import RecoveryStage


@dataclass(frozen=True, slots=True)
class RecoveryRow:
    """What a seller owes for a late claim; the parts by which it came in, and what is open, are the amount."""

    claim_id: UUID
    reference: str
    seller_id: UUID
    seller_name: str
    amount: Money
    payable: Money
    stated: Money
    reserve: Money
    wallet: Money
    written_off: Money
    owed: Money
    stage: RecoveryStage
    next_at: datetime | None
    begun_at: datetime
    due_at: datetime | None
    closed_at: datetime | None

    @property
    def recovered(self) -> Money:
        """What has come in."""
        return self.payable + self.stated + self.reserve + self.wallet


def recoveries(
    session: Session, actor: Actor, *, stage: RecoveryStage | None = None, cursor: str | None = None,
    limit: int = PAGE_ROWS_MAX,
) -> Page[RecoveryRow]:  # fmt: skip
    """A page of what is owed, the oldest first; of a stage, or all that is open; a seller sees its own."""
    query = _rows(actor).order_by(Recovery.begun_at, Recovery.id).limit(limit + 1)
    query = query.where(Recovery.stage == stage if stage is not None else Recovery.open_minor > 0)
    after = from_cursor(cursor, datetime, UUID)
    if after is not None:
        query = query.where(tuple_(Recovery.begun_at, Recovery.id) > after)
    rows = [_row(*row) for row in session.execute(query)]
    return page_of(rows, limit, lambda row: (row.begun_at.isoformat(), str(row.claim_id)))


def recovery_of(session: Session, actor: Actor, claim_id: UUID) -> RecoveryRow | None:
    """What is owed for a claim; none for its buyer, and where nothing has to be recovered."""
    row = session.execute(_rows(actor).where(Recovery.id == claim_id)).one_or_none()
    return _row(*row) if row is not None else None


def recovery_stages(session: Session, actor: Actor) -> dict[RecoveryStage, int]:
    """How many stand in each stage."""
    count = select(Recovery.stage, func.count()).where(earned_by(actor, Recovery.seller_id.expression))
    return {RecoveryStage(stage): number for stage, number in session.execute(count.group_by(Recovery.stage))}


def owed_by_seller(session: Session, actor: Actor) -> Sequence[Money]:
    """What the actor's organisation still owes, by currency."""
    owed = (
        select(Recovery.currency, func.sum(Recovery.open_minor))
        .where(Recovery.seller_id == actor.organisation, Recovery.open_minor > 0)
        .group_by(Recovery.currency)
        .order_by(Recovery.currency)
    )
    return [Money(int(minor), currency) for currency, minor in session.execute(owed)]


def demanded(session: Session, seller_id: UUID, currency: str) -> Money:
    """What a seller still owes of what it was sent a demand for."""
    stages = (RecoveryStage.INVOICED, RecoveryStage.OVERDUE)
    own = (Recovery.seller_id == seller_id, Recovery.currency == currency, Recovery.stage.in_(stages))
    found = select(func.coalesce(func.sum(Recovery.open_minor), 0)).where(*own)
    return Money(int(session.execute(found).scalar_one()), currency)


def recoveries_open(session: Session) -> Sequence[UUID]:
    """All that is still owed, the oldest first: what is paid pays those."""
    owed = select(Recovery.id).where(Recovery.open_minor > 0)
    return session.scalars(owed.order_by(Recovery.begun_at, Recovery.id)).all()


def recoveries_to_invoice(session: Session, at: datetime) -> Sequence[UUID]:
    """What is still owed once earnings and what was held back have had their time."""
    due = select(Recovery.id).where(Recovery.stage == RecoveryStage.RESERVES, Recovery.next_at <= at)
    return session.scalars(due.order_by(Recovery.begun_at, Recovery.id)).all()


def _rows(actor: Actor) -> Select[Recovery, str]:
    return (
        select(Recovery, Organisation.name)
        .join(Organisation, Organisation.id == Recovery.seller_id)
        .where(earned_by(actor, Recovery.seller_id.expression))
    )


def _row(one: Recovery, seller_name: str) -> RecoveryRow:
    def money(minor: int) -> Money:
        return Money(minor, one.currency)

    return RecoveryRow(
        claim_id=one.id, reference=one.reference, seller_id=one.seller_id, seller_name=seller_name,
        amount=money(one.amount_minor), payable=money(one.payable_minor), stated=money(one.stated_minor),
        reserve=money(one.reserve_minor), wallet=money(one.wallet_minor), written_off=money(one.written_off_minor),
        owed=money(one.open_minor), stage=RecoveryStage(one.stage), next_at=one.next_at, begun_at=one.begun_at,
        due_at=one.due_at, closed_at=one.closed_at,
    )  # fmt: skip
