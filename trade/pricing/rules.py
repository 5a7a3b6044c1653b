"""The one price function: from candidates to segments, the exact amount and the trace."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from trade.kernel.errors import DomainError
from trade.kernel.money import Money, line_total
from trade.kernel.quantities import QUANTITY_MAX, QuantityRule

STEPS_MAX: Final = 8
UNIT_PRICE_MAX: Final = Decimal(1_000_000_000)
UNIT_PRICE_GRAIN: Final = Decimal("0.000001")


class Source(StrEnum):
    """Where a candidate price comes from; of equal amounts the earlier source wins."""

    BASE_LIST = "base_list"


class NoPrice(DomainError):
    """Nobody quotes a price for this SKU to this buyer."""

    def __init__(self, sku_id: UUID) -> None:
        super().__init__(str(sku_id))
        self.sku_id = sku_id


@dataclass(frozen=True, slots=True)
class Step:
    """From ``quantity`` up (half-open, to the next step) one unit costs ``unit_price``."""

    quantity: int
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps by rising quantity and falling price, in one currency; all units at the step's price."""

    steps: tuple[Step, ...]
    currency: str

    def step_at(self, quantity: int) -> int:
        """Index of the step that ``quantity`` has reached; the first one below it too."""
        reached = [i for i, step in enumerate(self.steps) if step.quantity <= quantity]
        return reached[-1] if reached else 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A ladder the buyer is entitled to, and the row it came from."""

    source: Source
    ladder_id: UUID
    ladder: Ladder


@dataclass(frozen=True, slots=True)
class Segment:
    """Part of a quantity at one unit price."""

    quantity: int
    unit_price: Decimal
    source: Source


@dataclass(frozen=True, slots=True)
class NextStep:
    """What a little more would bring: ``more`` units to ``unit_price``, and what that saves.

    ``saves`` compares the whole larger quantity at both prices.
    """

    more: int
    quantity: int
    unit_price: Decimal
    saves: Money


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One candidate as it was weighed."""

    source: Source
    ladder_id: UUID
    step_quantity: int
    unit_price: Decimal
    amount: Money
    won: bool


@dataclass(frozen=True, slots=True)
class Price:
    """The answer: segments, the exact amount (rounded once), why, and the next step."""

    quantity: int
    segments: tuple[Segment, ...]
    amount: Money
    ladder: Ladder
    trace: tuple[TraceLine, ...]
    next_step: NextStep | None

    @property
    def unit_price(self) -> Decimal:
        """Unit price of the first segment: what the page shows large."""
        return self.segments[0].unit_price


def price_for(
    sku_id: UUID,
    candidates: Sequence[Candidate],
    quantity: int,
    *,
    rule: QuantityRule,
    ladder_quantity: int | None = None,
) -> Price:
    """Price ``quantity`` base units of one SKU.

    ``candidates`` are what the buyer is entitled to now; the lowest amount wins, ties go to the
    earlier :class:`Source`, then to the lower unit price and ladder id, so that the order in which they were
    entered changes nothing. ``ladder_quantity`` is what the ladder counts when a family is
    counted together; the quantity itself by default. Raises ``NoPrice`` without a candidate.
    """
    if not candidates:
        raise NoPrice(sku_id)
    counted = quantity if ladder_quantity is None else ladder_quantity
    weighed = sorted(
        ((_amount(candidate, quantity, counted), candidate) for candidate in candidates),
        key=lambda pair: _rank(pair[0], pair[1], counted),
    )
    amount, winner = weighed[0]
    step = winner.ladder.steps[winner.ladder.step_at(counted)]
    return Price(
        quantity=quantity,
        segments=(Segment(quantity, step.unit_price, winner.source),),
        amount=amount,
        ladder=winner.ladder,
        trace=tuple(_trace(candidate, found, counted, winner) for found, candidate in weighed),
        next_step=_next_step(winner.ladder, quantity, counted, rule),
    )


def _rank(amount: Money, candidate: Candidate, counted: int) -> tuple[int, int, Decimal, UUID]:
    """Cheaper first; of equal amounts the earlier source, then the lower unit price."""
    ladder = candidate.ladder
    unit_price = ladder.steps[ladder.step_at(counted)].unit_price
    return amount.minor, list(Source).index(candidate.source), unit_price, candidate.ladder_id


def _amount(candidate: Candidate, quantity: int, counted: int) -> Money:
    ladder = candidate.ladder
    return line_total(ladder.steps[ladder.step_at(counted)].unit_price, quantity, ladder.currency)


def _trace(candidate: Candidate, amount: Money, counted: int, winner: Candidate) -> TraceLine:
    step = candidate.ladder.steps[candidate.ladder.step_at(counted)]
    return TraceLine(
        source=candidate.source,
        ladder_id=candidate.ladder_id,
        step_quantity=step.quantity,
        unit_price=step.unit_price,
        amount=amount,
        won=candidate is winner,
    )


def _next_step(ladder: Ladder, quantity: int, counted: int, rule: QuantityRule) -> NextStep | None:
    index = ladder.step_at(counted)
    if index + 1 >= len(ladder.steps):
        return None
    target = rule.at_least(quantity + ladder.steps[index + 1].quantity - counted)
    if target == 0:
        return None
    # A large multiple may leap over a step: what counts is where the target stands.
    step = ladder.steps[ladder.step_at(counted + target - quantity)]
    dear = line_total(ladder.steps[index].unit_price, target, ladder.currency)
    cheap = line_total(step.unit_price, target, ladder.currency)
    return NextStep(target - quantity, target, step.unit_price, dear - cheap)


class LadderProblem(StrEnum):
    """Why a ladder cannot be saved."""

    EMPTY = "empty"
    TOO_MANY_STEPS = "too_many_steps"
    PRICE_NOT_POSITIVE = "price_not_positive"
    PRICE_OUT_OF_RANGE = "price_out_of_range"
    QUANTITY_TOO_LARGE = "quantity_too_large"
    QUANTITY_NOT_RISING = "quantity_not_rising"
    PRICE_RISES = "price_rises"
    FIRST_STEP_NOT_MOQ = "first_step_not_moq"
    STEP_NOT_MULTIPLE = "step_not_multiple"


def problems_of(steps: Sequence[Step], rule: QuantityRule) -> list[tuple[int, LadderProblem]]:
    """What is wrong with a ladder before it is saved, as (row index, problem)."""
    if not steps:
        return [(0, LadderProblem.EMPTY)]
    found: list[tuple[int, LadderProblem]] = []
    if len(steps) > STEPS_MAX:
        found.append((STEPS_MAX, LadderProblem.TOO_MANY_STEPS))
    if steps[0].quantity != rule.minimum:
        found.append((0, LadderProblem.FIRST_STEP_NOT_MOQ))
    for index, step in enumerate(steps):
        before = steps[index - 1] if index else None
        found += [(index, problem) for problem in _problems_of_step(step, before, rule)]
    return found


def refit(steps: Sequence[Step], rule: QuantityRule) -> tuple[Step, ...]:
    """Move a ladder's steps up to quantities that ``rule`` admits: a proposal, for its seller to judge."""
    moved: list[Step] = []
    for index, step in enumerate(steps):
        quantity = rule.minimum if index == 0 else rule.at_least(step.quantity)
        if quantity and (not moved or quantity > moved[-1].quantity):
            moved.append(Step(quantity, step.unit_price))
    return tuple(moved)


def _problems_of_step(step: Step, before: Step | None, rule: QuantityRule) -> Iterator[LadderProblem]:
    if not _can_be_kept(step.unit_price):
        yield LadderProblem.PRICE_OUT_OF_RANGE
    elif step.unit_price <= 0:
        yield LadderProblem.PRICE_NOT_POSITIVE
    elif before and _can_be_kept(before.unit_price) and step.unit_price >= before.unit_price:
        yield LadderProblem.PRICE_RISES
    if step.quantity > QUANTITY_MAX:
        yield LadderProblem.QUANTITY_TOO_LARGE
    if step.quantity % rule.multiple:
        yield LadderProblem.STEP_NOT_MULTIPLE
    if before and step.quantity <= before.quantity:
        yield LadderProblem.QUANTITY_NOT_RISING


def _can_be_kept(unit_price: Decimal) -> bool:
    """Whether a price is a number of at most six decimals that a whole line of it cannot overflow."""
    return unit_price.is_finite() and abs(unit_price) <= UNIT_PRICE_MAX and unit_price % UNIT_PRICE_GRAIN == 0
