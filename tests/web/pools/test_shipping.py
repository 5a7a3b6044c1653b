"""A region's orders leave together: the seller sees who is in it, prints the list, sends it; members see it leave."""

from __future__ import annotations

import pytest

from tests.trade.pooling.pooled import close, join, shops
from trade.kernel.actor import Actor
from trade.ordering.actions import cancel_order
from trade.parties.rules import Role
from trade.pooling.actions import end_shipment, send_order
from trade.pooling.models import PoolShipment
from trade.pooling.queries import orders_to_send


@pytest.fixture
def members(market, offered):
    """Three shops of a pool that is closed: 12, 18 and 24."""
    pool_id, sku_id = offered
    found = shops(market, 3)
    for member, quantity in zip(found, (12, 18, 24), strict=True):
        join(market, member, pool_id, sku_id, quantity)
    close(market, pool_id)
    return found


@pytest.fixture
def seller(market, at_desk):
    return at_desk(market.supplier)


def shipment_of(page):
    """Where the link in the only row leads."""
    ((reference, *_),) = page.rows("Shipped together")
    return page.link(reference)


def says(page, *sentences: str):
    for sentence in sentences:
        assert sentence in page.words()


def carry_out(market) -> None:
    """Do what the job does that the page has promised."""
    ((arguments,),) = market.rows("SELECT arguments FROM outbox WHERE job = 'send_shipment' ORDER BY id DESC LIMIT 1")
    system = market.by(Actor.system())
    with market.as_system() as session:
        shipment = session.get_one(PoolShipment, arguments["shipment_id"])
        waiting = orders_to_send(session, shipment)
        session.expunge(shipment)
    for order_id in waiting:
        assert send_order(system, shipment, order_id, market.supplier.person_id)
    assert end_shipment(system, shipment.id)


def test_a_region_is_sent_at_once_and_its_members_see_it_leave(market, seller, offered, members, at_desk):
    page = seller.get(f"/supplier/pools/{offered[0]}")
    (row,) = page.rows("Shipped together")
    assert row[2:] == ["3", "54", "To be sent"]
    page = seller.get(shipment_of(page))
    assert sorted(row[4] for row in page.rows("Orders in it")) == ["12", "18", "24"]
    page = seller.get(
        seller.press(page, "Send all 3 orders", {"Carrier": "North Sea Freight", "Tracking number": "NS-7"}).goes_to
    )
    says(page, "They are leaving, one order after the other.")
    buyer = at_desk(members[0])
    says(buyer.get(f"/retailer/pools/{offered[0]}"), "it has not left yet, North Sea Freight NS-7")
    carry_out(market)
    page = seller.get(page.path)
    says(page, "Left on", "Nothing of it is left to send.")
    says(buyer.get(f"/retailer/pools/{offered[0]}"), "It travels with the other orders of your region", "left on")


def test_the_list_to_load_by_has_goods_and_places_and_no_price(market, seller, offered, members):
    gone = market.rows("SELECT id FROM orders ORDER BY total_minor DESC LIMIT 1")[0][0]
    cancel_order(market.by(market.supplier), gone, reason="Broken")
    page = seller.get(shipment_of(seller.get(f"/supplier/pools/{offered[0]}")))
    page = seller.get(page.link("List to load by"))
    assert [row[2] for row in page.rows("To take from the shelf")] == ["30"]
    assert sorted(row[4] for row in page.rows("For whom")) == ["12", "18"], "what was cancelled is not loaded"
    assert "£" not in page.words()


def test_a_colleague_in_the_warehouse_sends_and_a_member_of_the_pool_does_not(market, offered, members, at_desk):
    packer = at_desk(market.colleague(market.supplier, Role.WAREHOUSE))
    address = shipment_of(packer.get(f"/supplier/pools/{offered[0]}"))
    assert packer.press(packer.get(address), "Send all 3 orders", {}).goes_to == address
    for stranger in (market.rival, members[0]):
        at_desk(stranger).get(address, expect=403 if stranger is members[0] else 404)


def test_what_a_carrier_may_be_called_is_said_at_its_field(seller, offered, members):
    page = seller.get(shipment_of(seller.get(f"/supplier/pools/{offered[0]}")))
    page = seller.press(page, "Send all 3 orders", {"Carrier": "x" * 81}, expect=422)
    assert "80" in page.errors()["Carrier"]
    assert page.field("Carrier")["value"] == "x" * 81


def test_an_order_of_a_pool_says_why_it_cannot_be_cancelled(market, offered, members, at_desk):
    (order_id,) = market.rows("SELECT id FROM orders LIMIT 1")[0]
    buyer = next(
        one
        for one in members
        if market.rows("SELECT 1 FROM orders WHERE id = :id AND buyer_id = :b", id=order_id, b=one.organisation)
    )
    page = at_desk(buyer).get(f"/retailer/orders/{order_id}")
    says(page, "It came of a pool, so it cannot be cancelled here")
    assert "Cancel this order" not in page.words()
