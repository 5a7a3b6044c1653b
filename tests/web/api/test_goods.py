"""Products, prices and stock as an ERP works with them."""

from __future__ import annotations

from uuid import uuid4

import pytest

from trade.ordering.actions import cancel_order

KEY = "a-key-of-the-erp-1"
STEPS = [{"quantity": 6, "unit_price": "2.95"}, {"quantity": 36, "unit_price": "2.5"}]


@pytest.fixture
def kettle(market):
    return {
        "code": "KT-1",
        "name": "Kettle",
        "category_id": str(market.category_id),
        "moq": 6,
        "multiple": 6,
        "steps": STEPS,
    }


def test_a_product_is_added_with_its_prices_read_and_changed(erp, kettle):
    made = erp.post("/products", kettle)
    path = f"/products/{made['product_id']}"
    read = erp.get(path)
    assert (read["code"], read["version"], read["steps"], read["is_offered"]) == ("KT-1", 1, STEPS, True)
    assert [row["sku_id"] for row in erp.get("/products?q=kettle")["items"]] == [made["sku_id"]]

    changed = {name: value for name, value in kettle.items() if name != "code"} | {"name": "Big kettle", "version": 1}
    assert erp.put(path, changed)["version"] == 2
    assert erp.put(path, changed, expect=409)["code"] == "stale-version"
    assert erp.get(path)["name"] == "Big kettle"


def test_the_same_key_adds_one_product_and_gives_the_first_answer(erp, market, kettle):
    """Theme 22: a request that is sent again after a lost answer has one effect."""
    first, second = erp.post("/products", kettle, key=KEY), erp.post("/products", kettle, key=KEY)
    assert first == second
    assert market.rows("SELECT count(*) FROM products") == [(1,)]
    refused = erp.post("/products", {**kettle, "name": "Other"}, key=KEY, expect=422)
    assert refused["code"] == "key-reused"
    assert "new key" in refused["detail"]
    assert erp.post("/products", kettle, expect=409)["code"] == "code-taken"


def test_keys_of_two_programs_never_meet(market, program_of, erp, kettle):
    rival = program_of(market.rival)
    assert erp.post("/products", kettle, key=KEY) != rival.post("/products", kettle, key=KEY)


@pytest.mark.parametrize("key", ["", "short", "x" * 81, "with space in it", '"'])
def test_a_change_without_a_proper_key_is_refused(erp, kettle, key):
    refused = erp.send("POST", "/products", expect=422, json=kettle, headers={"Idempotency-Key": key}).json
    assert refused["code"] == "header-missing"
    assert "Idempotency-Key" in refused["detail"]


def test_a_quoted_key_is_the_same_key(erp, kettle):
    assert erp.post("/products", kettle, key=f'"{KEY}"') == erp.post("/products", kettle, key=KEY)


def test_prices_are_text_and_money_is_whole_minor_units(erp, market):
    sku_id = market.goods()
    path = f"/skus/{sku_id}/prices"
    assert erp.get(path)["steps"] == [{"quantity": 6, "unit_price": "2.95"}, {"quantity": 36, "unit_price": "2.55"}]
    erp.put(path, {"steps": [{"quantity": 6, "unit_price": "0.000001"}]})
    told = erp.get(path)
    assert (told["steps"], told["currency"]) == ([{"quantity": 6, "unit_price": "0.000001"}], "GBP")
    assert told["since"].endswith("Z")


@pytest.mark.parametrize(
    "price", [2.95, 3, "1e3", "-1", "1,5", "２", "", " 1", "1.0000001", "NaN", "Infinity", None, [], "1" * 11]
)
def test_a_price_of_another_shape_is_refused_at_its_place(erp, market, price):
    sku_id = market.goods()
    refused = erp.put(f"/skus/{sku_id}/prices", {"steps": [{"quantity": 6, "unit_price": price}]}, expect=422)
    assert [error["field"] for error in refused["errors"]] == ["steps.0.unit_price"]


@pytest.mark.parametrize("steps", [
    [{"quantity": 5, "unit_price": "1"}],
    [{"quantity": 6, "unit_price": "1"}, {"quantity": 12, "unit_price": "2"}],
    [{"quantity": 12, "unit_price": "1"}],
    [{"quantity": 6, "unit_price": "0"}],
])  # fmt: skip
def test_a_ladder_that_rises_or_ignores_the_minimum_is_refused(erp, market, steps):
    """Theme 37: the minimum order holds by the interface as well."""
    sku_id = market.goods()
    assert erp.put(f"/skus/{sku_id}/prices", {"steps": steps}, expect=409)["code"] == "ladder-refused"


@pytest.mark.parametrize("said", [
    {"moq": 7}, {"moq": 0}, {"moq": -6}, {"moq": "６"}, {"moq": 6.0}, {"moq": True}, {"moq": 1e309}, {"moq": 10**30},
    {"name": ""}, {"name": "a\0b"}, {"name": "\ud800"}, {"name": "x" * 161}, {"name": 5}, {"name": None},
    {"category_id": "1"}, {"category_id": str(uuid4())}, {"seller_id": str(uuid4())}, {"is_offered": "yes"},
    {"steps": [{"quantity": 6}]}, {"steps": "none"}, {"steps": [{"quantity": 6, "unit_price": "1"}] * 9},
])  # fmt: skip
def test_what_has_the_wrong_shape_is_refused_by_name_and_nothing_is_made(erp, market, kettle, said):
    refused = erp.post("/products", {**kettle, **said}, expect=422)
    assert [error["field"].split(".")[0] for error in refused["errors"]] == list(said)
    assert market.rows("SELECT count(*) FROM products") == [(0,)]


@pytest.mark.parametrize(("body", "status"), [
    (b"", 422), (b"{", 400), (b"[]", 422), (b"null", 422), (b"\xff", 400), (b'{"a": 1e999}', 422), (b"[" * 100_000, 400),
])  # fmt: skip
def test_what_is_no_json_object_is_refused(erp, market, body, status):
    headers = {"Idempotency-Key": uuid4().hex, "Content-Type": "application/json"}
    assert erp.send("POST", "/products", expect=None, data=body, headers=headers).status_code == status
    assert market.rows("SELECT count(*) FROM products") == [(0,)]


def test_the_feed_has_unshipped_orders_taken_off(erp, market):
    """Theme 35: what an ERP publishes elsewhere is what can still be sold."""
    market.money()
    sku_id = market.goods(stock=100)
    (order_id,) = market.order({sku_id: 36})
    (row,) = erp.get("/stock")["items"]
    assert {name: row[name] for name in ("on_hand", "allocated", "available")} == {
        "on_hand": 100, "allocated": 36, "available": 64,
    }  # fmt: skip
    cancel_order(market.by(market.supplier), order_id, reason="x")
    assert erp.get(f"/stock/{sku_id}")["available"] == 100


def test_a_count_says_how_far_the_books_were_off_and_never_undercuts_orders(erp, market):
    market.money()
    sku_id = market.goods(stock=100)
    market.order({sku_id: 36})
    path = f"/stock/{sku_id}/count"
    assert erp.put(path, {"counted": 90, "reason": "lorry"}) == {"change": -10}
    assert erp.put(path, {"counted": 90}) == {"change": 0}
    refused = erp.put(path, {"counted": 35}, expect=409)
    assert refused["code"] == "stock-promised"
    assert "Orders already own 36" in refused["detail"]
    assert market.stock(sku_id) == (90, 36, 0)


def test_goods_that_come_in_twice_by_one_key_come_in_once(erp, market):
    sku_id = market.goods(stock=0)
    for _ in range(3):
        assert erp.post(f"/stock/{sku_id}/receipts", {"quantity": 5}, key=KEY) == {"on_hand": 5}
    assert market.stock(sku_id) == (5, 0, 0)


def test_a_list_is_walked_page_by_page_to_its_end(erp, market):
    codes = sorted(f"P{number:03}" for number in range(101))
    for code in codes:
        market.goods(stock=0, code=code)
    page = erp.get("/stock")
    found = [row["code"] for row in page["items"]]
    while page["next_cursor"]:
        page = erp.get("/stock", query_string={"cursor": page["next_cursor"]})
        found += [row["code"] for row in page["items"]]
    assert found == codes


def test_what_happened_says_that_the_organisation_did_it(erp, market):
    sku_id = market.goods(stock=1)
    erp.put(f"/stock/{sku_id}/count", {"counted": 2})
    (who,) = market.rows("SELECT person_id, organisation_id FROM events WHERE verb = 'stock.counted'")
    assert who == (None, market.supplier.organisation)


def test_sentences_come_in_the_language_that_was_asked_for(erp):
    refused = erp.get(f"/stock/{uuid4()}", expect=404, headers={"Accept-Language": "zh-CN"})
    assert "不存在" in refused["detail"]
    assert refused["code"] == "not-found"
