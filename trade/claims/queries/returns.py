"""How far the goods of a claim are on their way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.claims.models import ClaimReturn, ReturnedLine


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """The way back of a claim's goods; ``arrived``: units by order line, as the seller says."""

    asked_at: datetime
    send_by: datetime
    carrier: str
    tracking: str
    sent_at: datetime | None
    arrive_by: datetime | None
    arrived_at: datetime | None
    missed_at: datetime | None
    arrived: Mapping[UUID, int]


def return_of(session: Session, claim_id: UUID) -> ReturnRow | None:
    """The way back of a claim's goods; none where they stay."""
    way = session.get(ClaimReturn, claim_id)
    if way is None:
        return None
    rows = select(ReturnedLine.order_line_id, ReturnedLine.arrived).where(ReturnedLine.claim_id == claim_id)
    arrived = {row.order_line_id: row.arrived for row in session.execute(rows)}
    return ReturnRow(
        way.asked_at, way.send_by, way.carrier, way.tracking, way.sent_at, way.arrive_by, way.arrived_at, way.missed_at,
        arrived,
    )  # fmt: skip
