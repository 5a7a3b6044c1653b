"""What a buyer's program finds by the codes it knows, so that it can order (themes 1, 9, 23 and 24)."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlencode

import pytest

from tests.trade.deals import code_of, price_list
from trade.ordering.actions import set_cart_line
from trade.pricing.actions.lists import Audience
from trade.pricing.rules import Step


def asked(program, *codes: str, expect: int = 200):
    return program.get("/offers?" + urlencode([("code", code) for code in codes]), expect=expect)


def test_a_program_orders_what_it_knows_by_code_or_barcode(till, market):
    market.money()
    ours = market.goods(code="00123", barcode="6901234567890", name="Blue kettle")
    set_cart_line(market.by(market.retailer), ours, quantity=36)  # a cart is another matter
    by_code, by_barcode = asked(till, "００１２３", "6901234567890", "nobody's")["items"]

    assert by_code == {**by_barcode, "asked": "００１２３"}
    assert by_code["sku_id"] == str(ours)
    assert (by_code["code"], by_code["moq"], by_code["multiple"], by_code["available"]) == ("00123", 6, 6, 100)
    assert (by_code["price"], by_code["currency"]) == ("2.95", "GBP")
    assert by_code["steps"] == [{"quantity": 6, "unit_price": "2.95"}, {"quantity": 36, "unit_price": "2.55"}]
    line = {"sku_id": by_code["sku_id"], "quantity": 36}
    till.post("/orders", {"lines": [line], "expected_total": {"minor": 36 * 255, "currency": "GBP"}})


def test_of_several_sellers_each_is_named_and_zeros_are_not_made_up_theme_9(till, market):
    mine, theirs = market.goods(code="A-1"), market.goods(market.rival, code="a-1")
    market.goods(code="00123")
    found = asked(till, "A-1", "123")["items"]
    assert {row["sku_id"] for row in found} == {str(mine), str(theirs)}
    assert len({row["seller_id"] for row in found}) == 2


def test_prices_are_the_buyers_own_and_nobody_elses_themes_1_and_24(till, program_of, market):
    sku_id = market.goods(code="K1")
    price_list(market, Audience(buyer=code_of(market, market.neighbour)), {sku_id: (Step(6, Decimal("1.10")),)})
    assert asked(till, "K1")["items"][0]["price"] == "2.95"
    assert asked(program_of(market.neighbour), "K1")["items"][0]["price"] == "1.1"


def test_what_cannot_be_ordered_now_has_no_price(till, market):
    market.goods(code="K1")
    market.rows("UPDATE skus SET archived_at = now() WHERE code = 'K1' RETURNING 1")
    assert asked(till, "K1") == {"items": []}


@pytest.mark.parametrize("codes", [[""], ["x"] * 101, ["x" * 201]])
def test_at_most_a_hundred_codes_are_looked_up_at_once(till, codes):
    assert asked(till, *codes, expect=422)["code"] == "unprocessable-entity"


def test_only_who_may_order_or_fill_a_cart_looks_up_prices_theme_24(program_of, market):
    market.goods(code="K1")
    assert asked(program_of(market.retailer, "cart:write"), "K1")["items"]
    asked(program_of(market.retailer, "purchases:read"), "K1", expect=403)
    asked(program_of(market.supplier), "K1", expect=403)
