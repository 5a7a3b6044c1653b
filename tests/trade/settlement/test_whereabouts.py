"""Each line's money is at one stage, and what stands there adds up with the books."""

from __future__ import annotations

from tests.trade.market import WINDOW_DAYS, Market, gbp
from trade.kernel.money import Money
from trade.kernel.work import bind_actor
from trade.ordering.actions import close_short, confirm_receipt
from trade.settlement.actions import set_terms
from trade.settlement.queries import MoneyLine, Stage, money_lines, money_sums
from trade.settlement.rules import Period, Terms


def lines(market: Market, stage: Stage | None = None) -> list[MoneyLine]:
    bind_actor(market.session, market.supplier)
    return list(money_lines(market.session, market.supplier, claim_days=WINDOW_DAYS, stage=stage).rows)


def sums(market: Market) -> dict[Stage, Money]:
    bind_actor(market.session, market.supplier)
    return {row.stage: row.net for row in money_sums(market.session, market.supplier)}


def test_a_line_walks_from_its_order_to_its_statement(market: Market) -> None:
    order_id = market.confirmed(36)
    (line,) = lines(market)
    assert (line.stage, line.gross, line.commission, line.net) == (Stage.ORDERED, gbp(9180), gbp(459), gbp(8721))
    confirm_receipt(market.by(market.retailer), market.ship(order_id))
    (line,) = lines(market, Stage.CLAIMABLE)
    assert line.next_on is not None
    assert (line.next_on - market.at).days == WINDOW_DAYS
    market.completed(6)  # a week later, so that the first is completed as well
    market.settle()
    stated = lines(market, Stage.STATED)
    assert [line.gross for line in stated] == [gbp(1770), gbp(9180)]
    assert all(line.statement_reference and line.next_on is None for line in stated)


def test_what_is_due_waits_for_the_end_of_the_sellers_period(market: Market) -> None:
    set_terms(market.by(market.maker), market.supplier.organisation, terms=Terms(period=Period.MONTH))
    market.completed()
    (line,) = lines(market, Stage.DUE)
    assert f"{line.next_on:%F %H}" == "2026-03-31 23"  # midnight in London


def test_theme_20_what_was_given_back_takes_its_commission_with_it(market: Market) -> None:
    order_id = market.confirmed(36)
    market.ship(order_id, 9)
    close_short(market.by(market.supplier), order_id, reason="")
    (line,) = lines(market)
    assert (line.refunded, line.commission, line.net) == (gbp(6885), gbp(115), gbp(2180))  # a quarter of 4.59, half up
    assert sums(market) == {Stage.ORDERED: line.net}


def test_the_stages_add_up_to_what_is_held_for_the_seller(market: Market) -> None:
    market.completed()
    market.settle()
    market.completed(6)
    delivered = market.confirmed(42)
    confirm_receipt(market.by(market.retailer), market.ship(delivered))
    market.confirmed(6)
    found = sums(market)
    assert list(found) == [Stage.ORDERED, Stage.CLAIMABLE, Stage.DUE]
    open_lines = [line for line in lines(market) if line.stage is not Stage.STATED]
    assert Money.sum(found.values(), "GBP") == Money.sum((line.net for line in open_lines), "GBP")
    held = Money.sum((line.net + line.commission for line in open_lines), "GBP")
    assert market.balance("escrow", market.supplier) == held.minor


def test_nobody_sees_where_anothers_money_is(market: Market) -> None:
    market.completed()
    bind_actor(market.session, market.rival)
    assert money_lines(market.session, market.rival, claim_days=7).rows == []
    assert money_sums(market.session, market.rival) == []
