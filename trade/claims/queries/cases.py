"""One claim as its three parties see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.claims.evidence import claims_alike
from trade.claims.models import Claim, ClaimFile, ClaimLine, ClaimMessage
from trade.claims.queries.returns import ReturnRow, return_of
from trade.claims.queries.rows import ClaimRow, claim_row, claims_with_orders
from trade.claims.rules import Doubt, Reason
from trade.files.queries import FileRow, files
from trade.kernel.actor import Actor, Scope
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.ordering.models import OrderLine


@dataclass(frozen=True, slots=True)
class ClaimedGoods:
    """A line of a claim."""

    order_line_id: UUID
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
    """All about one claim. ``doubts``: why it was not paid unseen; ``alike``: what else its photos belong to; ``way_back``: of goods that go back; ``is_settled``: its order is on a statement."""

    row: ClaimRow
    words: str
    answer: str
    doubts: Sequence[Doubt]
    lines: Sequence[ClaimedGoods]
    messages: Sequence[Said]
    photos: Sequence[FileRow]
    alike: Sequence[Alike]
    way_back: ReturnRow | None
    is_settled: bool

    @property
    def may_be_replaced(self) -> bool:
        """Whether the goods may be sent again still: not for money that was paid, nor twice."""
        return not self.row.advanced and self.row.replacement is None

    @property
    def may_go_back(self) -> bool:
        """Whether the goods may go back to their seller still: not what never came, nor twice."""
        return self.row.reason is not Reason.MISSING and self.way_back is None


def claim_detail(session: Session, actor: Actor, claim_id: UUID) -> ClaimDetail:
    """All about a claim; ``NotFound`` for a stranger's."""
    found = session.execute(claims_with_orders(actor).where(Claim.id == claim_id)).one_or_none()
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
        row=claim_row(*found),
        words=claim.words,
        answer=claim.answer,
        doubts=doubts,
        lines=[
            ClaimedGoods(of.id, of.sku_code, of.name, of.unit, line.quantity, Money(line.amount_minor, claim.currency))
            for line, of in lines
        ],
        messages=[Said(one.organisation_id, one.text, one.at, kept.get(one.id, [])) for one in session.scalars(said)],
        photos=photos,
        alike=_alike(session, actor, photos) if Doubt.PHOTO in doubts else [],
        way_back=return_of(session, claim_id),
        is_settled=found[1].settled_at is not None,
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
    rows = session.execute(claims_with_orders(actor).where(Claim.id.in_(claims)).order_by(Claim.asked_at, Claim.id))
    return [Alike(claim.id, claim.reference, order.buyer_party["name"]) for claim, order, _ in rows]
