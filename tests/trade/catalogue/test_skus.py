"""A product in several specifications: each is ordered, found, priced and taken off sale by itself."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from tests.trade.market import Market
from trade.catalogue.actions import SKUSheet, add_sku, edit_sku
from trade.catalogue.queries import own_product, own_products, own_skus
from trade.catalogue.rules import CodeTaken
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.work import bind_actor
from trade.ordering.actions import set_cart_line
from trade.ordering.queries import Narrowing, cart_view, family, product_sheet, shelf
from trade.pricing.actions import offer_sku
from trade.stock.actions import receive_stock

MINT = SKUSheet("KET-MINT", "Mint green", "6901234567890", 12, 12, 6)


@pytest.fixture
def first_id(market: Market) -> UUID:
    return market.goods(code="KET", name="Kettle", name_zh="水壶")


def product_id(market: Market) -> UUID:
    found: UUID = market.rows("SELECT id FROM products WHERE code = 'KET'")[0][0]
    return found


def test_a_shop_sets_quantities_for_several_specifications_of_one_product(market: Market, first_id: UUID) -> None:
    mint = offer_sku(market.by(market.supplier), product_id(market), MINT)
    receive_stock(market.by(market.supplier), mint, quantity=50)
    bind_actor(market.session, market.retailer)
    first = product_sheet(market.session, market.retailer, first_id, market.at)
    (other,) = family(market.session, market.retailer, first, market.at)
    assert (other.offer.name, other.offer.name_zh) == ("Kettle · Mint green", "水壶 · Mint green")
    assert [step.quantity for step in other.price.ladder.steps] == [12, 36], (
        "the first's steps, from its own minimum up"
    )
    for sku_id, quantity in ((first_id, 6), (mint, 12)):
        set_cart_line(market.by(market.retailer), sku_id, quantity=quantity)
    bind_actor(market.session, market.retailer)
    cart = cart_view(market.session, market.retailer, market.at)
    assert [(row.offer.name, row.quantity) for row in cart.rows] == [("Kettle", 6), ("Kettle · Mint green", 12)]


def test_each_specification_is_found_by_its_own_words_and_all_by_the_products(market: Market, first_id: UUID) -> None:
    offer_sku(market.by(market.supplier), product_id(market), MINT)
    bind_actor(market.session, market.retailer)

    def codes(typed: str) -> list[str]:
        return [row.offer.code for row in shelf(market.session, market.retailer, market.at, Narrowing(typed)).rows]

    assert (codes("mint"), codes("69012345"), sorted(codes("shuihu"))) == (
        ["KET-MINT"], ["KET-MINT"], ["KET", "KET-MINT"],
    )  # fmt: skip


def test_what_is_off_sale_cannot_be_ordered_and_comes_back(market: Market, first_id: UUID) -> None:
    mint = offer_sku(market.by(market.supplier), product_id(market), MINT)
    edit_sku(market.by(market.supplier), mint, MINT, is_offered=False)
    bind_actor(market.session, market.retailer)
    with pytest.raises(NotFound):
        product_sheet(market.session, market.retailer, mint, market.at)
    edit_sku(market.by(market.supplier), mint, replace(MINT, code="OTHER"), is_offered=True)
    bind_actor(market.session, market.retailer)
    assert product_sheet(market.session, market.retailer, mint, market.at).offer.code == "KET-MINT", "the code stays"


def test_the_form_of_the_product_is_of_the_sku_it_was_made_with(market: Market, first_id: UUID) -> None:
    offer_sku(market.by(market.supplier), product_id(market), MINT)
    bind_actor(market.session, market.supplier)
    assert own_product(market.session, market.supplier, product_id(market))[1].id == first_id
    assert [sku.code for sku in own_skus(market.session, market.supplier, product_id(market))] == ["KET", "KET-MINT"]
    assert [row.code for row in own_products(market.session, market.supplier).rows] == ["KET", "KET-MINT"]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"specification": ""}, "specification", "unnamed"),
        ({"specification": "ＭＩＮＴ  green", "code": "X"}, "specification", "taken_here"),
        ({"moq": 7}, "moq", "not_multiple"),
    ],
)
def test_a_specification_that_cannot_be_told_apart_is_refused(
    market: Market, first_id: UUID, changes: dict[str, object], field: str, code: str
) -> None:
    offer_sku(market.by(market.supplier), product_id(market), MINT)
    with market.refuses(InvalidInput, field=field, code=code):
        add_sku(market.by(market.supplier), product_id(market), replace(MINT, **changes))  # type: ignore[arg-type]


def test_a_code_is_taken_once_and_a_rivals_product_does_not_exist(market: Market, first_id: UUID) -> None:
    with market.refuses(CodeTaken):
        add_sku(market.by(market.supplier), product_id(market), replace(MINT, code="KET"))
    with market.refuses(NotFound):
        add_sku(market.by(market.rival), product_id(market), MINT)
    with market.refuses(NotFound):
        edit_sku(market.by(market.rival), first_id, MINT, is_offered=True)


def test_theme_31_cartons_and_pieces_are_whole_numbers_of_one_base_unit(market: Market, first_id: UUID) -> None:
    mint = offer_sku(market.by(market.supplier), product_id(market), MINT)
    ((unit, pack_size, moq),) = market.rows("SELECT unit, pack_size, moq FROM skus WHERE id = :id", id=mint)
    assert (unit, pack_size, moq) == ("piece", 12, 12)
    for cartons in (1, 7, 83_333):
        assert cartons * pack_size // pack_size == cartons
    set_cart_line(market.by(market.retailer), mint, quantity=3 * pack_size)
    assert market.rows("SELECT quantity FROM cart_lines") == [(36,)], "36 pieces are 36, never 3 and never 432"
