"""Goods under way between warehouses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session, aliased

from trade.catalogue.models import SKU, Product
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.paging import PAGE_ROWS, Page, from_cursor, page_of
from trade.stock.models import Transfer, TransferLine, Warehouse


@dataclass(frozen=True, slots=True)
class TransferRow:
    """A transfer in a list, in base units."""

    id: UUID
    reference: str
    state: str
    from_name: str
    to_name: str
    sent_at: datetime
    arrived_at: datetime | None
    note: str
    shipped: int
    in_transit: int


@dataclass(frozen=True, slots=True)
class TransferLineRow:
    """What became of a line: shipped = received + rejected + lost + in transit."""

    id: UUID
    code: str
    name: str
    name_zh: str
    unit: str
    lot: str
    expires_on: date | None
    shipped: int
    received: int
    rejected: int
    lost: int
    in_transit: int


@dataclass(frozen=True, slots=True)
class TransferDetail:
    """A transfer with its lines."""

    head: TransferRow
    lines: Sequence[TransferLineRow]


def transfers(session: Session, actor: Actor, *, cursor: str | None = None) -> Page[TransferRow]:
    """A page of the actor's transfers, newest first."""
    statement = _transfers(actor).order_by(Transfer.sent_at.desc(), Transfer.id.desc()).limit(PAGE_ROWS + 1)
    after = from_cursor(cursor, datetime, UUID)
    if after:
        statement = statement.where(tuple_(Transfer.sent_at, Transfer.id) < after)
    rows = [TransferRow(*row) for row in session.execute(statement)]
    return page_of(rows, PAGE_ROWS, lambda row: (row.sent_at.isoformat(), str(row.id)))


def transfer_detail(session: Session, actor: Actor, transfer_id: UUID) -> TransferDetail:
    """One of the actor's transfers; ``NotFound`` for a stranger's."""
    head = session.execute(_transfers(actor).where(Transfer.id == transfer_id)).one_or_none()
    if head is None:
        raise NotFound("transfer", transfer_id)
    lines: Any = session.execute(
        select(
            TransferLine.id, SKU.code, Product.name, Product.name_zh, SKU.unit, TransferLine.lot,
            TransferLine.expires_on, TransferLine.shipped, TransferLine.received, TransferLine.rejected,
            TransferLine.lost, TransferLine.in_transit,
        )
        .join(SKU, SKU.id == TransferLine.sku_id)
        .join(Product, Product.id == SKU.product_id)
        .where(TransferLine.transfer_id == transfer_id)
        .order_by(TransferLine.position)
    )  # fmt: skip
    return TransferDetail(TransferRow(*head), [TransferLineRow(*line) for line in lines])


def _transfers(actor: Actor) -> Any:
    leaves, gets = aliased(Warehouse), aliased(Warehouse)
    of_transfer = TransferLine.transfer_id == Transfer.id
    return (
        select(
            Transfer.id, Transfer.reference, Transfer.state, leaves.name, gets.name, Transfer.sent_at,
            Transfer.arrived_at, Transfer.note,
            select(func.sum(TransferLine.shipped)).where(of_transfer).scalar_subquery(),
            select(func.sum(TransferLine.in_transit)).where(of_transfer).scalar_subquery(),
        )
        .join(leaves, leaves.id == Transfer.from_id)
        .join(gets, gets.id == Transfer.to_id)
        .where(Transfer.seller_id == actor.organisation)
    )  # fmt: skip
