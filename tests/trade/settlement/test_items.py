"""Fees, tax and reserves on statements, to the last posting and back to zero."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from tests.trade.market import Market, gbp
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, NotFound, StaleVersion
from trade.kernel.ids import new_id
from trade.kernel.work import bind_actor
from trade.settlement import queries
from trade.settlement.actions import charge_fee, set_terms, settle_next, start_settlement, withdraw_item
from trade.settlement.planning import content, due, plans
from trade.settlement.rules import ItemKind, ItemTaken, Period, Terms

OWN = Terms(service_tax_rate=Decimal("0.2"), reserve_rate=Decimal("0.1"), reserve_days=30)


def settle_on(market: Market, terms: Terms) -> None:
    set_terms(market.by(market.maker), market.supplier.organisation, terms=terms)


def charge(market: Market, minor: int):
    return charge_fee(market.by(market.maker), market.supplier.organisation, fee=gbp(minor), words="Pictures")


def newest(market: Market) -> queries.StatementRow:
    bind_actor(market.session, market.supplier)
    return queries.statements(market.session, market.supplier)[0]


def items(market: Market, found: queries.StatementRow) -> list[tuple[str, int]]:
    bind_actor(market.session, market.supplier)
    return [(item.kind, item.amount.minor) for item in queries.statement_items(market.session, found.id)]


def test_a_statement_with_everything_adds_up_and_is_what_was_posted(market: Market) -> None:
    settle_on(market, OWN)
    market.completed()  # 91.80, of which 4.59 commission
    charge(market, 1000)
    market.settle()
    found = newest(market)
    assert dict(items(market, found)) == {ItemKind.FEE: -1200, ItemKind.TAX: -92, ItemKind.RESERVE: -872}
    assert (found.items, found.net) == (gbp(-2164), gbp(8721 - 2164))
    assert queries.statement_sums(market.session, found).agrees_with(found)
    assert market.balance("payable", market.supplier) == found.net.minor
    assert market.balance("deposit", market.supplier) == 872
    assert (market.balance("services"), market.balance("tax_payable")) == (1000, 292)
    assert (market.balance("commission"), market.balance("escrow", market.supplier)) == (459, 0)


def test_a_reserve_comes_back_once_by_a_later_statement_even_without_orders(market: Market) -> None:
    settle_on(market, OWN)
    market.completed()
    market.settle()
    market.later(days=29)
    market.settle()
    assert market.balance("deposit", market.supplier) == 872
    market.later(days=1)
    market.settle()
    market.settle()
    assert market.balance("deposit", market.supplier) == 0
    assert items(market, newest(market)) == [(ItemKind.RELEASE, 872)]
    assert market.balance("payable", market.supplier) == 8721 - 92
    assert market.rows("SELECT count(*) FROM statements") == [(2,)]


def test_a_fee_beyond_what_was_earned_waits_and_is_said_to(market: Market) -> None:
    market.completed()
    charge(market, 9000)
    market.settle()
    assert items(market, newest(market)) == []
    market.completed()
    market.settle()
    market.completed()
    with market.as_system() as session:
        assert [plan.too_large for plan in plans(session, market.at)] == [gbp(-9000)]


def test_theme_19_old_statements_stay_what_they_were_when_terms_change(market: Market) -> None:
    settle_on(market, OWN)
    market.completed()
    charge(market, 1000)
    market.settle()
    before = (newest(market), items(market, newest(market)))
    settle_on(market, Terms(service_tax_rate=Decimal("0.5")))
    market.settle()
    assert (newest(market), items(market, newest(market))) == before


def test_a_period_that_runs_on_is_left_out_and_taken_after_its_end(market: Market) -> None:
    settle_on(market, Terms(period=Period.MONTH))
    market.completed()  # on 9 March
    market.settle()
    assert market.rows("SELECT count(*) FROM statements") == [(0,)]
    with market.as_system() as session:
        (plan,) = plans(session, market.at)
    assert (plan.is_due, plan.open, f"{plan.next_cutoff:%F %H}") == (False, gbp(9180), "2026-03-31 23")
    market.later(days=23)
    market.settle()
    assert f"{newest(market).until:%F %H}" == "2026-03-31 23"  # midnight in London


def test_what_was_shown_is_started_or_nothing_is(market: Market) -> None:
    market.completed()
    market.later(seconds=1)
    shown = _shown(market, market.session)
    fee_id = charge_at(market, seconds=-1)
    with market.refuses(StaleVersion):
        start_settlement(market.by(market.maker), until=market.at, shown=shown)
    withdraw_item(market.by(market.maker), fee_id)
    start_settlement(market.by(market.maker), until=market.at, shown=shown)


def test_a_run_says_where_the_world_changed_under_it(market: Market) -> None:
    market.completed()
    market.later(seconds=2)
    run_id = start_settlement(market.by(market.maker), until=market.at)
    charge_at(market, seconds=-1)
    while settle_next(market.by(Actor.system()), run_id):
        pass
    with market.as_system() as session:
        (changed,) = queries.changed(session, run_id)
    assert (changed.shown, changed.net, changed.lines) == (gbp(8721), gbp(7721), 1)


def test_a_fee_is_taken_back_only_while_it_waits(market: Market) -> None:
    taken, waits = charge(market, 100), charge(market, 200)
    withdraw_item(market.by(market.maker), waits)
    market.completed()
    market.settle()
    assert items(market, newest(market)) == [(ItemKind.FEE, -100)]
    with market.refuses(ItemTaken):
        withdraw_item(market.by(market.maker), taken)
    with market.refuses(NotFound, what="statement_item"):
        withdraw_item(market.by(market.maker), new_id())
    with market.refuses(InvalidInput, field="fee"):
        charge(market, 0)


@pytest.mark.parametrize("column", ["net_minor", "items_minor"])
def test_the_database_refuses_a_statement_that_does_not_add_up(market: Market, column: str) -> None:
    market.completed()
    market.settle()
    bind_actor(market.session, Actor.system())
    with pytest.raises(Exception, match="ck_statements_adds_up"):
        market.rows(f"UPDATE statements SET {column} = {column} + 1 RETURNING 1")
    market.session.rollback()


def charge_at(market: Market, *, seconds: int):
    market.later(seconds=seconds)
    fee_id = charge(market, 1000)
    market.later(seconds=-seconds)
    return fee_id


def _shown(market: Market, session: Session) -> bytes:
    with market.as_system():
        return content(market.at, due(plans(session, market.at)))
