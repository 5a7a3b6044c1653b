"""What lies in a parcel, for whoever packs it and whoever opens it: no prices."""

from typing import Any
from uuid import UUID

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from blueprints.papers.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.ordering.queries import OrderDetail, OrderLineRow, ShipmentRow, order_detail
from web.access import actor, requires, session
from web.filters import day, instant, quantity
from web.naming import unit_word
from web.printed import SLIP, Printed, PrintedTable, foot_of, page_of, pdf_of, wanted_width
from web.translation import gettext as _

SEES = (Permission.SEE_PURCHASES, Permission.SEE_SALES, Permission.OVERSEE)


@blueprint.get("/orders/<uuid:order_id>/shipments/<uuid:shipment_id>/packing-slip")
@requires(*SEES)
def packing_slip(order_id: UUID, shipment_id: UUID) -> ResponseReturnValue:
    """Show what a shipment holds."""
    where: dict[str, Any] = {"order_id": order_id, "shipment_id": shipment_id}
    narrow = url_for(".packing_slip_pdf", **where, paper=SLIP)
    back = (_("Papers"), url_for(".paper_list"))
    return page_of(
        _printed(*_found(order_id, shipment_id)),
        back=back,
        pdf=url_for(".packing_slip_pdf", **where),
        files=[(_("PDF, 80 mm wide"), narrow)],
    )


@blueprint.get("/orders/<uuid:order_id>/shipments/<uuid:shipment_id>/packing-slip.pdf")
@requires(*SEES)
def packing_slip_pdf(order_id: UUID, shipment_id: UUID) -> Response:
    """Answer a packing slip as PDF, on A4 or for a slip printer."""
    return pdf_of(_printed(*_found(order_id, shipment_id), width=wanted_width()))


def _found(order_id: UUID, shipment_id: UUID) -> tuple[OrderDetail, ShipmentRow]:
    order = order_detail(session(), actor(), order_id)
    shipment = next((row for row in order.shipments if row.id == shipment_id), None)
    if shipment is None:
        raise NotFound("shipment", shipment_id)
    return order, shipment


def _printed(order: OrderDetail, shipment: ShipmentRow, width: str = "a4") -> Printed:
    lines = [line for line in order.lines if line.id in shipment.quantities]
    address = order.delivery_address.splitlines() or [_("No address given")]
    facts = [(_("Order"), order.reference), (_("Left"), instant(shipment.shipped_at))]
    if order.requested_on:
        facts.append((_("Wanted on"), day(order.requested_on)))
    if shipment.carrier:
        facts.append((_("Carrier"), f"{shipment.carrier} {shipment.tracking}".strip()))
    units = sum(shipment.quantities.values())
    columns = [(_("Code"), ""), (_("Product"), "wide"), (_("Quantity"), "num")]
    table = PrintedTable(
        _("Contents"),
        columns,
        [_line(line, shipment.quantities[line.id]) for line in lines],
        [[_("Total"), "", quantity(units)]],
    )
    return Printed(
        name=shipment.reference,
        title=_("Packing slip %(reference)s", reference=shipment.reference),
        parties=[
            (_("Seller"), [_name(order.seller_party)]),
            (_("Deliver to"), [_name(order.buyer_party), *address]),
        ],
        facts=facts,
        tables=[table],
        notes=[order.note] if order.note else [],
        foot=foot_of(shipment.reference),
        width=width,
    )


def _line(line: OrderLineRow, count: int) -> list[str]:
    parts = [f"{quantity(part.quantity * count)} {unit_word(part.unit)} {part.name}" for part in line.parts]
    return [line.sku_code, " · ".join([line.name, *parts]), f"{quantity(count)} {unit_word(line.unit)}"]


def _name(party: dict[str, str]) -> str:
    return party.get("legal_name") or party.get("name", "")
