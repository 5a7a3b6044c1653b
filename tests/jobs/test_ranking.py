"""The night's places of products in lists: by purchases and score, few rows, and never in anybody's way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from adapters.clock import now
from jobs import scoring
from settings import Settings
from tests.trade.market import Market
from trade.kernel.work import bind_actor
from trade.ordering.actions import cancel_order, confirm_order
from trade.ordering.queries import EVERYTHING, shelf

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("here", "queue")]


@pytest.fixture
def market(market: Market) -> Market:
    """Ten days ago."""
    market.at = now() - timedelta(days=10)
    return market


def listed(market: Market) -> list[UUID]:
    bind_actor(market.session, market.retailer)
    found = [row.offer.sku_id for row in shelf(market.session, market.retailer, now(), EVERYTHING).rows]
    market.session.rollback()
    return found


def rows_of(market: Market) -> list[Any]:
    """Which version of each product's row there is."""
    return market.rows("SELECT id, xmin::text FROM products ORDER BY id")


def test_what_is_bought_by_more_and_sold_by_whom_keeps_their_word_stands_in_front(
    market: Market, migrated: Settings
) -> None:
    dull, often, twice, rivals, unsold = (
        market.goods(), market.goods(), market.goods(), market.goods(market.rival), market.goods()
    )  # fmt: skip
    for buyer in (market.retailer, market.neighbour):
        market.money(buyer)
    for _ in range(3):  # three orders of one day are one purchase
        market.order({twice: 6})
    cancelled = market.order({unsold: 6})[0]
    cancel_order(market.by(market.retailer), cancelled, reason="Ordered twice.")
    _sent_again(migrated, market.order({unsold: 6}, market.neighbour)[0], cancelled)
    for buyer, sku_id in ((market.retailer, often), (market.neighbour, often), (market.neighbour, rivals)):
        market.order({sku_id: 6}, buyer)
    market.later(days=1)
    market.order({often: 6})
    _score(market, {market.supplier.organisation: "80.0", market.rival.organisation: "100.0"})

    scoring.rank_products()
    assert listed(market)[:3] == [often, rivals, twice]
    assert listed(market)[3:] == [dull, unsold]
    before = rows_of(market)
    scoring.rank_products()
    assert rows_of(market) == before

    _score(market, {market.rival.organisation: "60.0"})
    scoring.rank_products()
    assert listed(market) == [often, twice, rivals, dull, unsold]
    moved = {row[0] for row in rows_of(market)} - {row[0] for row in rows_of(market) if row in before}
    assert len(moved) == 1


def test_a_product_that_is_being_edited_keeps_nobody_waiting_and_moves_the_next_night(
    market: Market, migrated: Settings
) -> None:
    edited, other = market.goods(), market.goods()
    market.money()
    for order_id in market.order({edited: 6, other: 6}):
        confirm_order(market.by(market.supplier), order_id)
    before = dict(market.rows("SELECT s.id, p.rank FROM products p JOIN skus s ON s.product_id = p.id"))
    engine = create_engine(migrated.migration_database_url, poolclass=NullPool)
    with engine.begin() as editor:
        editor.execute(
            text("SELECT 1 FROM products WHERE id = (SELECT product_id FROM skus WHERE id = :id) FOR UPDATE"),
            {"id": edited},
        )
        scoring.rank_products()
        after = dict(market.rows("SELECT s.id, p.rank FROM products p JOIN skus s ON s.product_id = p.id"))
        assert after[edited] == before[edited]
        assert after[other] != before[other]
    scoring.rank_products()
    again = dict(market.rows("SELECT s.id, p.rank FROM products p JOIN skus s ON s.product_id = p.id"))
    assert again[edited] == again[other]


def _sent_again(migrated: Settings, order_id: UUID, first: UUID) -> None:
    """Let an order be one whose goods are sent again, for nothing."""
    free = "UPDATE orders SET replaces_id = :first, net_minor = 0, tax_minor = 0, total_minor = 0 WHERE id = :id"
    engine = create_engine(migrated.migration_database_url, poolclass=NullPool)
    with engine.begin() as owner:
        owner.execute(text(free), {"id": order_id, "first": first})


def _score(market: Market, scores: dict[UUID, str]) -> None:
    for seller_id, score in scores.items():
        market.rows(
            "INSERT INTO seller_scores (seller_id, on_day, due, kept, delivered, claimed, inspected, passed, asked, answered,"
            " ratings, stars, score, computed_at) VALUES (:seller, current_date, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, :score, now())"
            " ON CONFLICT (seller_id, on_day) DO UPDATE SET score = excluded.score RETURNING 1",
            seller=seller_id, score=score,
        )  # fmt: skip
