"""One SKU's prices on lists other than the one for everybody: set one by one, scheduled, looked at with a buyer's eyes."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from adapters import clock
from tests.desk import filled
from tests.trade.deals import code_of, price_list
from tests.trade.looking import snapshot
from trade.pricing.actions import Audience, set_level
from trade.pricing.rules import Step


@pytest.fixture
def vip(market):
    """A list for a level that the retailer has; it prices K-1 and K-2."""
    market.at = clock.now() - timedelta(days=1)
    goods = {code: market.goods(code=code, name=f"Kettle {code}") for code in ("K-1", "K-2")}
    ladders: dict[UUID, tuple[Step, ...]] = {
        sku_id: (Step(6, Decimal("2.50")), Step(36, Decimal("2.20"))) for sku_id in goods.values()
    }
    list_id = price_list(market, Audience(level="VIP"), ladders)
    set_level(market.by(market.supplier), buyer=code_of(market, market.retailer), level="VIP")
    return {"list": list_id, "sku": goods["K-1"], "other": goods["K-2"]}


def editor(owner, vip):
    return owner.get("supplier.sku_price", sku_id=vip["sku"], price_list_id=vip["list"])


def look(owner, vip, typed, *, htmx=False):
    """Press the button that only shows: it sends the form somewhere else."""
    page = editor(owner, vip)
    sent = filled(page, page.button("Save").find_parent("form"), typed)
    return owner.post(
        "supplier.preview_sku_price", sent, sku_id=vip["sku"], price_list_id=vip["list"], expect=200, htmx=htmx
    )


def held(market, sku_id):
    return market.rows(
        "SELECT quantities, unit_prices::text[], valid_until IS NULL FROM ladders l JOIN price_lists p ON p.id = price_list_id"
        " WHERE sku_id = :sku AND audience = 'level' AND withdrawn_at IS NULL ORDER BY valid_from",
        sku=sku_id,
    )


def test_the_product_leads_to_its_prices_on_every_list(owner, market, vip):
    product_id = market.rows("SELECT product_id FROM skus WHERE id = :id", id=vip["sku"])[0][0]
    page = owner.get(owner.get("supplier.product", product_id=product_id).link("Prices on every list"))
    rows = page.rows("Price lists")
    assert [row[1] for row in rows] == ["Every admitted buyer", "Level VIP"]
    assert rows[1][2] == "6+ £2.50 · 36+ £2.20"


def test_one_price_changes_on_one_list_and_nothing_else_theme_7(owner, market, vip):
    page = editor(owner, vip)
    assert page.field("Step 1: price")["value"] == "2.5"
    before = held(market, vip["other"])

    answer = owner.press(page, "Save", {"Step 1: price": "2.40", "Step 2: price": "2.10"})

    shown = owner.get(answer.goes_to)
    assert shown.rows("Price lists")[1][2] == "6+ £2.40 · 36+ £2.10"
    assert shown.rows("Price lists")[0][2] == "6+ £2.95 · 36+ £2.55"
    assert held(market, vip["other"]) == before
    assert (
        owner.get("supplier.price_preview", buyer=code_of(market, market.retailer), sku="K-1", quantity="6").facts()[
            "Comes to"
        ]
        == "£14.40"
    )


def test_a_change_for_later_holds_later_and_can_be_taken_back(owner, market, vip):
    first = (clock.now() + timedelta(days=9)).date().isoformat()
    owner.press(editor(owner, vip), "Save", {"Step 1: price": "2.00", "Step 2: price": "1.90", "First day": first})
    page = owner.get("supplier.sku_prices", sku_id=vip["sku"])
    assert page.rows("Price lists")[1][2] == "6+ £2.50 · 36+ £2.20"
    assert page.rows("Price lists")[1][3] != "–"
    owner.press(editor(owner, vip), "Take back")
    assert owner.get("supplier.sku_prices", sku_id=vip["sku"]).rows("Price lists")[1][3] == "–"


@pytest.mark.parametrize("htmx", [False, True])
def test_what_a_buyer_pays_now_and_then_is_shown_and_nothing_saved(owner, market, vip, htmx):
    page = editor(owner, vip)
    assert page.field("Code of the buyer")["value"] == code_of(market, market.retailer)
    first = (clock.now() + timedelta(days=9)).date().isoformat()
    typed = {"Step 1: price": "2.00", "Step 2: price": "1.90", "First day": first, "Quantity": "12"}
    before = snapshot(market.session)

    shown = look(owner, vip, typed, htmx=htmx)

    assert shown.facts()["Pays now"] == "£30.00 (£2.50)"
    assert next(said for name, said in shown.facts().items() if name.startswith("Would pay from")) == "£24.00 (£2.00)"
    assert snapshot(market.session) == before


def test_a_list_that_is_not_for_a_buyer_makes_no_difference_to_them(owner, market, vip):
    typed = {"Step 1: price": "1.00", "Step 2: price": "0.90", "Code of the buyer": code_of(market, market.neighbour)}
    shown = look(owner, vip, typed)
    assert shown.facts()["Pays now"] == shown.facts()["Would pay"] == "£17.70 (£2.95)"
    assert "the list is not for them" in shown.words()
    nobody = look(owner, vip, {"Code of the buyer": "N0-B0DY"})
    assert "No buyer has this code." in nobody.words()


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"Step 2: price": "2.60"}, "Step 2: price", "The price must fall"),
        ({"Step 1: from": "5"}, "Step 1: from", "smallest order, 6"),
        ({"Step 1: price": "1,5"}, "Step 1: price", ""),
        ({"Last day": "2020-01-01"}, "Last day", "Choose a last day"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(owner, market, vip, typed, field, said):
    before = snapshot(market.session)
    refused = owner.press(editor(owner, vip), "Save", typed, expect=422)
    assert said in refused.errors()[field]
    assert snapshot(market.session) == before


def test_a_sku_leaves_a_list_and_its_buyers_pay_their_other_prices(owner, market, vip):
    owner.press(editor(owner, vip), "Take it off the list")
    page = owner.get("supplier.sku_prices", sku_id=vip["sku"])
    assert page.rows("Price lists")[1][2] == "not on this list"
    found = owner.get("supplier.price_preview", buyer=code_of(market, market.retailer), sku="K-1", quantity="6")
    assert found.facts()["Comes to"] == "£17.70"
    owner.press(editor(owner, vip), "Save", {"Step 1: from": "6", "Step 1: price": "2.45"})
    assert owner.get("supplier.sku_prices", sku_id=vip["sku"]).rows("Price lists")[1][2] == "6+ £2.45"


def test_the_list_for_everybody_is_left_by_nobody_and_strangers_reach_nothing_theme_23(owner, market, vip, at_desk):
    base = market.rows("SELECT id FROM price_lists WHERE audience = 'base'")[0][0]
    owner.post("supplier.end_sku_price", sku_id=vip["sku"], price_list_id=base, expect=404)
    rival = at_desk(market.rival)
    ids = {"sku_id": vip["sku"], "price_list_id": vip["list"]}
    rival.get("supplier.sku_price", expect=404, **ids)
    own = market.goods(market.rival, code="R-1")
    rival.post("supplier.set_sku_price", {"quantity_0": "6", "price_0": "1"}, expect=404, **{**ids, "sku_id": own})
    rival.post("supplier.end_sku_price", expect=404, **ids)
    rows = held(market, vip["sku"])
    assert rows == [([6, 36], ["2.500000", "2.200000"], True)]
