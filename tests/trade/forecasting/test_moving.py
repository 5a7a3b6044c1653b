"""Moves between warehouses: from one that has more than its regions will want to one that runs out."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trade.lying import badly_lying
from tests.trade.market import Market
from trade.forecasting import queries
from trade.forecasting.rules import Shelf, moves_of
from trade.kernel.work import bind_actor
from trade.stock.actions import Sent, send_transfer

FIRST = date(2026, 3, 3)


@st.composite
def shelves(draw: st.DrawFn) -> list[Shelf]:
    count = draw(st.integers(2, 4))
    numbers = [(draw(st.integers(0, 400)), draw(st.integers(0, 60)), draw(st.integers(0, 300))) for _ in range(count)]
    return [
        Shelf(UUID(int=n), f"W{n}", free, coming, Decimal(wanted), Decimal(wanted) * 3 / 2)
        for n, (free, coming, wanted) in enumerate(numbers)
    ]


@given(shelves(), st.integers(0, 900), st.integers(1, 24))
def test_a_move_harms_nobody_and_is_never_late(lying: list[Shelf], available: int, pack: int) -> None:
    found = moves_of(lying, available=available, pack=pack, first_day=FIRST)
    assert sum(move.units for move in found) <= available
    for move in found:
        assert move.units % pack == 0
        assert move.units > 0
        assert move.giver.warehouse_id != move.taker.warehouse_id
        assert FIRST <= move.leave_by <= move.runs_out_on < FIRST + timedelta(days=31)
    for shelf in lying:
        gives = sum(move.units for move in found if move.giver.warehouse_id == shelf.warehouse_id)
        takes = sum(move.units for move in found if move.taker.warehouse_id == shelf.warehouse_id)
        assert gives <= shelf.spare
        assert not (gives and takes)
        assert takes < shelf.missing + pack


@pytest.fixture
def split(market: Market) -> tuple[UUID, UUID, UUID]:
    found = badly_lying(market)
    bind_actor(market.session, market.supplier)
    return found


def test_what_runs_out_is_filled_from_where_too_much_lies_until_it_is_on_its_way(
    market: Market, split: tuple[UUID, UUID, UUID]
) -> None:
    sku_id, south, north = split
    (row,) = queries.moves(market.session, market.supplier, market.at)
    move = row.move
    assert (move.giver.name, move.giver.free, move.taker.name, move.taker.there) == ("South", 400, "North", 10)
    assert move.units == 168, (
        "225 stay in the south; of the 215 that are missing, the 175 that are left in whole cartons"
    )
    assert move.taker.days == 2
    run = queries.current_run(market.session, market.supplier)
    assert run is not None
    assert move.leave_by == run.first_day
    of_goods = queries.moves_of_goods(market.session, market.supplier, run, [sku_id], market.at)
    assert [found.units for found in of_goods[sku_id]] == [168]

    send_transfer(market.by(market.supplier), from_id=south, to_id=north, sent=[Sent(sku_id, move.units, "A")])
    assert queries.moves(market.session, market.supplier, market.at) == [], "what is on its way counts"


@pytest.mark.usefixtures("split")
def test_only_the_seller_and_the_platform_are_advised(market: Market) -> None:
    bind_actor(market.session, market.rival)
    assert queries.moves(market.session, market.rival, market.at) == []
    with market.as_system() as session:
        (row,) = queries.moves_everywhere(session, market.at)
        assert row.move.units == 168
        assert queries.moves(session, market.rival, market.at) == []
