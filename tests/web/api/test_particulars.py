"""Properties, marks and the parts of packs as an ERP works with them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.trade.market import Market

WEIGHT = {"name": "Net weight", "name_zh": "净含量", "value": "500", "value_zh": "", "unit": "g"}
CE = {"mark": "ce", "certificate": "NB-0123", "valid_until": "2027-03-31"}
VEGAN = {"mark": "vegan", "certificate": "", "valid_until": None}


@pytest.fixture
def product(market):
    sku_id = market.goods(code="KT-1")
    [(product_id,)] = market.rows("SELECT product_id FROM skus WHERE id = :id", id=sku_id)
    return f"/products/{product_id}"


def pack(market: Market, *parts: tuple[Any, int]) -> dict[str, Any]:
    return {
        "code": "SET-1", "name": "Set", "category_id": str(market.category_id), "unit": "set", "moq": 1,
        "steps": [{"quantity": 1, "unit_price": "9.5"}],
        "parts": [{"sku_id": str(sku_id), "quantity": quantity} for sku_id, quantity in parts],
    }  # fmt: skip


def test_properties_and_marks_are_set_as_a_whole_and_read_back(erp, product):
    assert erp.put(f"{product}/properties", {"properties": [WEIGHT]}) == {"properties": [WEIGHT]}
    assert erp.put(f"{product}/marks", {"marks": [{"mark": "vegan"}, CE]}) == {"marks": [CE, VEGAN]}
    assert erp.get(f"{product}/particulars") == {"properties": [WEIGHT], "marks": [CE, VEGAN], "parts": []}
    erp.put(f"{product}/marks", {"marks": []})
    assert erp.get(f"{product}/particulars")["marks"] == []


@pytest.mark.parametrize(
    ("part", "said", "field"),
    [
        ("properties", [{"name": "Weight"}], "properties"),
        ("properties", [{"name": "x" * 61, "value": "1"}], "properties.0.name"),
        ("properties", [WEIGHT] * 31, "properties"),
        ("marks", [{"mark": "best"}], "marks.0.mark"),
        ("marks", [VEGAN, VEGAN], "marks"),
        ("marks", [{**CE, "valid_until": "31.3.2027"}], "marks.0.valid_until"),
    ],
)
def test_what_cannot_be_told_is_refused_at_its_place_and_nothing_changes(erp, product, part, said, field):
    erp.put(f"{product}/properties", {"properties": [WEIGHT]})
    refused = erp.put(f"{product}/{part}", {part: said}, expect=422)
    assert [error["field"] for error in refused["errors"]] == [field]
    assert erp.get(f"{product}/particulars") == {"properties": [WEIGHT], "marks": [], "parts": []}


def test_theme_30_a_pack_is_added_and_made_up_otherwise_and_sells_as_its_parts_allow(erp, market):
    cup, lid = (market.goods(code=code, stock=stock) for code, stock in (("CUP", 20), ("LID", 9)))
    made = erp.post("/packs", pack(market, (cup, 2), (lid, 1)))
    read = erp.get(f"/products/{made['product_id']}/particulars")["parts"]
    assert [(row["code"], row["quantity"]) for row in read] == [("CUP", 2), ("LID", 1)]
    path = f"/packs/{made['sku_id']}/parts"
    assert erp.put(path, {"parts": [{"sku_id": str(lid), "quantity": 3}]})["parts"] == [
        {"sku_id": str(lid), "code": "LID", "quantity": 3}
    ]


def test_parts_that_cannot_be_are_refused_by_name_and_no_pack_is_made(erp, market):
    cup, foreign = market.goods(code="CUP"), market.goods(market.rival, code="THEIRS")
    for parts, field, code in (
        ([(cup, 1), (foreign, 1)], "parts.1.sku_id", "part-unknown"),
        ([(cup, 1), (cup, 1)], "parts.1.sku_id", "part-twice"),
    ):
        refused = erp.post("/packs", pack(market, *parts), expect=409)
        assert [(error["field"], error["code"]) for error in refused["errors"]] == [(field, code)]
    erp.post("/packs", pack(market, (cup, 0)), expect=422)
    erp.post("/packs", pack(market), expect=422)
    made = erp.post("/packs", pack(market, (cup, 1)))
    nested = erp.post("/packs", {**pack(market, (made["sku_id"], 1)), "code": "SET-2"}, expect=409)
    assert nested["errors"][0]["code"] == "part-nested"
    assert market.rows("SELECT count(*) FROM products WHERE code LIKE 'SET%'") == [(1,)]


def test_nobody_tells_of_anothers_goods(erp, market, program_of, product):
    """Theme 23: what is not yours is not there."""
    rival = program_of(market.rival)
    rival.get(f"{product}/particulars", expect=404)
    rival.put(f"{product}/marks", {"marks": [VEGAN]}, expect=404)
    rival.put(f"{product}/properties", {"properties": []}, expect=404)
    made = erp.post("/packs", pack(market, (market.goods(code="CUP"), 1)))
    rival.put(f"/packs/{made['sku_id']}/parts", {"parts": [{"sku_id": made["sku_id"], "quantity": 1}]}, expect=404)
    erp.put(f"/packs/{uuid4()}/parts", {"parts": [{"sku_id": made["sku_id"], "quantity": 1}]}, expect=404)
