"""Stock levels and their history."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.stock.models import StockLevel, StockMove


@dataclass(frozen=True, slots=True)
class LevelRow:
    """What lies there, what is spoken for, what can be sold."""

    on_hand: int
    allocated: int
    reserved: int

    @property
    def available(self) -> int:
        """What can still be sold."""
        return self.on_hand - self.allocated - self.reserved


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One change of what lies there."""

    at: datetime
    kind: str
    change: int
    reason: str
    person_id: UUID | None


NOTHING = LevelRow(0, 0, 0)


def levels(session: Session, sku_ids: Collection[UUID]) -> dict[UUID, LevelRow]:
    """The levels of these SKUs; nothing where no stock was ever counted."""
    rows = session.scalars(select(StockLevel).where(StockLevel.sku_id.in_(sku_ids)))
    found = {row.sku_id: LevelRow(row.on_hand, row.allocated, row.reserved) for row in rows}
    return {sku_id: found.get(sku_id, NOTHING) for sku_id in sku_ids}


def moves(session: Session, actor: Actor, sku_id: UUID) -> Sequence[MoveRow]:
    """The newest changes of one of the actor's SKUs."""
    rows = session.scalars(
        select(StockMove)
        .where(StockMove.sku_id == sku_id, StockMove.seller_id == actor.organisation)
        .order_by(StockMove.number.desc())
        .limit(PAGE_ROWS_MAX)
    )
    return [MoveRow(row.at, row.kind, row.change, row.reason, row.person_id) for row in rows]
