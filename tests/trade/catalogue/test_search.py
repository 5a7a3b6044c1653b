"""Finding goods in the database: what a shop and a clerk type, and what nobody may find."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.trade.market import Market
from trade.catalogue.actions import edit_product, index_goods
from trade.catalogue.queries import found_skus, lacks_index, own_products
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.ordering.queries import Narrowing, facets, shelf, window


@pytest.fixture
def goods(market: Market) -> dict[str, str]:
    """Offer a few goods; answer their names by code."""
    named = {
        "KET-001": ("Blue enamel kettle", "蓝色水壶"),
        "TEA-20": ("Green tea of Chongqing", "重庆绿茶"),
        "LAN-7": ("Paper lantern", "纸灯笼"),
    }
    for code, (name, name_zh) in named.items():
        market.goods(code=code, name=name, name_zh=name_zh, barcode="6901234567890" if code == "LAN-7" else "")
    return {code: name for code, (name, _) in named.items()}


def shelf_codes(market: Market, typed: str) -> list[str]:
    bind_actor(market.session, market.retailer)
    return [row.offer.code for row in shelf(market.session, market.retailer, market.at, Narrowing(typed)).rows]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("水壶", "KET-001"), ("壶", "KET-001"), ("藍色", "KET-001"), ("shuihu", "KET-001"), ("lssh", "KET-001"),
        ("enam", "KET-001"), ("KETTLE blue", "KET-001"), ("chongqing", "TEA-20"), ("灯笼", "LAN-7"), ("燈籠", "LAN-7"),
        ("lan-7", "LAN-7"), ("690123", "LAN-7"),
    ],
)  # fmt: skip
def test_theme_36_a_shop_finds_goods_in_both_languages_by_sound_and_by_code(
    market: Market, goods: dict[str, str], typed: str, code: str
) -> None:
    assert shelf_codes(market, typed) == [code]


@pytest.mark.parametrize(
    ("typed", "instead"), [("kettel", "kettle"), ("papre lantren", "paper lantern"), ("登龙", "denglong")]
)
def test_theme_36_a_search_that_finds_nothing_looks_for_what_was_meant_and_says_so(
    market: Market, goods: dict[str, str], typed: str, instead: str
) -> None:
    bind_actor(market.session, market.retailer)
    found = shelf(market.session, market.retailer, market.at, Narrowing(typed))
    assert (len(found.rows), found.instead) == (1, instead)


def test_a_search_that_means_nothing_finds_nothing(market: Market, goods: dict[str, str]) -> None:
    bind_actor(market.session, market.retailer)
    for typed in ("qqqqqqqq", "!!!", "\0", "'; DROP TABLE skus; --", "a:* | b", "%", "鑫鑫"):
        found = shelf(market.session, market.retailer, market.at, Narrowing(typed))
        assert (list(found.rows), found.instead) == ([], ""), typed


def test_pages_of_a_search_follow_each_other_without_gap_or_repetition(market: Market) -> None:
    codes = [f"MUG{n:02}" for n in range(7)]
    for code in codes:
        market.goods(code=code, name="Tin mug", stock=0)
    bind_actor(market.session, market.retailer)
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = shelf(market.session, market.retailer, market.at, Narrowing("tin mug"), cursor=cursor, limit=3)
        seen += [row.offer.code for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert sorted(seen) == codes


def test_a_new_name_is_found_at_once_and_the_old_one_no_longer(market: Market) -> None:
    sheet = market.sheet(name="Copper pan", name_zh="铜锅")
    market.goods(**{field: getattr(sheet, field) for field in ("code", "name", "name_zh")})
    ((product_id,),) = market.rows("SELECT id FROM products")
    edit_product(
        market.by(market.supplier), product_id, sheet=replace(sheet, name="Iron wok", name_zh="铁锅"), version=1
    )
    assert (shelf_codes(market, "tieguo"), shelf_codes(market, "iron"), shelf_codes(market, "铜锅")) == (
        [sheet.code], [sheet.code], [],
    )  # fmt: skip


def test_a_sellers_own_list_and_the_window_find_by_the_same_words(market: Market, goods: dict[str, str]) -> None:
    bind_actor(market.session, market.supplier)
    own = own_products(market.session, market.supplier, search="denglong")
    assert [row.code for row in own.rows] == ["LAN-7"]
    assert [row.code for row in window(market.session, market.at, Narrowing("denglong")).rows] == ["LAN-7"]
    assert not own_products(market.session, market.rival, search="denglong").rows


def test_what_is_being_typed_offers_exact_codes_first_then_codes_that_begin_so_then_names(market: Market) -> None:
    for code, name in (("LH-2", "Second"), ("LH", "First"), ("Z9", "Any")):
        market.goods(code=code, name=name, name_zh="蓝壶" if code == "Z9" else "", stock=0)
    bind_actor(market.session, market.retailer)
    assert [found.code for found in found_skus(market.session, "lh")] == ["LH", "LH-2", "Z9"]


def test_an_exact_code_or_barcode_comes_first_wherever_one_looks(market: Market) -> None:
    """What sells better, and what only begins so, comes after it; on no page does anything stand twice."""
    goods = (
        ("LH-22", "LH-2 holder", ""),
        ("LH-21", "Lid", "LH-2A"),
        ("LH-2", "Lamp", "69A1"),
        ("Z", "LH-2 cover", "69A12"),
    )
    for rank, (code, name, barcode) in enumerate(goods):
        market.goods(code=code, name=name, name_zh="", barcode=barcode)
        market.rows("UPDATE products SET rank = :rank WHERE code = :code RETURNING id", rank=rank, code=code)
    for typed, codes in {"lh-2": ["LH-2", "LH-22", "LH-21", "Z"], "69a1": ["LH-2", "Z"], "LH-2A": ["LH-21"]}.items():
        assert shelf_codes(market, typed) == codes
        assert [row.code for row in window(market.session, market.at, Narrowing(typed)).rows] == codes
        assert found_skus(market.session, typed)[0].code == codes[0]
    first = shelf(market.session, market.retailer, market.at, Narrowing("lh-2"), limit=1)
    second = shelf(market.session, market.retailer, market.at, Narrowing("lh-2"), cursor=first.next_cursor, limit=2)
    assert [row.offer.code for row in (*first.rows, *second.rows)] == ["LH-2", "LH-22", "LH-21", "Z"]
    assert facets(market.session, Narrowing("lh-2"), market.at, market.retailer).total == 4


def test_what_is_being_typed_asks_twice_and_offers_eight_at_the_most(market: Market, statements: object) -> None:
    for n in range(10):
        market.goods(code=f"MUG{n}", name="Tin mug", stock=0)
    bind_actor(market.session, market.retailer)
    found_skus(market.session, "mug")
    with statements() as seen:  # type: ignore[operator]
        found = found_skus(market.session, "mug")
    assert (len(found), len(seen)) == (8, 2)
    assert found_skus(market.session, " ") == []


def test_what_is_not_on_offer_is_not_offered_to_who_types(market: Market) -> None:
    market.goods(code="HID", name="Hidden jug", is_offered=False, stock=0)
    market.goods(market.rival, code="RIV", name="Rival jug", stock=0)
    bind_actor(market.session, market.retailer)
    assert [found.code for found in found_skus(market.session, "jug")] == ["RIV"]
    assert found_skus(market.session, "jug", seller_id=market.supplier.organisation) == []


def test_indexing_a_market_anew_makes_all_of_it_found_and_a_second_time_changes_nothing(
    market: Market, goods: dict[str, str]
) -> None:
    before = market.rows("SELECT code, tokens::text FROM skus JOIN sku_tokens ON sku_id = id ORDER BY code")
    words = market.rows("SELECT word FROM search_words ORDER BY word")
    with market.as_system() as session:
        assert not lacks_index(session)
        session.connection().exec_driver_sql("UPDATE sku_tokens SET tokens = ''")
        session.connection().exec_driver_sql("DELETE FROM search_words")
    for _ in range(2):
        assert index_goods(market.by(Actor.system())) == len(goods)
        assert market.rows("SELECT code, tokens::text FROM skus JOIN sku_tokens ON sku_id = id ORDER BY code") == before
        assert market.rows("SELECT word FROM search_words ORDER BY word") == words
