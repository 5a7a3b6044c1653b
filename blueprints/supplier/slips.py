"""What is put into the carton: packing slips, without prices."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.fulfilment import picks_now, sale
from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.ordering.queries import OrderDetail, ShipmentRow
from trade.stock.queries import Pick, picks_of_shipment
from trade.stock.rules import can_leave
from web.access import actor, requires, session


@blueprint.get("/orders/<uuid:order_id>/packing-slip")
@requires(Permission.SEE_SALES)
def packing_slip(order_id: UUID) -> ResponseReturnValue:
    """Show what of an order is still to pack."""
    order = sale(order_id)
    picks = picks_now(order)
    return _slip(order, {line.id: line.open_quantity for line in order.lines}, picks)


@blueprint.get("/orders/<uuid:order_id>/shipments/<uuid:shipment_id>/packing-slip")
@requires(Permission.SEE_SALES)
def shipment_slip(order_id: UUID, shipment_id: UUID) -> ResponseReturnValue:
    """Show what a shipment holds."""
    order = sale(order_id)
    found = next((shipment for shipment in order.shipments if shipment.id == shipment_id), None)
    if found is None:
        raise NotFound("shipment", shipment_id)
    on_shelf = {line.id: [part.sku_id for part in line.parts] or [line.sku_id] for line in order.lines}
    of_skus = picks_of_shipment(session(), actor(), shipment_id, {sku for skus in on_shelf.values() for sku in skus})
    picks = {line_id: [pick for sku in skus for pick in of_skus.get(sku, [])] for line_id, skus in on_shelf.items()}
    return _slip(order, found.quantities, picks, found)


def _slip(
    order: OrderDetail,
    packed: Mapping[UUID, int],
    picks: Mapping[UUID, Sequence[Pick]],
    shipment: ShipmentRow | None = None,
) -> str:
    rows = []
    for line in (line for line in order.lines if packed.get(line.id)):
        keeps = [pick for pick in picks.get(line.id, []) if not pick.is_dead]
        dead = [pick for pick in picks.get(line.id, []) if pick.is_dead]
        rows.append((line, can_leave(packed[line.id], line.units, dead), keeps, dead))
    return render_template("supplier/packing_slip.html", order=order, rows=rows, shipment=shipment)
