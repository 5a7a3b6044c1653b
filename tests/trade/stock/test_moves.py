"""What lies on a shelf is the sum of its moves, whatever anybody writes, and a difference is found."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from app import create_app
from settings import Settings
from tests.trade.looking import constraint_of
from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.ordering.actions import cancel_order, close_short
from trade.ordering.verify import verify_stock
from trade.stock.actions import count_stock, receive_many
from trade.stock.verify import StockDifference

MOVE = (
    "INSERT INTO stock_moves (sku_id, seller_id, kind, change, reason, at)"
    " VALUES (:sku, :seller, 'counted', :change, '', now())"
)


def move(market: Market, actor: Actor, sku_id: UUID, change: int) -> None:
    """Add a move behind the actions' back, as the application's role may."""
    bind_actor(market.session, actor)
    market.session.execute(text(MOVE), {"sku": sku_id, "seller": actor.organisation_id, "change": change})


def test_a_move_that_is_added_changes_what_lies_there(market: Market) -> None:
    sku_id = market.goods(stock=10)
    move(market, market.supplier, sku_id, -4)
    assert market.stock(sku_id) == (6, 0, 0)


@pytest.mark.parametrize(("change", "constraint"), [(-11, "not_negative"), (-5, "not_oversold")])
def test_no_move_takes_what_is_not_there_or_is_promised(market: Market, change: int, constraint: str) -> None:
    sku_id = market.goods(stock=10)
    market.money()
    market.order({sku_id: 6})
    with pytest.raises(IntegrityError) as caught:
        move(market, market.supplier, sku_id, change)
    assert constraint_of(caught.value) == f"ck_stock_levels_{constraint}"


def test_nobody_moves_the_goods_of_another(market: Market) -> None:
    sku_id = market.goods(stock=10)
    with pytest.raises(DBAPIError, match="its seller has no level of"):
        move(market, market.rival, sku_id, -10)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stock_levels SET on_hand = on_hand + 1",
        "INSERT INTO stock_levels (sku_id, seller_id, on_hand, changed_at) SELECT id, seller_id, 7, now() FROM skus",
        "UPDATE stock_moves SET change = change + 1",
        "DELETE FROM stock_moves",
    ],
)
def test_the_application_cannot_write_what_lies_there_past_the_moves(market: Market, statement: str) -> None:
    market.goods()
    bind_actor(market.session, Actor.system())
    with pytest.raises(DBAPIError, match="permission denied"):
        market.session.execute(text(statement))


def test_a_whole_life_of_goods_leaves_nothing_unexplained(market: Market) -> None:
    order_id = market.confirmed(36)
    market.ship(order_id, 12)
    close_short(market.by(market.supplier), order_id, reason="")
    cancel_order(market.by(market.retailer), market.one_order(), reason="")
    sku_id = market.lines(market.one_order())[0].sku_id
    receive_many(market.by(market.supplier), {sku_id: 5, market.goods(stock=0): 7})
    count_stock(market.by(market.supplier), sku_id, counted=50)
    assert market.rows("SELECT count(*) FROM stock_moves WHERE kind = 'shipped'") == [(1,)]
    assert verify_stock(market.session) == []


def test_a_difference_is_named_and_ends_the_command_badly(committed: Session, migrated: Settings) -> None:
    market = Market(committed)
    market.one_order(36)
    (code,) = market.rows("SELECT code FROM skus")[0]
    runner = create_app(migrated).test_cli_runner()
    before = runner.invoke(args=["stock", "verify"])
    assert (before.exit_code, before.output) == (0, "sound\n")

    engine = create_engine(migrated.migration_database_url, poolclass=NullPool)
    with engine.begin() as owner:
        owner.execute(text("UPDATE stock_levels SET on_hand = on_hand + 1, allocated = allocated - 2"))

    assert verify_stock(committed) == [
        StockDifference(code, "on hand", 101, 100),
        StockDifference(code, "allocated", 34, 36),
    ]
    after = runner.invoke(args=["stock", "verify"])
    assert after.exit_code == 1
    assert f"DIFFERENCE {code}: allocated says 34, derived 36" in after.output
