"""What earnings do not pay comes from what is held back, from an invoice, from the wallet: each in its time, and never twice."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from tests.trade.invoiced import identify, papers
from tests.trade.market import Market, gbp
from tests.trade.settlement.owed import BACK, PAID, SIX, borne, completed, late_claim, pay_out, settled, shares, take
from trade.checks import CHECKS
from trade.invoicing.actions import credit_returns, issue_commissions, issue_demand
from trade.kernel.actor import Actor
from trade.ledger.verify import verify
from trade.payouts.actions import ask_withdrawal
from trade.settlement import queries
from trade.settlement.actions import set_terms
from trade.settlement.rules import Terms

NET = PAID - 459
"""What 36 earn their seller, and so what it owes for all of them."""


@pytest.fixture(autouse=True)
def sound(market: Market):
    """Whatever a test does: the books are sound after it."""
    yield
    with market.as_system() as session:
        assert verify(session, also=CHECKS).differences == ()


def owing(market: Market, *, reserve: str = "0") -> UUID:
    """A seller whose money is paid out, but for what is held back, bears a claim for all of an order; answer the recovery."""
    terms = Terms(reserve_rate=Decimal(reserve), reserve_days=40)
    set_terms(market.by(market.maker), market.supplier.organisation, terms=terms)
    order_id = settled(market)
    pay_out(market)
    return borne(market, late_claim(market, order_id, 36), PAID)


def invoice(market: Market, recovery_id: UUID) -> bool:
    return issue_demand(market.by(Actor.system()), recovery_id)


def balance(market: Market, kind: str) -> int:
    return market.balance(kind, market.supplier)


def test_after_30_days_what_is_held_back_is_taken_and_the_rest_of_a_reserve_comes_back(market: Market) -> None:
    recovery_id = owing(market, reserve="0.9")
    held = balance(market, "deposit")
    assert held == 7849  # 90 % of 8721
    market.later(days=29)
    assert (take(market, recovery_id), balance(market, "deposit")) == (NET, held)
    market.later(days=1)
    assert take(market, recovery_id) == NET - held
    assert shares(market, recovery_id) == ("reserves", NET, 0, 0, held, 0, 0, NET - held)
    assert balance(market, "deposit") == 0
    market.later(days=30)
    market.settle()  # nothing is left of the reserve, so nothing comes back
    assert market.rows("SELECT kind FROM statement_items ORDER BY made_at") == [("reserve",)]


def test_a_reserve_of_which_a_part_was_taken_gives_back_the_rest_once(market: Market) -> None:
    set_terms(
        market.by(market.maker), market.supplier.organisation, terms=Terms(reserve_rate=Decimal("0.9"), reserve_days=40)
    )
    order_id = settled(market)
    pay_out(market)
    recovery_id = borne(market, late_claim(market, order_id))
    market.later(days=30)
    assert take(market, recovery_id) == 0
    assert balance(market, "deposit") == 7849 - (SIX - BACK)
    market.later(days=20)
    market.settle()
    market.settle()
    assert balance(market, "deposit") == 0
    assert market.rows("SELECT kind, amount_minor, used_minor FROM statement_items ORDER BY made_at") == [
        ("reserve", -7849, SIX - BACK), ("release", 7849 - (SIX - BACK), 0),
    ]  # fmt: skip


def test_then_it_is_invoiced_once_and_the_wallet_pays(market: Market) -> None:
    recovery_id = owing(market)
    market.later(days=30)
    assert take(market, recovery_id) == NET
    market.later(days=13)
    assert (invoice(market, recovery_id), queries.recoveries_to_invoice(market.session, market.at)) == (False, [])
    market.later(days=1)
    market.money(market.supplier, 1000)
    assert take(market, recovery_id) == NET  # nobody's wallet is touched before it is invoiced
    assert queries.recoveries_to_invoice(market.session, market.at) == [recovery_id]
    assert (invoice(market, recovery_id), invoice(market, recovery_id)) == (True, False)
    assert papers(market) == [("demand", 1, NET, 0, NET)]
    assert take(market, recovery_id) == NET - 1000
    market.money(market.supplier, NET)
    assert take(market, recovery_id) == 0
    assert shares(market, recovery_id) == ("closed", NET, 0, 0, 0, NET, 0, 0)
    assert (balance(market, "wallet"), balance(market, "recovery_receivable")) == (1000, 0)


def test_it_is_reminded_at_each_step_once_and_is_overdue_after_the_last(market: Market) -> None:
    recovery_id = owing(market)
    market.later(days=30)
    take(market, recovery_id)
    market.later(days=14)
    invoice(market, recovery_id)
    for days, count, stage in ((13, 0, "invoiced"), (1, 1, "invoiced"), (6, 1, "invoiced"), (1, 2, "invoiced"), (7, 3, "overdue"), (30, 3, "overdue")):  # fmt: skip
        market.later(days=days)
        take(market, recovery_id)
        take(market, recovery_id)
        assert market.verbs(recovery_id).count("settlement.recovery_reminded") == count
        assert shares(market, recovery_id)[0] == stage
    completed(market)
    market.settle()
    assert shares(market, recovery_id)[0] == "closed"


def test_a_clock_that_comes_late_reminds_once(market: Market) -> None:
    recovery_id = owing(market)
    market.later(days=30)
    take(market, recovery_id)
    market.later(days=14)
    invoice(market, recovery_id)
    market.later(days=100)
    take(market, recovery_id)
    assert market.verbs(recovery_id).count("settlement.recovery_reminded") == 1
    assert shares(market, recovery_id)[0] == "overdue"


def test_what_its_owner_took_out_of_the_wallet_is_left_alone(market: Market) -> None:
    recovery_id = owing(market)
    market.money(market.supplier, 1000)
    ask_withdrawal(market.by(market.supplier), amount=gbp(600))
    assert take(market, recovery_id) == NET
    assert balance(market, "payable") == 600


def test_commission_that_went_back_is_credited_on_its_own_invoice_once(market: Market) -> None:
    identify(market)
    terms = Terms(service_tax_rate=Decimal("0.2"))
    set_terms(market.by(market.maker), market.supplier.organisation, terms=terms)
    order_id = settled(market)
    borne(market, late_claim(market, order_id))
    assert credit_returns(market.by(Actor.system())) == 0  # the invoice comes first
    assert issue_commissions(market.by(Actor.system())) == 1
    assert (credit_returns(market.by(Actor.system())), credit_returns(market.by(Actor.system()))) == (1, 0)
    kinds = [(kind, net, tax) for kind, _, net, tax, _ in papers(market)]
    assert kinds[-2:] == [("invoice", 459, 92), ("credit_note", BACK, 15)]
