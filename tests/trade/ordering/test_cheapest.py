"""A list by price is the same whether an index streams it or all of it is worked out."""

from __future__ import annotations

import importlib
import random
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from tests import makers
from tests.trade.deals import agreement, code_of, price_list
from tests.trade.market import Market
from tests.trade.ordering.test_narrowing import codes, listed
from trade.catalogue.models import Category
from trade.kernel.work import bind_actor
from trade.ordering.queries import narrowing
from trade.ordering.queries.narrowing import Narrowing, Sorting
from trade.parties.models import Organisation
from trade.pricing.actions import Audience, end_list, set_level
from trade.pricing.rules import Step

cheapest = importlib.import_module("trade.ordering.queries.cheapest")
search = importlib.import_module("trade.catalogue.queries.search")
BY_PRICE = Narrowing(sorting=Sorting.PRICE)
GOODS = 24


def ladder(chance: random.Random, of: int) -> tuple[Step, ...]:
    """Two steps; few different prices, so that many goods cost the same."""
    price = Decimal(chance.randint(2, of))
    return (Step(6, price), Step(12, price - Decimal("0.5")))


@pytest.fixture
def goods(market: Market) -> list[UUID]:
    """Goods of two sellers, and lists of every kind for the retailer, with some of these goods each."""
    chance = random.Random(11)
    sellers = [market.supplier, market.rival]
    with market.as_system() as session:
        makers.make_region(session, "NORTH")
        session.get_one(Organisation, market.retailer.organisation).region_code = "NORTH"
        session.commit()
    shelves = [market.category("0.03"), market.category_id]
    made = [
        market.goods(
            sellers[n % 2], code=f"P{n:02}", steps=ladder(chance, 9), stock=chance.choice((0, 3, 90)),
            category_id=shelves[n % 3 == 0],
        )
        for n in range(GOODS)
    ]  # fmt: skip
    mine = code_of(market, market.retailer)
    for n, seller in enumerate(sellers):
        set_level(market.by(seller), buyer=mine, level=("VIP", "GOLD")[n])
        for audience in (
            Audience(buyer=mine), Audience(level="VIP"), Audience(region_code="NORTH"), Audience(buyer=code_of(market, market.neighbour)),
        ):  # fmt: skip
            price_list(market, audience, {key: ladder(chance, 8) for key in chance.sample(made[n::2], 5)}, seller)
    ended = price_list(market, Audience(level="VIP"), {made[0]: (Step(6, Decimal("0.01")),)})
    end_list(market.by(market.supplier), ended)
    agreement(market, {made[2]: ("0.70", None), made[4]: ("3", 40), made[6]: ("8.50", 6)})
    bind_actor(market.session, market.retailer)
    return made


NARROWED = (
    BY_PRICE,
    replace(BY_PRICE, in_stock=True),
    replace(BY_PRICE, search="kettle"),
    replace(BY_PRICE, category="kitchen"),
    replace(BY_PRICE, category="kitchen", search="kettle", in_stock=True),
)
SO_MANY = -1
"""Fewer than any search finds: nothing is few then."""


@pytest.mark.parametrize(
    ("come", "wanted"), [((100,), ()), ((1, 2, 4), (3,)), ((), (100,)), ((2,), (1, 5)), ((3,), ())]
)
def test_theme_1_a_stream_of_prices_is_in_the_order_of_all_of_them(
    market: Market, goods: list[UUID], monkeypatch: pytest.MonkeyPatch, come: tuple[int, ...], wanted: tuple[int, ...]
) -> None:
    with market.as_system() as session:
        kitchen = session.get_one(Category, market.category_id).slug
    asked = [replace(each, category=each.category and kitchen) for each in NARROWED]
    monkeypatch.setattr(cheapest, "AS_THEY_COME", ())
    worked_out = [codes(market, each) for each in asked]
    assert len(worked_out[0]) == GOODS
    assert all(0 < len(found) <= GOODS for found in worked_out)
    monkeypatch.setattr(cheapest, "AS_THEY_COME", come)
    monkeypatch.setattr(cheapest, "WANTED", wanted)
    for limit in (1, 5, 100):
        assert [codes(market, each, limit) for each in asked] == worked_out
    monkeypatch.setattr(search, "FEW", SO_MANY)
    monkeypatch.setattr(narrowing, "counted", lambda _session, tried: tried)  # nor do these name what is left
    for limit in (1, 5, 100):
        assert [codes(market, each, limit) for each in asked] == worked_out


def test_theme_1_the_place_follows_the_least_order(market: Market, goods: list[UUID]) -> None:
    """Whoever must take twelve pays the price of twelve: the goods stand there, on every list."""
    before = [row.price.unit_price for row in listed(market, BY_PRICE)]
    market.rows("UPDATE skus SET moq = 12 RETURNING id")
    after = [row.price.unit_price for row in listed(market, BY_PRICE)]
    assert after == sorted(after)
    assert sum(after) < sum(before)


def test_a_writer_cannot_put_goods_elsewhere_in_the_list(market: Market, goods: list[UUID]) -> None:
    """The place is the database's own: what a program writes there is written over."""
    before = codes(market, BY_PRICE)
    with market.as_system() as session:
        session.execute(text("UPDATE ladders SET least_price = 1, currency = 'JPY', audience_key = 'base'"))
        session.commit()
    assert codes(market, BY_PRICE) == before
