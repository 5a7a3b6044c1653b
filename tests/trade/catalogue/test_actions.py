"""Offering goods: what a seller says of a product, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.trade.market import Market
from trade.catalogue.actions import create_product, edit_product
from trade.catalogue.queries import category_choices, own_product, own_products
from trade.catalogue.rules import CodeTaken
from trade.kernel.errors import InvalidInput, NotFound, StaleVersion
from trade.kernel.ids import new_id
from trade.kernel.work import bind_actor


def test_a_new_product_is_in_its_sellers_range_and_its_event_tells_what_was_said(market: Market) -> None:
    sheet = market.sheet(name="Blue kettle", moq=12, multiple=6)
    made = create_product(market.by(market.supplier), sheet)
    bind_actor(market.session, market.supplier)
    product, sku = own_product(market.session, market.supplier, made.product_id)
    assert (product.name, product.state, product.version) == ("Blue kettle", "offered", 1)
    assert (product.name_key, product.name_zh_key) == ("blue kettle", "lan hu")
    assert (sku.id, sku.moq, sku.multiple, sku.code) == (made.sku_id, 12, 6, sheet.code)
    assert market.rows("SELECT after ->> 'moq' FROM events WHERE subject_id = :id", id=made.product_id) == [("12",)]


def test_a_code_that_the_seller_uses_already_is_refused_and_a_rival_may_use_it(market: Market) -> None:
    sheet = market.sheet(code="K1")
    create_product(market.by(market.supplier), sheet)
    with market.refuses(CodeTaken, code="K1"):
        create_product(market.by(market.supplier), sheet)
    create_product(market.by(market.rival), sheet)
    assert market.rows("SELECT count(*) FROM products") == [(2,)]


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"moq": 7, "multiple": 6}, "moq", "not_multiple"),
        ({"moq": 0}, "moq", "not_positive"),
        ({"category_id": new_id()}, "category_id", "unknown"),
    ],
)
def test_a_sheet_that_does_not_hold_together_is_refused(
    market: Market, values: dict[str, object], field: str, code: str
) -> None:
    with market.refuses(InvalidInput, field=field, code=code):
        create_product(market.by(market.supplier), market.sheet(**values))


def test_an_edit_changes_what_was_said_and_tells_the_difference_alone(market: Market) -> None:
    sheet = market.sheet()
    made = create_product(market.by(market.supplier), sheet)
    edit_product(market.by(market.supplier), made.product_id, sheet=replace(sheet, name="Red kettle"), version=1)
    found = market.rows("SELECT before, after FROM events WHERE verb = 'catalogue.product_edited'")
    assert found == [({"name": sheet.name}, {"name": "Red kettle"})]
    assert market.rows("SELECT name, version FROM products WHERE id = :id", id=made.product_id) == [("Red kettle", 2)]


def test_the_code_stays_what_it_was(market: Market) -> None:
    sheet = market.sheet()
    made = create_product(market.by(market.supplier), sheet)
    edit_product(market.by(market.supplier), made.product_id, sheet=replace(sheet, code="OTHER"), version=1)
    assert market.rows("SELECT code FROM products WHERE id = :id", id=made.product_id) == [(sheet.code,)]


def test_an_edit_of_what_somebody_else_has_changed_is_refused(market: Market) -> None:
    sheet = market.sheet()
    made = create_product(market.by(market.supplier), sheet)
    edit_product(market.by(market.supplier), made.product_id, sheet=replace(sheet, name="First"), version=1)
    with market.refuses(StaleVersion, what="product"):
        edit_product(market.by(market.supplier), made.product_id, sheet=replace(sheet, name="Second"), version=1)


def test_a_rivals_product_does_not_exist(market: Market) -> None:
    sheet = market.sheet()
    made = create_product(market.by(market.supplier), sheet)
    with market.refuses(NotFound, what="product", key=made.product_id):
        edit_product(market.by(market.rival), made.product_id, sheet=sheet, version=1)
    bind_actor(market.session, market.rival)
    with pytest.raises(NotFound):
        own_product(market.session, market.rival, made.product_id)
    assert own_products(market.session, market.rival).rows == []


def test_a_range_is_paged_by_code_and_searched_by_what_was_typed(market: Market) -> None:
    for number in range(101):
        create_product(market.by(market.supplier), market.sheet(code=f"R{number:03}", name=f"Ｋettle {number}"))
    bind_actor(market.session, market.supplier)
    first = own_products(market.session, market.supplier)
    rest = own_products(market.session, market.supplier, cursor=first.next_cursor)
    assert [row.code for row in (*first.rows, *rest.rows)] == [f"R{n:03}" for n in range(101)]
    assert rest.next_cursor is None
    assert [row.code for row in own_products(market.session, market.supplier, search="KETTLE r007").rows] == ["R007"]
    assert own_products(market.session, market.supplier, search="%").rows == []


@pytest.mark.parametrize("cursor", ["WyJhIiwiYiJd", "W10", "x", "WyJhIl0"])
def test_a_made_up_cursor_begins_the_range_anew(market: Market, cursor: str) -> None:
    create_product(market.by(market.supplier), market.sheet())
    bind_actor(market.session, market.supplier)
    assert len(own_products(market.session, market.supplier, cursor=cursor).rows) == 1


def test_categories_say_what_the_platform_takes(market: Market) -> None:
    bind_actor(market.session, market.supplier)
    assert [str(choice.commission_rate) for choice in category_choices(market.session, market.at)] == ["0.050000"]
