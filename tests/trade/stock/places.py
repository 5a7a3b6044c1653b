"""A seller with several warehouses, and what lies in them."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from tests import makers
from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.kernel.work import Work, action
from trade.parties.models import Organisation
from trade.stock.actions import (
    Sent,
    begin_stock_take,
    count_in_take,
    open_warehouse,
    receive_stock,
    reserve,
    send_transfer,
    sync_counts,
)
from trade.stock.rules import Count, Place

SOUTH, NORTH, ISLES, ABROAD = "GB-S", "GB-N", "GB-I", "FR-1"


def regions(market: Market) -> None:
    """Lay three regions of one country and one of another."""
    for code, country in ((SOUTH, "GB"), (NORTH, "GB"), (ISLES, "GB"), (ABROAD, "FR")):
        makers.make_region(market.session, code, country=country)


def live_in(market: Market, actor: Actor, region: str | None) -> None:
    """Let an organisation be at home in a region."""
    with market.as_system() as session:
        session.get_one(Organisation, actor.organisation).region_code = region


def warehouse(market: Market, name: str, region: str | None = None, *, nearby: tuple[str, ...] = ()) -> UUID:
    """Open a warehouse of the supplier's; the first one is its home."""
    return open_warehouse(market.by(market.supplier), name=name, region_code=region, nearby=nearby)


def put(
    market: Market, sku_id: UUID, quantity: int, where: UUID | None = None, lot: str = "", dies: date | None = None
) -> None:
    """Let goods arrive at a place."""
    receive_stock(market.by(market.supplier), sku_id, quantity=quantity, place=Place(where, lot, dies))


def holdings(market: Market, sku_id: UUID) -> dict[tuple[str, str], tuple[int, int]]:
    """Return (on hand, allocated) by warehouse and lot."""
    found = market.rows(
        "SELECT w.name, h.lot, h.on_hand, h.allocated FROM stock_holdings h JOIN warehouses w ON w.id = h.warehouse_id"
        " WHERE h.sku_id = :sku ORDER BY w.position, h.lot",
        sku=sku_id,
    )
    return {(name, lot): (on_hand, allocated) for name, lot, on_hand, allocated in found}


def served_from(market: Market, order_id: UUID) -> list[tuple[str, str, int]]:
    """Return from where an order's lines are served: warehouse, lot and what is still to leave."""
    return market.rows(
        "SELECT w.name, h.lot, a.quantity FROM stock_allocations a JOIN stock_holdings h ON h.id = a.holding_id"
        " JOIN warehouses w ON w.id = h.warehouse_id JOIN order_lines l ON l.id = a.line_id"
        " WHERE l.order_id = :order AND a.quantity > 0 ORDER BY w.position, h.expires_on NULLS LAST, h.lot",
        order=order_id,
    )


def summed(market: Market, sku_id: UUID) -> None:
    """Assert that the holdings add up to the level, and the allocations of lines to their holdings."""
    on_hand, allocated, _ = market.stock(sku_id)
    held = holdings(market, sku_id).values()
    assert (sum(h[0] for h in held), sum(h[1] for h in held)) == (on_hand, allocated)


@action()
def keep(work: Work, owner: str, quantities: dict[UUID, int], minutes: int = 15) -> None:
    """Reserve as a checkout or a pool would."""
    reserve(work, owner, quantities, until=work.at + timedelta(minutes=minutes))


def furnish(market: Market) -> None:
    """Let the supplier have something of everything: places, lots, promises, a transfer, a stock take, a count sent in.

    The retailer has money for an order of it.
    """
    home, north = warehouse(market, "Home"), warehouse(market, "North")
    sku_id = market.goods(stock=0)
    put(market, sku_id, 60, north, "A", market.at.date() + timedelta(days=200))
    market.order({sku_id: 6})
    keep(market.by(market.retailer), "pool:furnished", {sku_id: 1}, minutes=10**6)
    seller = market.by(market.supplier)
    send_transfer(seller, from_id=north, to_id=home, sent=[Sent(sku_id, 5, "A")])
    take = begin_stock_take(seller, warehouse_id=north)
    count_in_take(seller, take, sku_id, counted=54, lot="A")
    sync_counts(seller, source="erp", counts=[Count(sku_id, 55, market.at, warehouse_id=north, lot="A")])
