"""What a seller may save as a ladder; the database gives the same verdict."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import ARRAY, Integer, Numeric, bindparam, text
from sqlalchemy.orm import Session

from tests.trade.pricing.ladders import LADDERS, ODD_STEPS, RULES
from trade.kernel.quantities import QuantityRule
from trade.pricing.rules import Ladder, LadderProblem, Step, problems_of

P = LadderProblem
SIXES = QuantityRule(6, 6)
SOUND = text("SELECT ladder_is_sound(:quantities, :prices)").bindparams(
    bindparam("quantities", type_=ARRAY(Integer)), bindparam("prices", type_=ARRAY(Numeric(18, 6)))
)
OUR_OWN = {P.FIRST_STEP_NOT_MOQ, P.STEP_NOT_MULTIPLE, P.QUANTITY_TOO_LARGE}
"""What only the SKU's own rule knows; the table's check can't."""


def steps(*pairs: tuple[int, str]) -> list[Step]:
    return [Step(quantity, Decimal(price)) for quantity, price in pairs]


@pytest.mark.parametrize(
    ("ladder", "problems"),
    [
        ([], [(0, P.EMPTY)]),
        (steps((6, "2"), (12, "1")), []),
        (steps((12, "2")), [(0, P.FIRST_STEP_NOT_MOQ)]),
        (steps((6, "2"), (13, "1")), [(1, P.STEP_NOT_MULTIPLE)]),
        (steps((6, "2"), (6, "1")), [(1, P.QUANTITY_NOT_RISING)]),
        (steps((6, "2"), (12, "2")), [(1, P.PRICE_RISES)]),
        (steps((6, "0")), [(0, P.PRICE_NOT_POSITIVE)]),
        (steps((6, "NaN"), (12, "Infinity")), [(0, P.PRICE_OUT_OF_RANGE), (1, P.PRICE_OUT_OF_RANGE)]),
        (steps((6, "0.0000001")), [(0, P.PRICE_OUT_OF_RANGE)]),
        (steps((6, "1000000000.000001")), [(0, P.PRICE_OUT_OF_RANGE)]),
        (steps((6, "2"), (1_000_002, "1")), [(1, P.QUANTITY_TOO_LARGE)]),
        (steps(*((6 * n, str(100 - n)) for n in range(1, 10))), [(8, P.TOO_MANY_STEPS)]),
    ],
)
def test_what_is_wrong_is_said_by_row(ladder: list[Step], problems: list[tuple[int, LadderProblem]]) -> None:
    assert problems_of(ladder, SIXES) == problems


@given(LADDERS)
def test_a_ladder_that_falls_step_by_step_can_be_saved(ladder: Ladder) -> None:
    assert problems_of(ladder.steps, QuantityRule(ladder.steps[0].quantity, 1)) == []


@given(ladder=ODD_STEPS, rule=RULES | st.just(QuantityRule(1, 1)))
@example(ladder=[Step(1, Decimal(2)), Step(1, Decimal(1))], rule=QuantityRule(1, 1))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_gives_the_same_verdict(session: Session, ladder: list[Step], rule: QuantityRule) -> None:
    problems = {problem for _, problem in problems_of(ladder, rule)}
    if P.PRICE_OUT_OF_RANGE in problems:
        return  # the column has no room for it
    quantities, prices = [step.quantity for step in ladder], [step.unit_price for step in ladder]
    sound = session.execute(SOUND, {"quantities": quantities, "prices": prices}).scalar_one()
    if ladder and ladder[0].quantity <= 0:
        assert P.FIRST_STEP_NOT_MOQ in problems  # whatever the rest: the table refuses a first step below one
        assert not sound
    else:
        assert bool(sound) == (not problems - OUR_OWN)


@pytest.mark.parametrize(
    "arrays", ["{NULL}, {1}", "{1}, {NULL}", "{1,2}, {2}", "{1}, {NaN}", "{1}, {Infinity}", "{}, {}"]
)
def test_the_database_refuses_what_no_code_of_ours_writes(session: Session, arrays: str) -> None:
    quantities, prices = arrays.split(", ")
    sound = session.execute(
        text("SELECT ladder_is_sound(CAST(:q AS integer[]), CAST(:p AS numeric[]))"), {"q": quantities, "p": prices}
    ).scalar_one()
    assert sound is False
