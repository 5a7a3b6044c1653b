"""Lists of every kind and agreements weighed together; and prices changed now, later and for some days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.trade.pricing.ladders import LADDERS
from trade.kernel.money import line_total
from trade.kernel.quantities import QuantityRule
from trade.pricing.rules import Candidate, Counting, Ladder, Mode, Period, Source, Step, price_for
from trade.pricing.rules.timeline import Held, rearrange
from trade.pricing.told import told_price, trace_from

SKU, ONES = UUID(int=1), QuantityRule(1, 1)
LISTS = [source for source in Source if source is not Source.AGREEMENT]
START = datetime(2026, 3, 1, tzinfo=UTC)


@st.composite
def entitlements(draw: st.DrawFn) -> list[Candidate]:
    """Some lists, at least one, and some agreements."""
    found = [
        Candidate(
            draw(st.sampled_from(LISTS)),
            UUID(int=10 + n),
            Ladder(ladder.steps, "GBP", draw(st.sampled_from(Mode)), Counting.SKU),
        )
        for n, ladder in enumerate(draw(st.lists(LADDERS, min_size=1, max_size=3)))
    ]
    for n in range(draw(st.integers(0, 3))):
        price = draw(st.decimals("0.01", 100, places=2))
        remaining = draw(st.none() | st.integers(0, 500))
        ladder = Ladder((Step(1, price),), "GBP")
        found.append(Candidate(Source.AGREEMENT, UUID(int=100 + n), ladder, f"AG-{n}", remaining))
    return found


SLOW = settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150, deadline=None)


@SLOW
@given(entitlements(), st.integers(1, 2_000), st.randoms())
def test_theme_11_the_order_in_which_rules_were_entered_changes_nothing(
    candidates: list[Candidate], quantity: int, random: Random
) -> None:
    """Complaint 11: shuffling lists and agreements gives the same price, parts, reasons and next step."""
    shuffled = list(candidates)
    random.shuffle(shuffled)
    assert price_for(SKU, candidates, quantity, rule=ONES) == price_for(SKU, shuffled, quantity, rule=ONES)


@SLOW
@given(entitlements(), st.integers(1, 2_000))
def test_the_parts_come_to_the_whole_and_no_other_way_is_cheaper(candidates: list[Candidate], quantity: int) -> None:
    """Complaint 10: each part is rounded once, and what is shown is the sum of what the order's lines say."""
    found = price_for(SKU, candidates, quantity, rule=ONES)
    assert sum(part.quantity for part in found.segments) == quantity
    assert found.amount.minor == sum(part.amount.minor for part in found.segments)
    assert all(part.amount == line_total(part.unit_price, part.quantity, "GBP") for part in found.segments)
    for candidate in candidates:
        if candidate.remaining is None:
            parts = candidate.ladder.parts(quantity, quantity)
            assert found.amount.minor <= sum(line_total(price, count, "GBP").minor for count, price in parts)
        used = sum(part.quantity for part in found.segments if part.rule_id == candidate.rule_id)
        assert candidate.remaining is None or used <= candidate.remaining


@SLOW
@given(entitlements(), st.integers(1, 2_000))
def test_theme_1_the_reasons_add_up_to_the_price(candidates: list[Candidate], quantity: int) -> None:
    """Complaint 1: what won is told part by part, and the parts come to the price to the cent."""
    found = price_for(SKU, candidates, quantity, rule=ONES)
    won = [line for line in found.trace if line.won]
    assert sum(line.quantity for line in won) == quantity
    assert sum(line.amount.minor for line in won) == found.amount.minor
    assert {line.rule_id for line in won} == {part.rule_id for part in found.segments}
    for line in found.trace:
        assert sum(part.quantity for part in line.parts) == line.quantity
        assert sum(part.amount.minor for part in line.parts) == line.amount.minor
        assert all(part.amount == line_total(part.unit_price, part.quantity, "GBP") for part in line.parts)
        steps = next(c.ladder.steps for c in candidates if c.rule_id == line.rule_id)
        assert all(Step(part.step_quantity, part.unit_price) in steps for part in line.parts)
    assert trace_from(told_price(found), "GBP") == tuple(replace(line, remaining=None) for line in found.trace)


def test_what_an_order_kept_before_parts_were_written_down_is_still_read() -> None:
    """An agreement's trace of last year: the line as it was told then, and no parts."""
    kept = {
        "source": "agreement", "rule": str(SKU), "name": "AG-1", "quantity": 20, "counted": 30, "step": 1,
        "unit_price": "2.00", "amount": 4000, "won": True,
    }  # fmt: skip
    (line,) = trace_from([kept], "GBP")
    assert (line.quantity, line.amount.minor, line.won, line.parts) == (20, 4000, True, ())


def test_of_equal_amounts_the_agreement_counts() -> None:
    step = (Step(1, Decimal(2)),)
    base = Candidate(Source.BASE_LIST, UUID(int=1), Ladder(step, "GBP"))
    agreed = Candidate(Source.AGREEMENT, UUID(int=2), Ladder(step, "GBP"), "AG", 10)
    found = price_for(SKU, [base, agreed], 6, rule=ONES)
    assert [(part.source, part.quantity) for part in found.segments] == [(Source.AGREEMENT, 6)]


@SLOW
@given(st.lists(st.tuples(st.integers(0, 30), st.none() | st.integers(1, 20)), min_size=1, max_size=8))
def test_after_any_changes_one_price_holds_at_each_instant_and_exceptions_leave_the_rest_alone(
    changes: list[tuple[int, int | None]],
) -> None:
    rows: list[Held[int, int]] = []
    key = 0
    for terms, (begins, days) in enumerate(changes):
        since = START + timedelta(days=begins)
        period = Period(since, since + timedelta(days=days) if days else None)
        before = {day: at(rows, day) for day in range(60)}
        done = rearrange(rows, terms, period)
        rows = [
            Held(row.key, row.terms, done.moved.get(row.key, row.period))
            for row in rows
            if row.key not in done.withdrawn
        ]
        for said, span in done.added:
            key += 1
            rows.append(Held(key, said, span))
        assert not any(row.period.is_empty for row in rows)
        for day in range(60):
            if days and not begins <= day < begins + days:
                assert at(rows, day) == before[day]
            elif days or day == begins:
                assert at(rows, day) == terms
            elif day < begins:
                assert at(rows, day) == before[day]


def at(rows: list[Held[int, int]], day: int) -> int | None:
    """Return what holds on a day; the test fails where two do."""
    instant = START + timedelta(days=day)
    holding = [row.terms for row in rows if row.period.moment(instant) == "now"]
    assert len(holding) <= 1
    return holding[0] if holding else None
