"""Theme 28, transfers: at all times what was shipped is what was received, rejected, lost or is in transit."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.trade.looking import constraint_of
from tests.trade.market import Market
from tests.trade.stock.places import holdings, keep, put, warehouse
from trade.kernel.errors import InvalidInput, MoveRefused, NotFound
from trade.kernel.work import bind_actor
from trade.stock.actions import Arrived, Sent, receive_transfer, send_transfer
from trade.stock.rules import ArrivalRefused, NotFree

DIES = date(2026, 9, 1)


@pytest.fixture
def houses(market: Market) -> tuple[UUID, UUID]:
    return warehouse(market, "Home"), warehouse(market, "North")


def send(market: Market, houses: tuple[UUID, UUID], *sent: Sent) -> UUID:
    return send_transfer(market.by(market.supplier), from_id=houses[0], to_id=houses[1], sent=sent)


def lines(market: Market, transfer: UUID) -> list[Any]:
    return market.rows(
        "SELECT id, shipped, received, rejected, lost, in_transit FROM transfer_lines WHERE transfer_id = :id ORDER BY position",
        id=transfer,
    )


def test_goods_under_way_lie_nowhere_and_keep_their_lot(market: Market, houses: tuple[UUID, UUID]) -> None:
    sku_id = market.goods(stock=0)
    put(market, sku_id, 40, lot="A", dies=DIES)
    transfer = send(market, houses, Sent(sku_id, 30, "A"))
    assert market.stock(sku_id) == (10, 0, 0)
    (line, *_), *_ = lines(market, transfer)
    receive_transfer(market.by(market.supplier), transfer, arrived=[Arrived(line, received=20, lost=1)])
    assert lines(market, transfer)[0][1:] == (30, 20, 0, 1, 9)
    assert holdings(market, sku_id) == {("Home", ""): (0, 0), ("Home", "A"): (10, 0), ("North", "A"): (20, 0)}
    receive_transfer(market.by(market.supplier), transfer, arrived=[Arrived(line, received=4, rejected=5)])
    assert lines(market, transfer)[0][1:] == (30, 24, 5, 1, 0)
    assert market.stock(sku_id) == (34, 0, 0)
    with market.refuses(MoveRefused, what="transfer"):
        receive_transfer(market.by(market.supplier), transfer, arrived=[Arrived(line, received=1)])
    assert market.rows("SELECT DISTINCT expires_on FROM stock_holdings WHERE lot = 'A'") == [(DIES,)]


def test_what_orders_own_or_is_reserved_stays(market: Market, houses: tuple[UUID, UUID]) -> None:
    sku_id = market.goods(stock=40)
    market.money()
    market.order({sku_id: 36})
    with market.refuses(NotFree, free=4):
        send(market, houses, Sent(sku_id, 3), Sent(sku_id, 2))
    send(market, houses, Sent(sku_id, 4))


def test_the_lots_of_a_sku_together_leave_what_is_reserved(market: Market, houses: tuple[UUID, UUID]) -> None:
    sku_id = market.goods(stock=0)
    put(market, sku_id, 10, lot="A", dies=DIES)
    put(market, sku_id, 10, lot="B", dies=DIES)
    keep(market.by(market.retailer), "pool:1", {sku_id: 5})
    with market.refuses(NotFree, free=5):
        send(market, houses, Sent(sku_id, 10, "A"), Sent(sku_id, 6, "B"))


@pytest.mark.parametrize(
    "arrived",
    [{}, {"received": 11}, {"received": 6, "lost": 5}, {"received": -1, "lost": 2}],
    ids=["nothing", "more", "more in sum", "less than nothing"],
)
def test_an_arrival_that_cannot_be_is_refused(
    market: Market, houses: tuple[UUID, UUID], arrived: dict[str, int]
) -> None:
    transfer = send(market, houses, Sent(market.goods(stock=40), 10))
    line = lines(market, transfer)[0][0]
    with market.refuses(ArrivalRefused):
        receive_transfer(market.by(market.supplier), transfer, arrived=[Arrived(line, **arrived)])


def test_nobody_sends_or_receives_for_another(market: Market, houses: tuple[UUID, UUID]) -> None:
    sku_id = market.goods(stock=40)
    with market.refuses(NotFound, what="warehouse"):
        send_transfer(market.by(market.rival), from_id=houses[0], to_id=houses[1], sent=[Sent(sku_id, 1)])
    transfer = send(market, houses, Sent(sku_id, 10))
    line = lines(market, transfer)[0][0]
    with market.refuses(NotFound, what="transfer"):
        receive_transfer(market.by(market.rival), transfer, arrived=[Arrived(line, received=1)])
    with market.refuses(InvalidInput, field="to_id"):
        send_transfer(market.by(market.supplier), from_id=houses[0], to_id=houses[0], sent=[Sent(sku_id, 1)])


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(shipped=st.integers(1, 50), parts=st.lists(st.tuples(*[st.integers(0, 20)] * 3), max_size=5))
def test_the_sum_holds_after_any_arrivals(
    market: Market, houses: tuple[UUID, UUID], shipped: int, parts: list[tuple[int, int, int]]
) -> None:
    sku_id = market.goods(stock=100)
    transfer = send(market, houses, Sent(sku_id, shipped))
    line = lines(market, transfer)[0][0]
    for received, rejected, lost in parts:
        try:
            receive_transfer(market.by(market.supplier), transfer, arrived=[Arrived(line, received, rejected, lost)])
        except (ArrivalRefused, MoveRefused):
            market.session.rollback()
        ((_, sent, *became),) = lines(market, transfer)
        assert sum(became) == sent == shipped
        assert market.stock(sku_id)[0] == 100 - shipped + became[0]


def test_the_database_itself_keeps_the_sum(market: Market, houses: tuple[UUID, UUID]) -> None:
    send(market, houses, Sent(market.goods(stock=40), 10))
    bind_actor(market.session, market.supplier)
    with pytest.raises(IntegrityError) as caught:
        market.session.execute(text("UPDATE transfer_lines SET received = received + 1"))
    assert constraint_of(caught.value) == "ck_transfer_lines_adds_up"
