"""The one door into the books refuses whatever would not be sound."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.trade.ledger.books import BANK, COMMISSION, UNAPPLIED, enter, entry, state_of
from tests.trade.looking import constraint_of, snapshot
from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.kernel.ids import new_id
from trade.kernel.work import bind_actor
from trade.ledger.actions import LimitExceeded
from trade.ledger.rules import Account, AccountKind, Posting

K = AccountKind


def test_an_entry_keeps_the_running_balance_of_limited_accounts_alone(market: Market) -> None:
    wallet = Account(K.WALLET, market.retailer.organisation)
    entry(market.session, "one", (BANK, 500), (wallet, -500))
    entry(market.session, "two", (wallet, 200), (COMMISSION, -200))
    found = market.rows("SELECT kind, balance_minor FROM ledger_accounts ORDER BY kind")
    assert found == [("bank", None), ("commission", None), ("wallet", 300)]


@pytest.mark.parametrize("kind", [K.WALLET, K.HOLD, K.PAYABLE])
def test_a_limited_account_never_goes_below_zero(market: Market, kind: AccountKind) -> None:
    account = Account(kind, market.retailer.organisation)
    entry(market.session, "in", (BANK, 100), (account, -100))
    with market.refuses(LimitExceeded, kind=kind):
        entry(market.session, "out", (account, 101), (BANK, -101))
    entry(market.session, "all", (account, 100), (BANK, -100))
    assert market.balance(kind, market.retailer) == 0


def test_a_limit_counts_the_entry_as_a_whole(market: Market) -> None:
    wallet = Account(K.WALLET, market.retailer.organisation)
    entry(market.session, "round", (wallet, 70), (wallet, -100), (BANK, 30))
    assert market.balance("wallet", market.retailer) == 30


@pytest.mark.parametrize(
    ("sides", "state"),
    [
        ([(BANK, 1)], "PH003"),
        ([], "PH003"),
        ([(BANK, 2), (UNAPPLIED, -1)], "PH003"),
        ([(BANK, 1), (Account(K.WALLET), -1)], "PH004"),
        ([(Account(K.BANK, new_id()), 1), (UNAPPLIED, -1)], "PH004"),
        ([(BANK, 0), (UNAPPLIED, 0)], "23514"),
        ([(BANK, 1), (Account(K.WALLET, new_id()), -1)], "23503"),
    ],
)
def test_an_entry_that_is_not_sound_is_refused_by_the_database(market: Market, sides: list, state: str) -> None:
    before = snapshot(market.session)
    with pytest.raises(DBAPIError) as caught:
        entry(market.session, "key", *sides)
    assert state_of(caught.value) == state
    assert snapshot(market.session) == before


def test_an_entry_balances_in_each_currency(market: Market) -> None:
    before = snapshot(market.session)
    with pytest.raises(DBAPIError) as caught:
        enter(market.by(Actor.system()), "key", [Posting(BANK, 1, "GBP"), Posting(UNAPPLIED, -1, "CNY")])
    assert state_of(caught.value) == "PH003"
    assert snapshot(market.session) == before


def test_one_business_event_is_posted_once(market: Market) -> None:
    entry(market.session, "order:1:paid", (BANK, 1), (UNAPPLIED, -1))
    before = snapshot(market.session)
    with pytest.raises(IntegrityError) as caught:
        entry(market.session, "order:1:paid", (BANK, 1), (UNAPPLIED, -1))
    assert constraint_of(caught.value) == "uq_ledger_entries_source_key"
    assert snapshot(market.session) == before


@pytest.mark.parametrize(
    "arguments",
    [
        "NULL, NULL, NULL, NULL",
        "NULL, NULL, '{1,-1}', '{GBP,GBP}'",
        "'{bank,bank}', '{NULL,NULL}', NULL, NULL",
        "'{bank}', '{NULL}', '{1,-1}', '{GBP,GBP}'",
        "'{bank,bank,bank}', '{NULL,NULL,NULL}', '{1,-1}', '{GBP,GBP}'",
        "'{bank,commission}', '{NULL,NULL}', '{1,NULL}', '{GBP,GBP}'",
        "'{bank,commission}', '{NULL,NULL}', '{1,-1}', '{GBP,NULL}'",
        "'{bank,NULL}', '{NULL,NULL}', '{1,-1}', '{GBP,GBP}'",
    ],
)
def test_arrays_that_do_not_fit_together_are_refused_at_once(market: Market, arguments: str) -> None:
    bind_actor(market.session, Actor.system())
    market.session.execute(text("SET LOCAL statement_timeout = '2s'"))
    with pytest.raises(DBAPIError) as caught:
        market.session.execute(text(f"SELECT ledger_post('key', now(), {arguments})"))
    assert state_of(caught.value) in {"PH003", "PH004", "23502"}
