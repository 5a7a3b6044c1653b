"""What a line earns."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from trade.kernel.money import Money
from trade.settlement.rules import at_once, earning_of

GROSS = st.integers(0, 10**14)
RATES = st.decimals(0, "0.999999", places=6)


@given(GROSS, RATES)
def test_commission_and_net_sum_to_the_gross_and_neither_is_negative(gross: int, rate: Decimal) -> None:
    earning = earning_of(Money(gross, "GBP"), rate)
    assert earning.commission + earning.net == earning.gross == Money(gross, "GBP")
    assert 0 <= earning.commission.minor <= gross


@given(gross=GROSS, rate=RATES)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_settlements_sql_rounds_as_the_rule_does(session: Session, gross: int, rate: Decimal) -> None:
    rounded = session.execute(
        text("SELECT round(CAST(:gross AS bigint) * CAST(:rate AS numeric(7,6)))::bigint"),
        {"gross": gross, "rate": rate},
    ).scalar_one()
    assert rounded == earning_of(Money(gross, "GBP"), rate).commission.minor


@given(st.lists(st.integers(0, 1_000), min_size=1), st.integers(1, 3_000))
def test_a_transaction_takes_as_many_sellers_as_fit_and_always_one(line_counts: list[int], lines: int) -> None:
    taken = at_once(line_counts, lines)
    assert 1 <= taken <= len(line_counts)
    assert taken == 1 or sum(line_counts[:taken]) <= lines
    assert taken == len(line_counts) or sum(line_counts[: taken + 1]) > lines
