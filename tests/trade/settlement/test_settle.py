"""A settlement pays each completed line once, in statements whose lines add up to their totals."""

from __future__ import annotations

from typing import Any

import pytest

from tests.trade.market import Market, gbp
from trade.kernel.actor import Actor
from trade.kernel.errors import NotAllowed, NotFound
from trade.kernel.ids import new_id
from trade.kernel.money import Money
from trade.kernel.work import bind_actor
from trade.ordering.actions import close_short, complete_orders, confirm_receipt
from trade.parties.rules import OrganisationKind
from trade.settlement import queries
from trade.settlement.actions import settle_next, start_settlement
from trade.settlement.rules import RunOpen, earning_of


def statements(market: Market, actor: Actor, **values: Any):
    bind_actor(market.session, actor)
    return queries.statements(market.session, actor, **values)


def test_a_statement_adds_up_line_by_line_and_is_what_was_posted(market: Market) -> None:
    orders = [market.completed(quantity) for quantity in (6, 36, 66)]
    run_id = market.settle()
    (found,) = statements(market, market.supplier)
    bind_actor(market.session, market.supplier)
    rows = queries.statement_lines(market.session, found.id).rows
    assert {row.order_id for row in rows} == set(orders)
    for row in rows:
        assert (row.commission, row.net) == (
            earning_of(row.gross, row.commission_rate).commission,
            row.gross - row.commission,
        )
    sums = [Money.sum((getattr(row, part) for row in rows), "GBP") for part in ("gross", "commission", "net")]
    assert [found.gross, found.commission, found.net] == sums
    assert (found.lines, found.gross) == (3, gbp(1770 + 9180 + 16_830))
    assert market.balance("payable", market.supplier) == found.net.minor
    assert market.balance("commission") == found.commission.minor
    assert market.balance("escrow", market.supplier) == 0
    bind_actor(market.session, market.maker)
    run = queries.run(market.session, run_id)
    assert (run.state, run.sellers_done, run.sellers_total, run.lines_done) == ("done", 1, 1, 3)


def test_each_seller_gets_a_statement_and_sees_no_other(market: Market) -> None:
    market.completed()
    market.completed(seller=market.rival)
    market.settle()
    assert len(statements(market, market.maker)) == 2
    (ours,), (theirs,) = statements(market, market.supplier), statements(market, market.rival)
    assert (ours.seller_id, theirs.seller_id) == (market.supplier.organisation, market.rival.organisation)
    bind_actor(market.session, market.rival)
    with pytest.raises(NotFound):
        queries.statement(market.session, market.rival, ours.id)
    assert queries.statement_lines(market.session, ours.id).rows == []


def test_sellers_of_one_transaction_get_each_their_own(market: Market) -> None:
    """Two with lines, one with a credit alone, and one whose only order is not due any more."""
    others = [market.person(market.organisation(OrganisationKind.SUPPLIER)) for _ in range(2)]
    ours = [market.completed(quantity) for quantity in (6, 36)]
    theirs = [market.completed(66, seller=market.rival)]
    gone = market.completed(seller=others[0])
    market.rows(
        "INSERT INTO statement_items (id, seller_id, currency, kind, counter, amount_minor, tax_minor, words, source_key, made_at)"
        " VALUES (uuidv7(), :id, 'GBP', 'correction', 'commission', 250, 0, 'Given back', 'test', :at) RETURNING 1",
        id=others[1].organisation, at=market.at,
    )  # fmt: skip
    market.later(seconds=1)
    run_id = start_settlement(market.by(market.maker), until=market.at)
    market.rows("UPDATE orders SET state = 'delivered', completed_at = NULL WHERE id = :id RETURNING 1", id=gone)

    assert [settle_next(market.by(Actor.system()), run_id) for _ in range(2)] == [True, False]

    assert {row.order_id for row in lines_of(market, market.supplier)} == set(ours)
    assert {row.order_id for row in lines_of(market, market.rival)} == set(theirs)
    assert statements(market, others[0]) == []
    (credit,) = statements(market, others[1])
    assert (credit.lines, credit.gross, credit.net) == (0, gbp(0), gbp(250))
    assert market.rows("SELECT sellers_done, sellers_total, lines_done, state FROM settlement_runs") == [
        (4, 4, 3, "done")
    ]
    assert market.rows("SELECT count(*) FROM settlement_run_sellers WHERE differs") == [(1,)]


def lines_of(market: Market, seller: Actor) -> Any:
    (found,) = statements(market, seller)
    rows = queries.statement_lines(market.session, found.id).rows
    assert (found.lines, found.gross) == (len(rows), Money.sum((row.gross for row in rows), "GBP"))
    assert market.balance("payable", seller) == found.net.minor
    return rows


def test_a_second_settlement_finds_nothing_left(market: Market) -> None:
    market.completed()
    market.settle()
    payable = market.balance("payable", market.supplier)
    market.settle()
    assert len(statements(market, market.maker)) == 1
    assert market.balance("payable", market.supplier) == payable


def test_only_what_was_completed_before_the_moment_is_settled(market: Market) -> None:
    market.completed()
    run_id = start_settlement(market.by(market.maker), until=market.at)  # half-open: completed at, not before
    assert settle_next(market.by(Actor.system()), run_id) is False
    assert statements(market, market.maker) == []


def test_a_line_that_was_refunded_in_part_earns_the_rest(market: Market) -> None:
    order_id = market.confirmed(36)
    confirm_receipt(market.by(market.retailer), market.ship(order_id, 12))
    close_short(market.by(market.supplier), order_id, reason="")
    market.later(days=7)
    complete_orders(market.by(Actor.system()), claim_window_days=7)
    market.settle()
    (found,) = statements(market, market.supplier)
    assert (found.gross, found.commission, found.net) == (gbp(3060), gbp(153), gbp(2907))


def test_an_order_that_completes_late_waits_for_the_next_run_and_never_holds_this_one_up(market: Market) -> None:
    """A job that began before the run may commit after the run has settled the seller."""
    market.completed()
    late = market.confirmed()
    confirm_receipt(market.by(market.retailer), market.ship(late))
    market.later(days=7, seconds=1)
    run_id = start_settlement(market.by(market.maker), until=market.at)
    assert settle_next(market.by(Actor.system()), run_id) is True
    market.rows("UPDATE orders SET state = 'completed', completed_at = :at WHERE id = :id RETURNING 1",
                at=market.read_order(late).delivered_at, id=late)  # fmt: skip
    answers = [settle_next(market.by(Actor.system()), run_id) for _ in range(3)]
    assert answers == [False, False, False]
    market.settle()
    assert len(statements(market, market.supplier)) == 2


def test_one_run_at_a_time(market: Market) -> None:
    run_id = start_settlement(market.by(market.maker), until=market.at)
    with market.refuses(RunOpen, run_id=run_id):
        start_settlement(market.by(market.maker), until=market.at)


def test_a_run_that_is_not_there_and_people_without_the_right_settle_nothing(market: Market) -> None:
    nowhere = new_id()
    with market.refuses(NotFound, what="settlement_run", key=nowhere):
        settle_next(market.by(market.maker), nowhere)
    for actor in (market.checker, market.support, market.supplier):
        with market.refuses(NotAllowed, permission="prepare_money"):
            start_settlement(market.by(actor), until=market.at)


def test_a_run_that_was_killed_goes_on_where_it_stood(market: Market, monkeypatch) -> None:
    market.completed()
    market.completed(seller=market.rival)
    market.later(seconds=1)
    run_id = start_settlement(market.by(market.maker), until=market.at)
    assert settle_next(market.by(Actor.system()), run_id, lines=1) is True
    monkeypatch.setattr(market.session, "commit", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        settle_next(market.by(Actor.system()), run_id, lines=1)
    monkeypatch.undo()
    assert market.rows("SELECT sellers_done, state FROM settlement_runs") == [(1, "running")]
    assert [settle_next(market.by(Actor.system()), run_id, lines=1) for _ in range(2)] == [True, False]
    assert market.rows("SELECT sellers_done, sellers_total, state FROM settlement_runs") == [(2, 2, "done")]
    assert market.rows("SELECT count(*), count(DISTINCT seller_id) FROM statements") == [(2, 2)]
