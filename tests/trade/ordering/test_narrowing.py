"""Lists that are narrowed down and sorted: what is counted is what is found, and pages follow each other in any order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from tests.trade.deals import agreement, code_of, price_list
from tests.trade.market import Market
from trade.catalogue.actions import set_marks
from trade.catalogue.queries import telling
from trade.catalogue.rules import Borne, Mark
from trade.kernel.errors import NotAllowed
from trade.kernel.paging import to_cursor
from trade.kernel.work import bind_actor
from trade.ordering.queries import EVERYTHING, Facets, Narrowing, ShelfRow, Sorting, facets, shelf, window
from trade.pricing.actions import Audience
from trade.pricing.rules import Step

BORNE = {
    "G0": (Borne(Mark.CE), Borne(Mark.HALAL)),
    "G1": (Borne(Mark.CE, "", date(2099, 1, 1)),),
    "G2": (Borne(Mark.HALAL, "H-1"),),
    "G6": (Borne(Mark.CE, "", date(2001, 1, 1)), Borne(Mark.VEGAN)),
}
"""What bears which marks; that of G6 has expired."""
ONE_PRICE = (Step(6, Decimal("2.95")),)


@pytest.fixture
def goods(market: Market) -> dict[str, UUID]:
    """Offer goods of two sellers on two shelves, some alike, some sold out; answer the SKUs by code."""
    other = market.category("0.03")
    found = {}
    for n, (name, name_zh, price) in enumerate((
        ("Blue kettle", "蓝壶", "2.95"), ("Blue kettle", "安壶", "1.10"), ("Amber bowl", "琥珀碗", "1.10"),
        ("Zinc tray", "", "12.50"), ("Box 10", "箱子", "0.95"), ("Box 9", "箱子", "0.95"), ("Blue kettle", "蓝壶", "2.95"),
    )):  # fmt: skip
        seller = market.rival if n % 3 == 2 else market.supplier
        market.later(minutes=n % 2)
        found[f"G{n}"] = market.goods(
            seller, code=f"G{n}", name=name, name_zh=name_zh, steps=(Step(6, Decimal(price)),), stock=0 if n == 3 else 5 if n == 4 else 60,
            category_id=other if n % 2 else market.category_id,
        )  # fmt: skip
    for code, marks in BORNE.items():
        seller = market.supplier if code != "G2" else market.rival
        [(product_id,)] = market.rows("SELECT product_id FROM skus WHERE id = :id", id=found[code])
        set_marks(market.by(seller), product_id, marks)
    bind_actor(market.session, market.retailer)
    return found


def listed(market: Market, asked: Narrowing = EVERYTHING, limit: int = 100) -> Iterator[ShelfRow]:
    """Walk through all pages."""
    bind_actor(market.session, market.retailer)
    cursor: str | None = None
    while True:
        page = shelf(market.session, market.retailer, market.at, asked, cursor=cursor, limit=limit)
        yield from page.rows
        cursor = page.next_cursor
        if cursor is None:
            return


def codes(market: Market, asked: Narrowing = EVERYTHING, limit: int = 100) -> list[str]:
    return [row.offer.code for row in listed(market, asked, limit)]


@pytest.mark.parametrize("sorting", Sorting)
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_follow_each_other_without_gap_or_repetition_in_every_order(
    market: Market, goods: dict[str, UUID], sorting: Sorting, limit: int
) -> None:
    for asked in (Narrowing(sorting=sorting), Narrowing("blue", in_stock=True, sorting=sorting)):
        whole = codes(market, asked)
        assert codes(market, asked, limit) == whole
        assert len(whole) == len(set(whole)) > 0


def test_names_stand_by_the_alphabet_and_numbers_by_their_size(market: Market, goods: dict[str, UUID]) -> None:
    assert codes(market, Narrowing(sorting=Sorting.NAME)) == ["G2", "G0", "G1", "G6", "G5", "G4", "G3"]


def test_theme_36_chinese_names_stand_by_their_sound_and_others_among_them(
    market: Market, goods: dict[str, UUID]
) -> None:
    in_order = codes(market, Narrowing(sorting=Sorting.NAME_ZH))
    assert in_order[:2] == ["G1", "G2"]  # an, hu po
    assert (set(in_order[2:4]), set(in_order[4:6]), in_order[6]) == ({"G0", "G6"}, {"G4", "G5"}, "G3")


def test_the_newest_come_first(market: Market, goods: dict[str, UUID]) -> None:
    assert codes(market, Narrowing(sorting=Sorting.NEWEST))[0] in {"G5", "G6"}
    seen = [row.offer.product_id for row in listed(market, Narrowing(sorting=Sorting.NEWEST))]
    made = dict(market.rows("SELECT id, created_at FROM products"))
    assert [made[key] for key in seen] == sorted(made.values(), reverse=True)


def test_theme_1_prices_stand_in_the_order_of_the_prices_that_are_shown(market: Market, goods: dict[str, UUID]) -> None:
    shown = [row.price.unit_price for row in listed(market, Narrowing(sorting=Sorting.PRICE))]
    assert shown == sorted(shown)
    assert len(shown) == len(goods)


def test_theme_1_a_buyers_own_prices_decide_where_goods_stand(market: Market, goods: dict[str, UUID]) -> None:
    mine = Audience(buyer=code_of(market, market.retailer))
    price_list(market, mine, {goods["G3"]: (Step(6, Decimal("0.50")),)})
    assert codes(market, Narrowing(sorting=Sorting.PRICE))[0] == "G3"
    agreement(market, {goods["G0"]: ("0.20", None), goods["G6"]: ("0.10", 5)})
    assert codes(market, Narrowing(sorting=Sorting.PRICE))[:2] == ["G6", "G0"]
    prices = [row.price.unit_price for row in listed(market, Narrowing(sorting=Sorting.PRICE))]
    assert prices == sorted(prices)
    bind_actor(market.session, market.neighbour)
    theirs = shelf(market.session, market.neighbour, market.at, Narrowing(sorting=Sorting.PRICE))
    assert theirs.rows[-1].offer.code == "G3"


def test_what_counts_is_found_whatever_else_was_chosen(market: Market, goods: dict[str, UUID]) -> None:
    bind_actor(market.session, market.retailer)
    slugs = [slug for (slug,) in market.rows("SELECT slug FROM categories")]
    for search in ("", "blue", "nothing"):
        for category in ("", *slugs, "none"):
            for seller in (None, market.supplier.organisation, UUID(int=7)):
                for in_stock, mark in ((False, None), (True, None), (False, Mark.CE), (True, Mark.HALAL)):
                    asked = Narrowing(search, category, seller, in_stock, mark=mark)
                    bind_actor(market.session, market.retailer)
                    told = facets(market.session, asked, market.at, market.retailer)
                    assert counted(told) == by_walking(market, asked), asked


Counts = tuple[dict[str, int], dict[UUID, int], dict[Mark, int], int | None, int]


def counted(told: Facets) -> Counts:
    return (
        {row.slug: row.count for row in told.categories},
        {row.seller_id: row.count for row in told.sellers},
        {row.mark: row.count for row in told.marks},
        told.in_stock,
        told.total,
    )


def by_walking(market: Market, asked: Narrowing) -> Counts:
    """The same by opening each list."""
    shelves: dict[str, int] = {}
    sellers: dict[UUID, int] = {}
    marks: dict[Mark, int] = {}
    for row in listed(market, replace(asked, category="")):
        shelves[row.category.slug] = shelves.get(row.category.slug, 0) + 1
    for row in listed(market, replace(asked, seller_id=None)):
        sellers[row.offer.seller_id] = sellers.get(row.offer.seller_id, 0) + 1
    for row in listed(market, replace(asked, mark=None)):
        for mark in row.marks:
            marks[mark] = marks.get(mark, 0) + 1
    return shelves, sellers, marks, len(codes(market, replace(asked, in_stock=True))), len(codes(market, asked))


def test_marks_narrow_a_list_down_while_they_hold(market: Market, goods: dict[str, UUID]) -> None:
    assert {row.offer.code: row.marks for row in listed(market) if row.marks} == {
        "G0": (Mark.CE, Mark.HALAL), "G1": (Mark.CE,), "G2": (Mark.HALAL,), "G6": (Mark.VEGAN,)
    }  # fmt: skip
    assert set(codes(market, Narrowing(mark=Mark.CE))) == {"G0", "G1"}
    assert codes(market, Narrowing("amber", mark=Mark.CE)) == []
    assert codes(market, Narrowing(mark=Mark.KOSHER)) == []
    seen = window(market.session, market.at, Narrowing(mark=Mark.CE, sorting=Sorting.NAME))
    assert {row.code: row.marks for row in seen.rows} == {"G0": (Mark.CE, Mark.HALAL), "G1": (Mark.CE,)}


def test_a_mark_of_many_narrows_like_one_of_few(
    market: Market, goods: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {sorting: codes(market, Narrowing("blue", mark=Mark.CE, sorting=sorting)) for sorting in Sorting}
    monkeypatch.setattr(telling, "FEW", 0)
    many = {sorting: codes(market, Narrowing("blue", mark=Mark.CE, sorting=sorting), 1) for sorting in Sorting}
    assert many == few
    bind_actor(market.session, market.retailer)
    told = facets(market.session, Narrowing(mark=Mark.CE), market.at, market.retailer)
    assert (told.total, [row.count for row in told.sellers]) == (2, [2])


def test_theme_3_in_stock_means_that_the_least_order_can_be_had(market: Market, goods: dict[str, UUID]) -> None:
    left = codes(market, Narrowing(in_stock=True))
    assert {"G3", "G4"}.isdisjoint(left)
    assert len(left) == 5


def test_theme_24_a_window_has_no_order_and_no_filter_that_tells_of_price_or_stock(
    market: Market, goods: dict[str, UUID]
) -> None:
    for asked in (Narrowing(sorting=Sorting.PRICE), Narrowing(in_stock=True)):
        with pytest.raises(NotAllowed):
            window(market.session, market.at, asked)
    told = facets(market.session, Narrowing("blue"), market.at)
    assert told.in_stock is None
    assert told.total == sum(row.count for row in told.sellers) == 3


def test_goods_without_a_price_for_this_buyer_are_not_counted(market: Market, goods: dict[str, UUID]) -> None:
    market.rows(
        "UPDATE price_lists SET archived_at = now() WHERE seller_id = :id RETURNING id", id=market.rival.organisation
    )
    bind_actor(market.session, market.retailer)
    told = facets(market.session, EVERYTHING, market.at, market.retailer)
    assert [row.seller_id for row in told.sellers] == [market.supplier.organisation]
    assert told.total == len(codes(market)) == len(codes(market, Narrowing(sorting=Sorting.PRICE)))


@pytest.mark.parametrize("sorting", Sorting)
@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        to_cursor(("", "1", "2")),
        to_cursor((1, 2, 3)),
        to_cursor(("GBP", "NaN", "x")),
        to_cursor(("GBP", "1e9", str(UUID(int=1)))),
    ],
)
def test_a_place_that_no_list_of_ours_wrote_begins_anew(
    market: Market, goods: dict[str, UUID], sorting: Sorting, cursor: str
) -> None:
    page = shelf(market.session, market.retailer, market.at, Narrowing(sorting=sorting), cursor=cursor)
    assert len(page.rows) == len(goods)


def test_a_search_that_only_a_filter_has_emptied_looks_for_nothing_else(market: Market, goods: dict[str, UUID]) -> None:
    asked = Narrowing("kettle", seller_id=UUID(int=7))
    found = shelf(market.session, market.retailer, market.at, asked)
    assert (list(found.rows), found.instead) == ([], "")


def test_however_much_there_is_a_page_asks_as_often(market: Market, goods: dict[str, UUID], statements: object) -> None:
    for sorting in Sorting:
        asked = Narrowing("blue", seller_id=market.supplier.organisation, sorting=sorting)
        shelf(market.session, market.retailer, market.at, asked)
        with statements() as seen:  # type: ignore[operator]
            shelf(market.session, market.retailer, market.at, asked)
        assert len(seen) == {Sorting.PRICE: 5, Sorting.BEST: 4}.get(sorting, 3), seen


def test_what_a_search_finds_without_a_price_for_this_buyer_leaves_no_gap(
    market: Market, goods: dict[str, UUID]
) -> None:
    market.rows("UPDATE ladders SET withdrawn_at = now() WHERE sku_id = :id RETURNING id", id=goods["G1"])
    asked = Narrowing("blue", sorting=Sorting.NAME)
    assert codes(market, asked, 1) == codes(market, asked) == ["G0", "G6"]
