"""What an order says, frozen: its parties, place, prices and reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert

from trade.kernel import prepared
from trade.kernel.ids import new_id, new_reference
from trade.kernel.money import Money, tax_within
from trade.kernel.work import Work
from trade.ordering.models import Order, OrderLine, OrderLinePart
from trade.ordering.packs import part_rows, wanted_of
from trade.ordering.purchases import AgreedLine, Part, Purchase
from trade.ordering.rules import OrderState, Wish, promised_day
from trade.ordering.sides import Party
from trade.parties.rules import TaxClass
from trade.stock.rules import Wanted


def order_row(
    work: Work, buyer: Party, seller: Party, purchase: Purchase, lines: Sequence[AgreedLine]
) -> dict[str, Any]:
    """The order of one seller's lines, with parties, place and time zone as they are now. Prices hold the tax."""
    currency = lines[0].amount.currency
    parts = [(line.offer.tax_class, part.amount) for line in lines for part in line.parts]
    total = Money.sum((amount for _, amount in parts), currency)
    tax = seller.tax.within(parts, currency)
    wish = purchase.wishes.get(seller.id, Wish())
    windows = [line.offer.claim_hours for line in lines]
    return {
        "id": new_id(),
        "reference": new_reference("PO"),
        "buyer_id": buyer.id,
        "seller_id": seller.id,
        "placed_by": purchase.placed_by,
        "approved_by": purchase.approved_by,
        "state": OrderState.PLACED,
        "currency": currency,
        "net_minor": (total - tax).minor,
        "tax_minor": tax.minor,
        "total_minor": total.minor,
        "refunded_minor": 0,
        "buyer_party": buyer.frozen,
        "seller_party": seller.frozen,
        "delivery_address": purchase.destination.written,
        "delivery_region": purchase.destination.region_code,
        "requested_on": wish.requested_on,
        "promised_on": promised_day(work.at, seller.time_zone, seller.lead_days, wish.requested_on),
        "time_zone": seller.time_zone,
        "note": wish.note,
        "means": purchase.means,
        "placed_at": work.at,
        "claim_hours": max((hours for hours in windows if hours is not None), default=None),
        "claims_usual": None in windows,
    }


_WRITE_ORDERS: Final = insert(Order).inline()
_WRITE_LINES: Final = insert(OrderLine).inline()
_WRITE_PARTS: Final = insert(OrderLinePart).inline()


def write(
    work: Work,
    orders: Sequence[tuple[dict[str, Any], Sequence[AgreedLine]]],
    sides: Mapping[UUID, Party],
    days: Mapping[UUID, date | None],
) -> list[Wanted]:
    """Write orders with their lines, in two statements; answer what these want of the stock, by each seller's day.

    ``sides`` are the parties for which :func:`order_row` made the orders.

    Where there are packs among them, a third statement freezes what these are made up of.
    """
    prepared.run(work.session, _WRITE_ORDERS, [order for order, _ in orders])
    rows: list[dict[str, Any]] = []
    frozen: list[dict[str, Any]] = []
    wanted: list[Wanted] = []
    for order, lines in orders:
        rates = sides[order["seller_id"]].tax
        parts = [(line, part) for line in lines for part in line.parts]
        for position, (line, part) in enumerate(parts, 1):
            row = _line_row(order, line, part, position) | _amounts(part.amount, *rates.frozen(line.offer.tax_class))
            rows.append(row)
            frozen += part_rows(row, line.offer)
            wanted += wanted_of(row, line.offer, days.get(row["seller_id"]))
    prepared.run(work.session, _WRITE_LINES, rows)
    if frozen:
        prepared.run(work.session, _WRITE_PARTS, frozen)
    return wanted


def _line_row(order: dict[str, Any], line: AgreedLine, part: Part, position: int) -> dict[str, Any]:
    return {
        "id": new_id(),
        "order_id": order["id"],
        "buyer_id": order["buyer_id"],
        "seller_id": order["seller_id"],
        "sku_id": line.offer.sku_id,
        "position": position,
        "sku_code": line.offer.code,
        "name": line.offer.name,
        "unit": line.offer.unit,
        "quantity": part.quantity,
        "shipped": 0,
        "cancelled": 0,
        "unit_price": part.unit_price,
        "refunded_minor": 0,
        "commission_rate": line.offer.commission_rate,
        "claim_hours": line.offer.claim_hours,
        "currency": part.amount.currency,
        "price_trace": list(line.why),
        "agreement_line_id": part.agreement_line,
    }


def _amounts(gross: Money, tax_class: TaxClass, rate: Decimal) -> dict[str, Any]:
    """What is paid for a line, and the tax in it: that of its goods' class on the day."""
    tax = tax_within(gross, rate)
    return {
        "net_minor": (gross - tax).minor, "tax_class": tax_class, "tax_rate": rate, "tax_minor": tax.minor,
        "gross_minor": gross.minor,
    }  # fmt: skip


def tell_placed(work: Work, order: dict[str, Any]) -> None:
    """Record that an order was placed, which both its parties may read."""
    work.record(
        "ordering.order_placed",
        "order",
        order["id"],
        parties=(order["buyer_id"], order["seller_id"]),
        after={"total": order["total_minor"], "currency": order["currency"], "state": OrderState.PLACED},
    )
