"""The chart in Python and the chart in the database are one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.trade.market import Market
from trade.kernel.money import Money
from trade.ledger.rules import CHART, Account, AccountKind, Posting, is_balanced, transfer

POSTINGS = st.lists(
    st.builds(Posting, st.just(Account(AccountKind.BANK)), st.integers(-50, 50), st.sampled_from(["GBP", "CNY"])),
    max_size=6,
)


def test_the_database_enforces_the_chart_that_the_code_knows(market: Market) -> None:
    found = {kind: (side, owned, limited) for kind, side, owned, limited in market.rows(
        "SELECT kind, side, owned, limited FROM ledger_chart")}  # fmt: skip
    assert found == {str(kind): (rule.side, rule.owned, rule.limited) for kind, rule in CHART.items()}
    assert set(CHART) == set(AccountKind)


@given(st.integers(1, 10**15), st.sampled_from(["GBP", "JPY"]))
def test_a_transfer_balances(minor: int, currency: str) -> None:
    debit, credit = Account(AccountKind.BANK), Account(AccountKind.COMMISSION)
    assert transfer(debit, credit, Money(minor, currency)) == [
        Posting(debit, minor, currency),
        Posting(credit, -minor, currency),
    ]
    assert is_balanced(transfer(debit, credit, Money(minor, currency)))


@given(POSTINGS)
def test_an_entry_balances_in_each_currency_or_not_at_all(postings: list[Posting]) -> None:
    sums = [sum(p.minor for p in postings if p.currency == currency) for currency in ("GBP", "CNY")]
    assert is_balanced(postings) == (bool(postings) and sums == [0, 0])
