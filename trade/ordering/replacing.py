"""Sending goods of an order again, for nothing: an order like any other for stock and shipping, and none for money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from trade.kernel.errors import DomainError
from trade.kernel.ids import new_id, new_reference
from trade.kernel.work import Work
from trade.ordering.held_back import require_sellable
from trade.ordering.loading import lines_of
from trade.ordering.models import Order, OrderLine, OrderLinePart
from trade.ordering.packs import on_shelf
from trade.ordering.rules import OrderState, promised_day
from trade.parties.models import Organisation
from trade.stock.actions import allocate
from trade.stock.rules import StockShort, Wanted


class ReplacementShort(DomainError):
    """The seller has not enough of ``name`` to send it again."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def place_again(work: Work, order: Order, quantities: Mapping[UUID, int], placed_by: UUID) -> UUID:
    """Order so many units of a locked order's lines again, at no price, to the same place; answer the new order.

    ``quantities``: units by order line. No prices, minimum or spending limit is asked for; the stock is allocated as for any
    order. Raises ``ReplacementShort`` where it is short, ``HeldBack`` for goods that failed an inspection meanwhile.
    """
    lines = [(line, quantities[line.id]) for line in lines_of(work, order) if quantities.get(line.id)]
    again = _order(work, order, placed_by)
    again.lines = [_line(line, quantity, position) for position, (line, quantity) in enumerate(lines, 1)]
    work.session.add(again)
    work.session.flush()
    of_line = {line.id: new.id for (line, _), new in zip(lines, again.lines, strict=True)}
    wanted = [Wanted(of_line[one.line_id], one.sku_id, one.quantity) for one in on_shelf(work, lines)]
    _copy_parts(work, of_line)
    try:
        allocate(work, wanted, region=order.delivery_region)
    except StockShort as short:
        raise ReplacementShort(_first_short(lines, wanted, again, short)) from short
    require_sellable(work, [line.sku_id for line, _ in lines])
    work.record(
        "ordering.replacement_placed",
        "order",
        again.id,
        parties=(order.buyer_id, order.seller_id),
        after={"state": again.state, "replaces": order.reference},
    )
    return again.id


def _order(work: Work, order: Order, placed_by: UUID) -> Order:
    lead_days = work.session.scalar(select(Organisation.lead_days).where(Organisation.id == order.seller_id)) or 0
    return Order(
        id=new_id(), reference=new_reference("PO"), buyer_id=order.buyer_id, seller_id=order.seller_id, placed_by=placed_by,
        state=OrderState.PLACED, currency=order.currency, net_minor=0, tax_minor=0, total_minor=0, refunded_minor=0,
        buyer_party=order.buyer_party, seller_party=order.seller_party, delivery_address=order.delivery_address,
        delivery_region=order.delivery_region, time_zone=order.time_zone, note="", placed_at=work.at, replaces_id=order.id,
        claim_hours=order.claim_hours, claims_usual=order.claims_usual,
        promised_on=promised_day(work.at, order.time_zone, lead_days, None),
    )  # fmt: skip


def _line(line: OrderLine, quantity: int, position: int) -> OrderLine:
    """The same goods at no price; commission of nothing is nothing."""
    return OrderLine(
        id=new_id(), buyer_id=line.buyer_id, seller_id=line.seller_id, sku_id=line.sku_id, position=position,
        sku_code=line.sku_code, name=line.name, unit=line.unit, quantity=quantity, shipped=0, cancelled=0,
        unit_price=Decimal(0), net_minor=0, tax_class=line.tax_class, tax_rate=line.tax_rate, tax_minor=0, gross_minor=0, refunded_minor=0,
        commission_rate=Decimal(0), currency=line.currency, price_trace=[], claim_hours=line.claim_hours,
    )  # fmt: skip


def _copy_parts(work: Work, of_line: Mapping[UUID, UUID]) -> None:
    """A pack is made up again of what it was made up of."""
    parts = work.session.scalars(select(OrderLinePart).where(OrderLinePart.line_id.in_(of_line))).all()
    work.session.add_all(OrderLinePart(**{**_values(part), "line_id": of_line[part.line_id]}) for part in parts)
    work.session.flush()


def _values(part: OrderLinePart) -> dict[str, Any]:
    return {column.key: getattr(part, column.key) for column in OrderLinePart.__table__.columns}


def _first_short(
    lines: Sequence[tuple[OrderLine, int]], wanted: Sequence[Wanted], again: Order, short: StockShort
) -> str:
    lacking = {one.sku_id for one in short.shortages}
    line_ids = {one.line_id for one in wanted if one.sku_id in lacking}
    return next((line.name for line in again.lines if line.id in line_ids), lines[0][0].name)
