"""Filters and orders of the list: in the address, removable one by one, with and without JavaScript."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from tests.trade.market import Market
from trade.catalogue.actions import set_marks
from trade.catalogue.rules import Borne, Mark
from trade.pricing.rules import Step


def names(page):
    return [tag.get_text(strip=True) for tag in page.soup.select("main li h2")]


@pytest.fixture
def goods(market):
    """Goods of two sellers; one is sold out, and each costs something else."""
    for n, (name, seller) in enumerate(
        (("Zinc tray", market.supplier), ("Amber bowl", market.rival), ("Blue kettle", market.supplier))
    ):
        market.later(minutes=1)
        market.goods(seller, name=name, name_zh="", stock=0 if n == 2 else 60, steps=(Step(6, Decimal(3 - n)),))
    return market


def links(page, heading):
    [group] = [tag for tag in page.soup.select("#filters section") if tag.h3.get_text(strip=True) == heading]
    return {" ".join(a.get_text(" ", strip=True).split()): a["href"] for a in group.select("a")}


@pytest.mark.parametrize("htmx", [False, True])
def test_the_filters_are_a_page_of_links_with_counts_and_a_part_of_the_list(shop, goods, htmx):
    page = shop.get(shop.get("retailer.products").link("Filter and sort"), htmx=htmx)

    sellers = links(page, "Seller")
    assert [label.rsplit(" ", 1)[1] for label in sellers] == ["2", "1"]
    assert links(page, "Stock") == {"In stock 2": "/retailer/products?stock=in"}
    assert set(links(page, "Sort by")) == {"Best match", "Name", "Newest first", "Lowest price first"}
    assert "3 products" in page.words()
    assert (page.soup.h1 is None) is htmx


def chips(page):
    """What the list is narrowed down by, and where it is without that."""
    return {a.get_text(" ", strip=True): a["href"] for a in page.soup.select("main .acts a:not(#filters)")}


def test_filters_add_up_and_are_taken_away_one_by_one(shop, goods):
    page = shop.get("retailer.products", stock="in", sort="name")
    assert names(page) == ["Amber bowl", "Zinc tray"]
    sellers = links(shop.get(page.link("Filter and sort")), "Seller")
    page = shop.get(next(iter(sellers.values())))
    assert len(names(page)) == 1

    taken = chips(page)
    assert [label for label in taken if label.startswith("Without")] == list(taken)
    assert len(taken) == 3
    for label, url in taken.items():
        left = chips(shop.get(url))
        assert set(left) == set(taken) - {label}
    chosen = links(shop.get(page.link("Filter and sort")), "Seller")
    assert names(shop.get(next(iter(chosen.values())))) == ["Amber bowl", "Zinc tray"]  # a chosen one takes itself away


def test_each_order_is_an_address(shop, goods):
    assert names(shop.get("retailer.products", sort="name")) == ["Amber bowl", "Blue kettle", "Zinc tray"]
    assert names(shop.get("retailer.products", sort="newest")) == ["Blue kettle", "Amber bowl", "Zinc tray"]
    assert names(shop.get("retailer.products", sort="price")) == ["Blue kettle", "Amber bowl", "Zinc tray"]
    assert len(names(shop.get("retailer.products", sort="nonsense", seller="nobody"))) == 0
    assert len(names(shop.get("retailer.products", sort="nonsense", stock="x"))) == 3


def test_what_is_chosen_stays_on_every_page_of_the_list(shop, market):
    for number in range(30):
        market.goods(name=f"Kettle {number:02}")
    seller = market.supplier.organisation
    first = shop.get("retailer.products", seller=seller, stock="in", sort="name", q="kettle")
    second = shop.get(first.link("More products"))

    assert [*names(first), *names(second)] == [f"Kettle {number:02}" for number in range(30)]
    assert chips(second) == chips(first)


def test_opening_the_list_does_not_count(shop, market, statements):
    market.goods()
    shop.get("retailer.products")
    with statements() as seen:
        shop.get("retailer.products")
    assert not [statement for statement in seen if "count(*)" in statement and "products" in statement]


def bearing(market: Market, sku_id: UUID, *marks: Mark) -> None:
    [(product_id,)] = market.rows("SELECT product_id FROM skus WHERE id = :id", id=sku_id)
    set_marks(market.by(market.supplier), product_id, [Borne(mark) for mark in marks])


def test_marks_are_badges_of_the_list_and_narrow_it_down(shop, market):
    bearing(market, market.goods(name="Zinc tray"), Mark.CE, Mark.VEGAN, Mark.REACH, Mark.HALAL)
    bearing(market, market.goods(name="Blue kettle"), Mark.CE)
    market.goods(name="Amber bowl")
    page = shop.get("retailer.products", sort="name")
    badges = [
        [tag.get_text() for tag in row.select("[aria-label=Marks] li")] for row in page.soup.select("main li.row")
    ]
    assert badges == [[], ["CE"], ["CE", "Halal", "Vegan", "+1"]]

    marks = links(shop.get(page.link("Filter and sort")), "Marks")
    assert list(marks) == ["CE 2", "Halal 1", "Vegan 1", "REACH 1"]
    narrowed = shop.get(marks["Halal 1"])
    assert names(narrowed) == ["Zinc tray"]
    assert list(chips(narrowed)) == ["Without Halal ×", "Without Name ×"]
    assert len(names(shop.get("retailer.products", mark="nonsense"))) == 3
