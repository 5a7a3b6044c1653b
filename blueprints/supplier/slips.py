"""What is put into the carton: packing slips, without prices."""

from collections.abc import Mapping
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.fulfilment import sale
from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.ordering.queries import OrderDetail, ShipmentRow
from web.access import requires


@blueprint.get("/orders/<uuid:order_id>/packing-slip")
@requires(Permission.SEE_SALES)
def packing_slip(order_id: UUID) -> ResponseReturnValue:
    """Show what of an order is still to pack."""
    order = sale(order_id)
    return _slip(order, {line.id: line.open_quantity for line in order.lines})


@blueprint.get("/orders/<uuid:order_id>/shipments/<uuid:shipment_id>/packing-slip")
@requires(Permission.SEE_SALES)
def shipment_slip(order_id: UUID, shipment_id: UUID) -> ResponseReturnValue:
    """Show what a shipment holds."""
    order = sale(order_id)
    found = next((shipment for shipment in order.shipments if shipment.id == shipment_id), None)
    if found is None:
        raise NotFound("shipment", shipment_id)
    return _slip(order, found.quantities, found)


def _slip(order: OrderDetail, packed: Mapping[UUID, int], shipment: ShipmentRow | None = None) -> str:
    rows = [(line, packed[line.id]) for line in order.lines if packed.get(line.id)]
    return render_template("supplier/packing_slip.html", order=order, rows=rows, shipment=shipment)
