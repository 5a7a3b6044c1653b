"""What a failed inspection does at once, who lets goods go again, and what becomes of orders and pools in between."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from tests.trade.market import Market, gbp
from tests.trade.packs import pack
from tests.trade.quality.inspected import BAD, GOOD, confirm, inspect, plan, product_of, record, standing
from trade.catalogue.actions import edit_product, sheet_of
from trade.catalogue.models import SKU, Product
from trade.checks import CHECKS
from trade.kernel.errors import InvalidInput, MoveRefused, NotFound
from trade.kernel.work import bind_actor
from trade.ledger.verify import verify
from trade.ordering.actions import (
    cancel_held_back,
    clear_held_back,
    confirm_order,
    place_orders,
    set_cart_line,
    ship_order,
)
from trade.ordering.queries import cart_view, shelf
from trade.ordering.rules import HeldBack
from trade.ordering.verify import verify_stock
from trade.quality.actions import call_off_inspection, confirm_inspection, set_aside_inspection
from trade.quality.queries import held_back_orders, inspection_detail, inspections
from trade.quality.rules import Grade, InspectionState, OwnRecord, Verdict


@pytest.fixture(autouse=True)
def sound(market: Market):
    """Whatever a test does: the books and the shelves are sound after it."""
    yield
    with market.as_system() as session:
        assert verify(session, also=CHECKS).differences == ()
        assert verify_stock(session) == []


def shown(market: Market, sku_id: UUID) -> bool:
    with market.as_system() as session:
        return sku_id in [row.offer.sku_id for row in shelf(session, market.retailer, market.at).rows]


def in_cart(market: Market, sku_id: UUID) -> None:
    market.money()
    set_cart_line(market.by(market.retailer), sku_id, quantity=36)


def test_what_failed_leaves_every_list_at_once_and_the_cart_says_since_when(market: Market) -> None:
    sku_id = market.goods()
    in_cart(market, sku_id)
    assert shown(market, sku_id)
    inspection_id = inspect(market, sku_id, BAD)
    assert standing(market, sku_id) == ("held_back", "offered", True)
    assert not shown(market, sku_id)
    with market.as_system() as session:
        (row,) = cart_view(session, market.retailer, market.at).rows
    assert (row.can_order, row.offer.held_back_at) == (False, market.at)
    with market.refuses(HeldBack, since=market.at):
        place_orders(market.by(market.retailer), shown=(gbp(9180),))
    with market.refuses(HeldBack):
        set_cart_line(market.by(market.neighbour), sku_id, quantity=6)
    found = inspection_detail(market.session, market.support, inspection_id)
    assert (found.row.state, found.row.verdict, found.row.holds) == (InspectionState.RECORDED, Verdict.FAIL, True)


def test_theme_26_a_second_person_confirms_a_failure_afterwards_and_it_goes_on_holding(market: Market) -> None:
    inspection_id = inspect(market, sku_id := market.goods(), BAD)
    with market.refuses(OwnRecord):
        confirm_inspection(market.by(market.support), inspection_id)
    confirm(market, inspection_id)
    assert standing(market, sku_id)[0] == "held_back"
    second = market.colleague(market.support)
    with market.refuses(MoveRefused):
        set_aside_inspection(market.by(second), inspection_id, reason="A mistake.")


def test_a_wrong_record_is_set_aside_by_a_second_person_and_the_product_is_sold_again(market: Market) -> None:
    inspection_id = inspect(market, sku_id := market.goods(), BAD)
    with market.refuses(OwnRecord):
        set_aside_inspection(market.by(market.support), inspection_id, reason="Wrong goods.")
    second = market.colleague(market.support)
    with market.refuses(InvalidInput):
        set_aside_inspection(market.by(second), inspection_id, reason=" ")
    set_aside_inspection(market.by(second), inspection_id, reason="Wrong goods.")
    assert standing(market, sku_id) == ("offered", None, False)
    assert shown(market, sku_id)


def test_a_pass_lets_nothing_go_before_a_second_person_has_agreed(market: Market) -> None:
    failed = inspect(market, sku_id := market.goods(), BAD)
    again = inspect(market, sku_id, GOOD)
    assert standing(market, sku_id)[0] == "held_back"
    confirm(market, again)
    assert standing(market, sku_id) == ("offered", None, False)
    assert inspection_detail(market.session, market.support, failed).lifted_by[0] == again  # type: ignore[index]
    assert market.verbs(product_of(market, sku_id))[-2:] == ["catalogue.held_back", "catalogue.let_go"]


def test_a_pass_that_lets_nothing_go_needs_no_second_person(market: Market) -> None:
    inspection_id = inspect(market, sku_id := market.goods(), GOOD)
    assert inspection_detail(market.session, market.support, inspection_id).row.state == InspectionState.PASSED
    assert standing(market, sku_id) == ("offered", None, False)
    with market.refuses(MoveRefused):
        record(market, inspection_id, BAD)


def test_what_its_seller_wants_meanwhile_holds_after_it_is_let_go(market: Market) -> None:
    failed = inspect(market, sku_id := market.goods(), BAD)
    bind_actor(market.session, market.supplier)
    product = market.session.get_one(Product, product_of(market, sku_id), populate_existing=True)
    sheet = sheet_of(product, market.session.get_one(SKU, sku_id))
    assert sheet.is_offered
    edit_product(
        market.by(market.supplier), product.id, sheet=market.sheet(code=sheet.code, is_offered=False), version=product.version
    )  # fmt: skip
    assert standing(market, sku_id) == ("held_back", "withdrawn", True)
    set_aside_inspection(market.by(market.colleague(market.support)), failed, reason="Wrong goods.")
    assert standing(market, sku_id) == ("withdrawn", None, False)


@pytest.mark.parametrize("change", ["state = 'offered'", "held_back_at = NULL, state_wanted = NULL, state = 'offered'"])
def test_no_seller_writes_a_product_back_onto_the_lists(market: Market, change: str) -> None:
    inspect(market, sku_id := market.goods(), BAD)
    product_id = product_of(market, sku_id)
    bind_actor(market.session, market.supplier)
    try:
        market.session.execute(text(f"UPDATE products SET {change} WHERE id = :id"), {"id": product_id})
        market.session.commit()
    except DatabaseError:
        market.session.rollback()
    assert standing(market, sku_id) == ("held_back", "offered", True)


def test_a_pack_is_held_back_with_its_part_and_let_go_with_the_last_of_them(market: Market) -> None:
    cup, saucer = market.goods(), market.goods()
    pack_id = pack(market, {cup: 1, saucer: 1})
    first, second = inspect(market, cup, BAD), inspect(market, saucer, BAD)
    assert standing(market, pack_id)[0] == "held_back"
    set_aside_inspection(market.by(market.colleague(market.support)), first, reason="Wrong goods.")
    assert (standing(market, cup)[0], standing(market, pack_id)[0]) == ("offered", "held_back")
    set_aside_inspection(market.by(market.colleague(market.support)), second, reason="Wrong goods.")
    assert standing(market, pack_id)[0] == "offered"


def test_what_was_ordered_before_does_not_leave_until_the_platform_has_spoken(market: Market) -> None:
    order_id = market.confirmed()
    (line,) = market.lines(order_id)
    inspect(market, line.sku_id, BAD)
    with market.refuses(HeldBack):
        ship_order(market.by(market.supplier), order_id, quantities={line.id: 36})
    (waiting,) = held_back_orders(market.session, market.support)
    assert (waiting.order_id, waiting.units, waiting.amount) == (order_id, 36, gbp(9180))
    clear_held_back(market.by(market.support), order_id, reason="Of another lot.")
    ship_order(market.by(market.supplier), order_id, quantities={line.id: 36})
    assert held_back_orders(market.session, market.support) == []


def test_a_cancelled_order_of_held_back_goods_gives_everything_back(market: Market) -> None:
    order_id = market.confirmed()
    before = market.balance("wallet", market.retailer)
    (line,) = market.lines(order_id)
    inspect(market, line.sku_id, BAD)
    for reason in ("", "  "):
        with market.refuses(InvalidInput):
            cancel_held_back(market.by(market.support), order_id, reason=reason)
    cancel_held_back(market.by(market.support), order_id, reason="The handles come off.")
    assert market.read_order(order_id).state == "cancelled"
    assert market.balance("wallet", market.retailer) == before + 9180
    assert market.stock(line.sku_id) == (100, 0, 0)
    with market.refuses(MoveRefused):
        cancel_held_back(market.by(market.support), order_id, reason="Again.")


def test_of_a_mixed_order_only_the_bad_goods_are_cancelled_and_the_rest_leaves(market: Market) -> None:
    good, bad = market.goods(), market.goods()
    market.money()
    (order_id,) = market.order({good: 36, bad: 36})
    before = market.balance("wallet", market.retailer)
    confirm_order(market.by(market.supplier), order_id)
    inspect(market, bad, BAD)
    cancel_held_back(market.by(market.support), order_id, reason="The handles come off.")
    assert market.balance("wallet", market.retailer) == before + 9180
    assert market.read_order(order_id).state == "confirmed"
    market_lines = {line.sku_id: line for line in market.lines(order_id)}
    ship_order(market.by(market.supplier), order_id, quantities={market_lines[good].id: 36})
    assert market.read_order(order_id).state == "shipped"


def test_what_is_left_of_a_partly_shipped_order_is_cancelled_and_it_counts_as_shipped(market: Market) -> None:
    order_id = market.confirmed()
    market.ship(order_id, 12)
    (line,) = market.lines(order_id)
    inspect(market, line.sku_id, BAD)
    cancel_held_back(market.by(market.support), order_id, reason="The handles come off.")
    assert market.read_order(order_id).state == "shipped"
    assert market.stock(line.sku_id) == (88, 0, 0)


def test_a_seller_reads_what_was_found_and_nobody_else_does(market: Market) -> None:
    inspection_id = inspect(market, market.goods(), BAD)
    for who in (market.supplier, market.support):
        bind_actor(market.session, who)
        assert [row.id for row in inspections(market.session, who)] == [inspection_id]
    for who in (market.rival, market.retailer):
        bind_actor(market.session, who)
        assert inspections(market.session, who) == []
        with pytest.raises(NotFound):
            inspection_detail(market.session, who, inspection_id)


def test_a_plan_is_refused_for_nothing_and_can_be_called_off_before_it_takes_place(market: Market) -> None:
    sku_id = market.goods()
    inspection_id = plan(market, sku_id)
    with market.refuses(InvalidInput, field="major"):
        record(market, inspection_id, BAD | {Grade.MAJOR: 81})
    with market.refuses(InvalidInput, field="lot_size"):
        plan(market, sku_id, lot_size=1)
    call_off_inspection(market.by(market.support), inspection_id, reason="The goods have not come.")
    with market.refuses(MoveRefused):
        record(market, inspection_id, BAD)
    with market.refuses(NotFound):
        confirm_inspection(market.by(market.support), product_of(market, sku_id))
