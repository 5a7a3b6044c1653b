"""Pools on a credit line: what is promised is reserved, nothing is posted before there is an order, and nobody is let down."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.trade.credit.lines import invoice, open_line, standing
from tests.trade.market import Market, gbp
from tests.trade.pooling.pooled import close, finish, join, money_of, pool, shops
from trade.checks import CHECKS
from trade.credit.rules import CreditRefused, Means
from trade.kernel.actor import Actor
from trade.ledger.verify import verify
from trade.pooling.actions import cancel_pool, raise_commitment, withdraw_commitment


def on_credit(market: Market, limit: int = 100_000) -> Actor:
    """Make a shop with a line and no money."""
    (shop,) = shops(market, 1, money=1)
    open_line(market, shop, limit)
    return shop


def line_of(market: Market, shop: Actor) -> tuple[int, int]:
    """What of a shop's line is used, and reserved."""
    found = standing(market, shop)
    return found.used.minor, found.reserved.minor


def is_sound(market: Market) -> bool:
    with market.as_system() as session:
        return verify(session, also=CHECKS).is_sound


def credit_join(market: Market, shop: Actor, pool_id: UUID, sku_id: UUID, quantity: int, **values: int) -> UUID:
    return join(market, shop, pool_id, sku_id, quantity, means=Means.CREDIT, **values)


def test_a_commitment_reserves_its_ceiling_and_posts_nothing(market: Market) -> None:
    pool_id, sku_id = pool(market)
    shop = on_credit(market)
    entries = market.rows("SELECT count(*) FROM ledger_entries")
    credit_join(market, shop, pool_id, sku_id, 12)
    assert line_of(market, shop) == (0, 3000)
    raise_commitment(market.by(shop), pool_id, quantities={sku_id: 60})
    assert line_of(market, shop) == (0, 15000)
    assert market.rows("SELECT count(*) FROM ledger_entries") == entries
    assert money_of(market, shop) == (1, 0)
    assert is_sound(market)


def test_the_close_draws_what_it_costs_and_frees_the_rest(market: Market) -> None:
    pool_id, sku_id = pool(market)
    shop, cash = on_credit(market), shops(market, 1)[0]
    credit_join(market, shop, pool_id, sku_id, 30)
    join(market, cash, pool_id, sku_id, 30)
    close(market, pool_id)
    assert line_of(market, shop) == (30 * 220, 0)
    assert market.balance("credit_receivable", shop) == 30 * 220
    assert market.balance("escrow", market.supplier) == 60 * 220
    ((order_id, state, captured, released),) = market.rows(
        "SELECT order_id, state, captured_minor, released_minor FROM commitments WHERE means = 'credit'"
    )
    assert (state, captured, released) == ("ordered", 6600, 900)
    assert invoice(market, order_id)["amount_minor"] == 6600
    assert is_sound(market)


def test_what_fails_is_called_off_or_left_is_reserved_no_more(market: Market) -> None:
    failing, its_sku = pool(market, minimum=600)
    off, off_sku = pool(market)
    left, left_sku = pool(market)
    shop = on_credit(market)
    for pool_id, sku_id in ((failing, its_sku), (off, off_sku), (left, left_sku)):
        credit_join(market, shop, pool_id, sku_id, 12)
    assert line_of(market, shop) == (0, 9000)
    withdraw_commitment(market.by(shop), left)
    assert line_of(market, shop) == (0, 6000)
    cancel_pool(market.by(market.supplier), off, reason="The kiln broke")
    close(market, failing)
    finish(market, off)
    assert line_of(market, shop) == (0, 0)
    assert is_sound(market)


def test_a_line_that_is_too_small_or_does_not_pay_is_refused_and_nothing_changes(market: Market) -> None:
    pool_id, sku_id = pool(market)
    shop = on_credit(market, limit=5000)
    with market.refuses(CreditRefused, fault="short", available=gbp(5000), wanted=gbp(7500)):
        credit_join(market, shop, pool_id, sku_id, 30)
    assert market.rows("SELECT members FROM pools") == [(0,)]
    credit_join(market, shop, pool_id, sku_id, 12)
    with market.refuses(CreditRefused, fault="short", available=gbp(2000), wanted=gbp(4500)):
        raise_commitment(market.by(shop), pool_id, quantities={sku_id: 30})
    assert market.rows("SELECT requested[1], members FROM pools") == [(12, 1)]
    assert line_of(market, shop) == (0, 3000)


@pytest.mark.parametrize("how", ["state = 'suspended', suspended_by = (SELECT id FROM people LIMIT 1)",
                                 "limit_minor = 0", "expires_on = '2026-01-01', review_on = '2026-01-01'"])  # fmt: skip
def test_a_line_that_is_frozen_meanwhile_does_not_void_a_commitment(market: Market, how: str) -> None:
    pool_id, sku_id = pool(market)
    shop = on_credit(market)
    credit_join(market, shop, pool_id, sku_id, 60)
    with market.as_system() as session:
        session.connection().exec_driver_sql(f"UPDATE credit_lines SET {how}")
        session.commit()
    with market.refuses(CreditRefused):
        raise_commitment(market.by(shop), pool_id, quantities={sku_id: 120})
    close(market, pool_id)
    assert market.rows("SELECT state FROM commitments") == [("ordered",)]
    assert line_of(market, shop) == (60 * 220, 0)
    assert is_sound(market)


def test_an_overdue_invoice_keeps_a_shop_out_of_pools(market: Market) -> None:
    shop = on_credit(market)
    first, first_sku = pool(market)
    credit_join(market, shop, first, first_sku, 12)
    close(market, first)
    market.later(days=40)
    pool_id, sku_id = pool(market)
    with market.refuses(CreditRefused, fault="overdue"):
        credit_join(market, shop, pool_id, sku_id, 12)
