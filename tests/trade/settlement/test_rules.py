"""What a line earns, the life of a payout, and that an approval holds for exactly what was shown."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from trade.kernel.errors import MoveRefused
from trade.kernel.ids import new_id
from trade.kernel.money import Money
from trade.settlement.rules import PAYOUT_MOVES, PayoutState, earning_of, move_payout, payout_content

S = PayoutState
ALLOWED = {(S.PREPARED, S.SENT), (S.PREPARED, S.REJECTED), (S.SENT, S.BOOKED)}
GROSS = st.integers(0, 10**14)
RATES = st.decimals(0, "0.999999", places=6)


@pytest.mark.parametrize(("current", "to"), list(product(S, S)))
def test_every_pair_of_states_of_a_payout_is_decided(current: PayoutState, to: PayoutState) -> None:
    if (current, to) in ALLOWED:
        assert move_payout(current, to) is to
    else:
        with pytest.raises(MoveRefused) as caught:
            move_payout(current, to)
        assert (caught.value.what, caught.value.current, caught.value.to) == ("payout", current, to)


def test_every_state_of_a_payout_has_a_row() -> None:
    assert set(PAYOUT_MOVES) == set(S)


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


def test_what_is_approved_changes_with_each_thing_that_was_shown() -> None:
    seller = new_id()
    plain = payout_content(seller, Money(100, "GBP"), "GB00")
    others = {
        payout_content(new_id(), Money(100, "GBP"), "GB00"),
        payout_content(seller, Money(101, "GBP"), "GB00"),
        payout_content(seller, Money(100, "CNY"), "GB00"),
        payout_content(seller, Money(100, "GBP"), "GB01"),
    }
    assert plain == payout_content(seller, Money(100, "GBP"), "GB00")
    assert len(others | {plain}) == 5
