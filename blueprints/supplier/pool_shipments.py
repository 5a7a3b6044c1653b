"""All orders of a pool for one region: who gets what, the list to load by, and letting them leave at once."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.pool_forms import DepartureForm
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.parties.queries import RegionRow, regions
from trade.pooling import actions, queries
from trade.pooling.queries import PoolGoodRow, PoolRow, ShipmentDetail
from web.access import actor, call, requires, session
from web.fragments import see_other
from web.translation import gettext as _


@blueprint.get("/pools/shipments/<uuid:pool_shipment_id>")
@requires(Permission.SEE_SALES)
def pool_shipment(pool_shipment_id: UUID) -> str:
    """Show who is in a consolidated shipment, and how far it is."""
    return _page(_shipment(pool_shipment_id), DepartureForm(formdata=None))


@blueprint.get("/pools/shipments/<uuid:pool_shipment_id>/loading-list")
@requires(Permission.SEE_SALES)
def loading_list(pool_shipment_id: UUID) -> str:
    """Show what is to be loaded for whom, to be printed."""
    found = _shipment(pool_shipment_id)
    pool = _pool(found)
    return render_template(
        "supplier/loading_list.html", shipment=found, pool=pool, region=_region(found), loads=_loads(found, pool)
    )


@blueprint.post("/pools/shipments/<uuid:pool_shipment_id>/departure")
@requires(Permission.SHIP)
def send_pool_shipment(pool_shipment_id: UUID) -> ResponseReturnValue:
    """Let everything of it leave that is still there."""
    found, form = _shipment(pool_shipment_id), DepartureForm()
    if not form.validate():
        return _page(found, form), 422
    try:
        actions.send_shipment(
            call(), pool_shipment_id, carrier=form.carrier.data or "", tracking=form.tracking.data or ""
        )
    except InvalidInput as error:
        form.refuse(error)
        return _page(found, form), 422
    flash(_("They are leaving, one order after the other."), "good")
    return see_other(url_for(".pool_shipment", pool_shipment_id=pool_shipment_id))


def _shipment(shipment_id: UUID) -> ShipmentDetail:
    return queries.shipment_detail(session(), actor(), shipment_id)


def _pool(found: ShipmentDetail) -> PoolRow:
    return queries.pool_detail(session(), actor(), found.pool_id, clock.now())


def _region(found: ShipmentDetail) -> RegionRow:
    return next(row for row in regions(session()) if row.code == found.region_code)


def _loads(found: ShipmentDetail, pool: PoolRow) -> Sequence[tuple[PoolGoodRow, int]]:
    return [(good, found.to_load[good.sku_id]) for good in pool.goods if good.sku_id in found.to_load]


def _page(found: ShipmentDetail, form: DepartureForm) -> str:
    pool = _pool(found)
    return render_template(
        "supplier/pool_shipment.html",
        shipment=found,
        pool=pool,
        region=_region(found),
        loads=_loads(found, pool),
        form=form,
    )
