"""Placing orders: the whole cart or nothing, one order a seller, paid from the wallet."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.trade.market import Market, gbp
from trade.kernel.work import bind_actor
from trade.ledger.actions import LimitExceeded
from trade.ledger.rules import AccountKind
from trade.ordering import queries
from trade.ordering.actions import confirm_order, place_orders, set_cart_line
from trade.ordering.rules import CartChanged, CartEmpty, NotForSale, QuantityRefused
from trade.pricing.actions import set_ladder
from trade.pricing.rules import Step
from trade.stock.rules import Shortage, StockShort


def filled(market: Market, quantity: int = 36, **goods: Any) -> UUID:
    sku_id = market.goods(**goods)
    set_cart_line(market.by(market.retailer), sku_id, quantity=quantity)
    return sku_id


def test_an_order_freezes_what_was_agreed_takes_the_stock_and_the_money(market: Market) -> None:
    sku_id = filled(market)
    market.money(minor=10_000)
    (order_id,) = place_orders(market.by(market.retailer), shown=(gbp(9180),), note="side door").order_ids
    order, (line,) = market.read_order(order_id), market.lines(order_id)
    assert (order.state, order.total_minor, order.note, order.buyer_party["address"]) == (
        "placed", 9180, "side door", "1 Test Street, London",
    )  # fmt: skip
    assert (line.quantity, line.unit_price, line.net_minor, line.tax_minor, line.gross_minor) == (
        36, Decimal("2.550000"), 9180, 0, 9180,
    )  # fmt: skip
    assert line.commission_rate == Decimal("0.050000")
    assert line.price_trace[0] | {"rule": None} == {
        "source": "base_list", "rule": None, "name": "Base", "quantity": 36, "counted": 36, "step": 36,
        "unit_price": "2.550000", "amount": 9180, "won": True, "parts": [[36, 36, "2.550000", 9180]],
    }  # fmt: skip
    assert market.stock(sku_id) == (100, 36, 0)
    assert market.balance("wallet", market.retailer) == 820
    assert market.balance("escrow", market.supplier) == 9180
    assert market.rows("SELECT count(*) FROM cart_lines") == [(0,)]
    assert market.verbs(order_id) == ["ordering.order_placed"]


def test_a_cart_of_two_sellers_becomes_two_orders(market: Market) -> None:
    ours, theirs = market.goods(), market.goods(market.rival)
    market.money()
    orders = market.order({ours: 6, theirs: 36})
    found = {market.read_order(o).seller_id: market.read_order(o).total_minor for o in orders}
    assert found == {market.supplier.organisation: 1770, market.rival.organisation: 9180}


def test_a_price_that_moved_since_the_check_page_is_shown_first(market: Market) -> None:
    sku_id = filled(market)
    market.money()
    market.later(minutes=1)
    set_ladder(market.by(market.supplier), sku_id, steps=[Step(6, Decimal(3))])
    with market.refuses(CartChanged, shown=gbp(9180), now=gbp(10_800)):
        place_orders(market.by(market.retailer), shown=(gbp(9180),))


def test_an_empty_cart_and_no_cart_at_all_order_nothing(market: Market) -> None:
    with market.refuses(CartEmpty):
        place_orders(market.by(market.retailer), shown=())
    sku_id = filled(market)
    set_cart_line(market.by(market.retailer), sku_id, quantity=0)
    with market.refuses(CartEmpty):
        place_orders(market.by(market.retailer), shown=())


def test_goods_of_which_too_few_are_left_are_named(market: Market) -> None:
    sku_id = filled(market, stock=30)
    uncounted = filled(market, stock=0)
    market.money()
    shortages = sorted([Shortage(sku_id, 30), Shortage(uncounted, 0)], key=lambda s: s.sku_id)
    with market.refuses(StockShort, shortages=shortages):
        place_orders(market.by(market.retailer), shown=(gbp(18_360),))


def test_a_wallet_that_is_a_penny_short_buys_nothing_of_several_orders(market: Market) -> None:
    filled(market)
    filled(market, seller=market.rival)
    market.money(minor=18_359)
    with market.refuses(LimitExceeded, kind=AccountKind.WALLET):
        place_orders(market.by(market.retailer), shown=(gbp(18_360),))
    market.money(minor=1)
    assert len(place_orders(market.by(market.retailer), shown=(gbp(18_360),)).order_ids) == 2
    assert market.balance("wallet", market.retailer) == 0


def test_goods_that_left_the_market_since_stop_the_whole_order(market: Market) -> None:
    sku_id = filled(market)
    filled(market)
    market.money()
    market.rows("UPDATE products SET state = 'withdrawn' FROM skus s WHERE s.product_id = products.id"
                " AND s.id = :sku RETURNING 1", sku=sku_id)  # fmt: skip
    with market.refuses(NotForSale, sku_id=sku_id):
        place_orders(market.by(market.retailer), shown=(gbp(18_360),))


def test_a_minimum_that_rose_since_stops_the_order(market: Market) -> None:
    sku_id = filled(market, quantity=6)
    market.money()
    market.rows("UPDATE skus SET moq = 12 WHERE id = :sku RETURNING 1", sku=sku_id)
    with market.refuses(QuantityRefused, sku_id=sku_id, minimum=12, lower=0, upper=12):
        place_orders(market.by(market.retailer), shown=(gbp(1770),))


def test_an_order_is_found_by_its_parties_alone(market: Market) -> None:
    order_id = market.one_order()
    reference = market.read_order(order_id).reference
    for actor in (market.retailer, market.supplier, market.support):
        bind_actor(market.session, actor)
        assert queries.order_detail(market.session, actor, order_id).id == order_id
        assert queries.find_order_by_reference(market.session, actor, f" {reference.lower()} ") == order_id
    for actor in (market.neighbour, market.rival):
        bind_actor(market.session, actor)
        assert queries.find_order_by_reference(market.session, actor, reference) is None


def test_an_order_for_nothing_posts_nothing(market: Market) -> None:
    sku_id = market.goods(steps=(Step(1, Decimal("0.0001")),), multiple=1)
    set_cart_line(market.by(market.retailer), sku_id, quantity=1)
    (order_id,) = place_orders(market.by(market.retailer), shown=(gbp(0),)).order_ids
    assert market.rows("SELECT count(*) FROM ledger_entries") == [(0,)]
    assert market.read_order(order_id).total_minor == 0


def test_theme_6_six_thousand_pieces_are_one_line_and_one_move_of_stock(market: Market) -> None:
    sku_id = market.goods(stock=6_000)
    market.money(minor=6_000 * 300)
    (order_id,) = market.order({sku_id: 6_000})
    assert [line.quantity for line in market.lines(order_id)] == [6_000]
    confirm_order(market.by(market.supplier), order_id)
    market.ship(order_id)
    assert market.rows("SELECT kind, change FROM stock_moves WHERE kind = 'shipped'") == [("shipped", -6_000)]
