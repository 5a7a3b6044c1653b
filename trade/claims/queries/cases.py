"""Claims as their three parties see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from trade.claims.evidence import claims_alike
from trade.claims.loading import claims_seen_by
from trade.claims.models import Claim, ClaimFile, ClaimLine, ClaimMessage
from trade.claims.rules import OPEN, ClaimState, Doubt, Outcome, Reason
from trade.files.queries import FileRow, files
from trade.kernel.actor import Actor, Scope
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.ordering.models import Order, OrderLine


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim, what was asked and paid, and its clocks."""

    id: UUID
    reference: str
    state: ClaimState
    reason: Reason
    outcome: Outcome | None
    order_id: UUID
    order_reference: str
    buyer_id: UUID
    buyer_name: str
    seller_id: UUID
    seller_name: str
    amount: Money
    advanced: Money
    borne: Money
    taken_back: Money
    owed_back: Money
    asked_at: datetime
    money_due_at: datetime
    seller_due_at: datetime
    answered_at: datetime | None
    advanced_at: datetime | None
    escalated_at: datetime | None
    closed_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide."""
        return self.state in OPEN

    @property
    def waits_for_money(self) -> bool:
        """Whether the clock for the money runs."""
        return self.is_open and not self.advanced


@dataclass(frozen=True, slots=True)
class ClaimedGoods:
    """A line of a claim."""

    sku_code: str
    name: str
    unit: str
    quantity: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Said:
    """A message, and what was sent with it."""

    organisation_id: UUID
    text: str
    at: datetime
    files: Sequence[FileRow]


@dataclass(frozen=True, slots=True)
class Alike:
    """Another claim that has a photo like one of this claim's."""

    claim_id: UUID
    reference: str
    buyer_name: str


@dataclass(frozen=True, slots=True)
class ClaimDetail:
    """All about one claim. ``doubts``: why it was not paid unseen; ``alike``: what else its photos belong to."""

    row: ClaimRow
    words: str
    answer: str
    doubts: Sequence[Doubt]
    lines: Sequence[ClaimedGoods]
    messages: Sequence[Said]
    photos: Sequence[FileRow]
    alike: Sequence[Alike]


def bought(actor: Actor) -> ColumnElement[bool]:
    """Claims that the actor's organisation made."""
    return Claim.buyer_id == actor.organisation


def sold(actor: Actor) -> ColumnElement[bool]:
    """Claims about goods that the actor's organisation sold."""
    return Claim.seller_id == actor.organisation


def claims_of(
    session: Session, actor: Actor, side: ColumnElement[bool] | None = None, *, limit: int = PAGE_ROWS_MAX
) -> Sequence[ClaimRow]:
    """Claims of one side, or all that the actor may see: those that wait for money first, by their clock, then the newest."""
    waits = Claim.closed_at.is_(None) & Claim.advanced_at.is_(None)
    query = _claims(actor).order_by(
        case((waits, Claim.money_due_at)).asc().nulls_last(),
        Claim.closed_at.is_(None).desc(),
        func.coalesce(Claim.closed_at, Claim.money_due_at).desc(),
        Claim.id,
    )
    if side is not None:
        query = query.where(side)
    return [_row(*row) for row in session.execute(query.limit(limit))]


def claims_of_order(session: Session, actor: Actor, order_id: UUID) -> Sequence[ClaimRow]:
    """Claims about an order, the oldest first."""
    query = _claims(actor).where(Claim.order_id == order_id).order_by(Claim.asked_at, Claim.id)
    return [_row(*row) for row in session.execute(query)]


def claims_open(session: Session, actor: Actor, side: ColumnElement[bool] | None = None) -> int:
    """How many claims wait: for the seller where ``side`` is the seller's, else for anybody."""
    query = select(func.count()).select_from(Claim).where(claims_seen_by(actor), Claim.closed_at.is_(None))
    if side is not None:
        query = query.where(side, Claim.state == ClaimState.ASKED)
    return session.execute(query).scalar_one()


def claim_detail(session: Session, actor: Actor, claim_id: UUID) -> ClaimDetail:
    """All about a claim; ``NotFound`` for a stranger's."""
    found = session.execute(_claims(actor).where(Claim.id == claim_id)).one_or_none()
    if found is None:
        raise NotFound("claim", claim_id)
    claim: Claim = found[0]
    lines = session.execute(
        select(ClaimLine, OrderLine)
        .join(OrderLine, OrderLine.id == ClaimLine.order_line_id)
        .where(ClaimLine.claim_id == claim_id)
        .order_by(OrderLine.position)
    )
    kept = files_of(session, claim_id)
    photos = kept.get(None, [])
    doubts = [Doubt(code) for code in claim.doubts.split(",") if code]
    said = select(ClaimMessage).where(ClaimMessage.claim_id == claim_id).order_by(ClaimMessage.at, ClaimMessage.id)
    return ClaimDetail(
        row=_row(*found),
        words=claim.words,
        answer=claim.answer,
        doubts=doubts,
        lines=[
            ClaimedGoods(of.sku_code, of.name, of.unit, line.quantity, Money(line.amount_minor, claim.currency))
            for line, of in lines
        ],
        messages=[Said(one.organisation_id, one.text, one.at, kept.get(one.id, [])) for one in session.scalars(said)],
        photos=photos,
        alike=_alike(session, actor, photos) if Doubt.PHOTO in doubts else [],
    )


def files_of(session: Session, claim_id: UUID) -> dict[UUID | None, list[FileRow]]:
    """Files of a claim by the message that they came with; those of the claim itself under ``None``."""
    rows = session.execute(select(ClaimFile.file_id, ClaimFile.message_id).where(ClaimFile.claim_id == claim_id))
    came_with = {row.file_id: row.message_id for row in rows}
    found: dict[UUID | None, list[FileRow]] = {}
    for file in files(session, list(came_with)) if came_with else ():
        found.setdefault(came_with[file.id], []).append(file)
    return found


def _alike(session: Session, actor: Actor, photos: Sequence[FileRow]) -> list[Alike]:
    """What the platform is told of photos that were used before; the parties see only that a person looks first."""
    if actor.scope is not Scope.PLATFORM:
        return []
    own = [photo.id for photo in photos]
    claims = {claim_id for photo_id in own for claim_id in claims_alike(session, photo_id, own)}
    rows = session.execute(_claims(actor).where(Claim.id.in_(claims)).order_by(Claim.asked_at, Claim.id))
    return [Alike(claim.id, claim.reference, order.buyer_party["name"]) for claim, order in rows]


def _claims(actor: Actor) -> Select[*tuple[Any, ...]]:
    return select(Claim, Order).join(Order, Order.id == Claim.order_id).where(claims_seen_by(actor))


def _row(claim: Claim, order: Order) -> ClaimRow:
    def money(minor: int) -> Money:
        return Money(minor, claim.currency)

    return ClaimRow(
        id=claim.id,
        reference=claim.reference,
        state=ClaimState(claim.state),
        reason=Reason(claim.reason),
        outcome=Outcome(claim.outcome) if claim.outcome else None,
        order_id=order.id,
        order_reference=order.reference,
        buyer_id=claim.buyer_id,
        buyer_name=order.buyer_party["name"],
        seller_id=claim.seller_id,
        seller_name=order.seller_party["name"],
        amount=money(claim.amount_minor),
        advanced=money(claim.advanced_minor),
        borne=money(claim.recovered_minor + claim.absorbed_minor),
        taken_back=money(claim.taken_back_minor),
        owed_back=money(claim.taken_back_minor - claim.collected_minor),
        asked_at=claim.asked_at,
        money_due_at=claim.money_due_at,
        seller_due_at=claim.seller_due_at,
        answered_at=claim.answered_at,
        advanced_at=claim.advanced_at,
        escalated_at=claim.escalated_at,
        closed_at=claim.closed_at,
    )
