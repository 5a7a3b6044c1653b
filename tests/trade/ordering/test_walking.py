"""What a search finds often is met near by, or taken out of all of it: the pages are the same."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.trade.market import Market
from tests.trade.ordering.test_narrowing import codes, goods
from trade.catalogue.queries import search
from trade.catalogue.rules import Mark
from trade.ordering.queries import Narrowing, Sorting, walking, window

__all__ = ["goods"]
ORDERS = [sorting for sorting in Sorting if sorting is not Sorting.PRICE]
NEAR_BY = (1, 2, 4, 50)
"""How far a page looks: past nothing, past some of what was searched for, past all of it."""


def look(monkeypatch: pytest.MonkeyPatch, near: int) -> None:
    """Let every search find many, and a page look at so many products."""
    monkeypatch.setattr(search, "FEW", 0)
    monkeypatch.setattr(walking, "NEAR", near)
    monkeypatch.setattr(walking, "_end", walking._end.__wrapped__)


def asked_for(market: Market) -> list[Narrowing]:
    [(kitchen,)] = market.rows("SELECT slug FROM categories WHERE id = :id", id=market.category_id)
    return [
        asked
        for sorting in ORDERS
        for asked in (
            Narrowing("blue", sorting=sorting),
            Narrowing("bo", sorting=sorting),
            Narrowing("ket", in_stock=True, sorting=sorting),
            Narrowing("ket", seller_id=market.supplier.organisation, sorting=sorting),
            Narrowing("ket", category=kitchen, sorting=sorting),
            Narrowing("ket", mark=Mark.CE, sorting=sorting),
            Narrowing("g6", sorting=sorting),
        )
    ]


@pytest.mark.parametrize("near", NEAR_BY)
def test_pages_are_the_same_however_their_goods_are_found(
    market: Market, goods: dict[str, UUID], monkeypatch: pytest.MonkeyPatch, near: int
) -> None:
    named = {asked: codes(market, asked) for asked in asked_for(market)}
    assert all(named.values())
    look(monkeypatch, near)

    for limit in (1, 2, 100):
        assert {asked: codes(market, asked, limit) for asked in named} == named


@pytest.mark.parametrize("near", NEAR_BY)
def test_passers_by_find_the_same(
    market: Market, goods: dict[str, UUID], monkeypatch: pytest.MonkeyPatch, near: int
) -> None:
    named = {sorting: codes(market, Narrowing("blue", sorting=sorting)) for sorting in ORDERS}
    look(monkeypatch, near)

    for sorting, found in named.items():
        asked = Narrowing("blue", sorting=sorting)
        first = window(market.session, market.at, asked, limit=2)
        rest = window(market.session, market.at, asked, cursor=first.next_cursor)
        assert [row.code for row in (*first.rows, *rest.rows)] == found
