"""Filling a cart: a line holds exactly what was asked for, at the price of that quantity."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.trade.market import Market, gbp
from trade.catalogue.actions import edit_product, sheet_of
from trade.catalogue.queries import own_product
from trade.kernel.actor import Actor
from trade.kernel.errors import NotAllowed, NotFound
from trade.kernel.ids import new_id
from trade.kernel.quantities import QUANTITY_MAX
from trade.kernel.work import bind_actor
from trade.ordering.actions import CartChange, set_cart_line
from trade.ordering.queries import cart_count, cart_totals, cart_view
from trade.ordering.rules import Hindrance, NotForSale, QuantityRefused
from trade.pricing.actions import set_ladder
from trade.pricing.rules import Step


def withdraw(market: Market, sku_id) -> None:
    bind_actor(market.session, market.supplier)
    (product_id,) = market.rows("SELECT product_id FROM skus WHERE id = :sku", sku=sku_id)[0]
    product, sku = own_product(market.session, market.supplier, product_id)
    sheet = replace(sheet_of(product, sku), is_offered=False)
    edit_product(market.by(market.supplier), product_id, sheet=sheet, version=product.version)


def view(market: Market, actor: Actor):
    bind_actor(market.session, actor)
    return cart_view(market.session, actor, market.at)


def test_a_line_is_priced_at_its_step_and_the_last_quantity_counts(market: Market) -> None:
    sku_id = market.goods()
    assert set_cart_line(market.by(market.retailer), sku_id, quantity=6) == CartChange(sku_id, 6)
    assert set_cart_line(market.by(market.retailer), sku_id, quantity=36) == CartChange(sku_id, 36)
    (row,) = view(market, market.retailer).rows
    assert (row.quantity, row.price.unit_price, row.amount, row.kept_amount) == (
        36, Decimal("2.55"), gbp(9180), gbp(9180),
    )  # fmt: skip
    assert row.can_order


def test_nothing_takes_the_line_out(market: Market) -> None:
    sku_id = market.goods()
    set_cart_line(market.by(market.retailer), sku_id, quantity=6)
    assert set_cart_line(market.by(market.retailer), sku_id, quantity=0) == CartChange(sku_id, 0)
    assert view(market, market.retailer).rows == []
    assert set_cart_line(market.by(market.retailer), sku_id, quantity=0) == CartChange(sku_id, 0)


@pytest.mark.parametrize(
    ("quantity", "lower", "upper"),
    [(1, 0, 6), (5, 0, 6), (7, 6, 12), (-6, 0, 6), (QUANTITY_MAX + 2, 999_996, 0), (10**30, 999_996, 0)],
)
def test_theme_37_a_quantity_that_is_not_sold_is_refused_with_its_neighbours(
    market: Market, quantity: int, lower: int, upper: int
) -> None:
    sku_id = market.goods()
    with market.refuses(QuantityRefused, sku_id=sku_id, minimum=6, multiple=6, lower=lower, upper=upper):
        set_cart_line(market.by(market.retailer), sku_id, quantity=quantity)


def test_goods_that_were_withdrawn_have_no_price_or_whose_seller_is_suspended_are_not_for_sale(market: Market) -> None:
    withdrawn, suspended = market.goods(), market.goods(market.rival)
    withdraw(market, withdrawn)
    market.rows("UPDATE organisations SET state = 'suspended' WHERE id = :id RETURNING 1", id=market.rival.organisation)
    for sku_id, hindrance in ((withdrawn, Hindrance.WITHDRAWN), (suspended, Hindrance.SELLER)):
        with market.refuses(NotForSale, sku_id=sku_id, hindrance=hindrance):
            set_cart_line(market.by(market.retailer), sku_id, quantity=6)


def test_a_line_whose_goods_were_withdrawn_can_still_be_taken_out(market: Market) -> None:
    sku_id = market.goods()
    set_cart_line(market.by(market.retailer), sku_id, quantity=6)
    withdraw(market, sku_id)
    (row,) = view(market, market.retailer).rows
    assert (row.price, row.amount, row.can_order) == (None, gbp(0), False)
    set_cart_line(market.by(market.retailer), sku_id, quantity=0)
    assert view(market, market.retailer).rows == []


def test_goods_that_are_not_there_are_not_found(market: Market) -> None:
    nowhere = new_id()
    with market.refuses(NotFound, what="sku", key=nowhere):
        set_cart_line(market.by(market.retailer), nowhere, quantity=6)


def test_nobody_in_particular_has_no_cart(market: Market) -> None:
    sku_id = market.goods()
    with market.refuses(NotAllowed, permission="organisation"):
        set_cart_line(market.by(replace(Actor.system(), person_id=market.retailer.person_id)), sku_id, quantity=6)
    with market.refuses(NotAllowed, permission="buy"):
        set_cart_line(market.by(Actor.system()), sku_id, quantity=6)


def test_two_people_of_one_shop_have_a_cart_each(market: Market) -> None:
    sku_id, colleague = market.goods(), market.colleague(market.retailer)
    set_cart_line(market.by(market.retailer), sku_id, quantity=6)
    set_cart_line(market.by(colleague), sku_id, quantity=12)
    assert [row.quantity for row in view(market, market.retailer).rows] == [6]
    assert [row.quantity for row in view(market, colleague).rows] == [12]


def test_totals_are_kept_by_seller_and_the_view_prices_afresh(market: Market) -> None:
    ours, theirs = market.goods(), market.goods(market.rival)
    for sku_id in (ours, theirs):
        set_cart_line(market.by(market.retailer), sku_id, quantity=36)
    bind_actor(market.session, market.retailer)
    kept = cart_totals(market.session, market.retailer)
    assert (kept.totals, kept.lines, cart_count(market.session, market.retailer)) == ((gbp(18_360),), 2, 2)
    assert kept == view(market, market.retailer).totals
    market.later(hours=1)
    set_ladder(market.by(market.supplier), ours, steps=[Step(6, Decimal(1))])
    assert view(market, market.retailer).totals.totals == (gbp(9180 + 3600),)
