"""Ladders of prices: steps by quantity, what is wrong with one, and which parts of a quantity cost what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from trade.kernel.quantities import QUANTITY_MAX, QuantityRule

STEPS_MAX: Final = 8
UNIT_PRICE_MAX: Final = Decimal(1_000_000_000)
UNIT_PRICE_GRAIN: Final = Decimal("0.000001")


class Mode(StrEnum):
    """What a step's price is for: all units of the quantity that reaches it, or only those beyond it."""

    ALL_UNITS = "all_units"
    GRADUATED = "graduated"


class Counting(StrEnum):
    """What a ladder counts: the SKU alone, or all SKUs of its product that lie in the same cart."""

    SKU = "sku"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True)
class Step:
    """From ``quantity`` up (half-open, to the next step) one unit costs ``unit_price``."""

    quantity: int
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class LadderTerms:
    """What a seller says of a SKU's price: the steps, and how they are read."""

    steps: tuple[Step, ...]
    mode: Mode = Mode.ALL_UNITS
    counting: Counting = Counting.SKU


@dataclass(frozen=True, slots=True)
class Ladder:
    """Steps by rising quantity and falling price, in one currency.

    Graduated, the first step's price is for the units up to the second step's quantity, and so on; such a ladder
    counts its SKU alone, since of several SKUs nobody could say whose units come first.
    """

    steps: tuple[Step, ...]
    currency: str
    mode: Mode = Mode.ALL_UNITS
    counting: Counting = Counting.SKU

    def step_at(self, quantity: int) -> int:
        """Index of the step that ``quantity`` has reached; the first one below it too."""
        reached = 0
        for index, step in enumerate(self.steps):
            if step.quantity <= quantity:
                reached = index
        return reached

    def parts(self, quantity: int, counted: int) -> Iterator[tuple[int, Decimal]]:
        """Cut ``quantity`` into parts of one unit price each, when the ladder counts ``counted``."""
        if self.mode is Mode.ALL_UNITS:
            yield quantity, self.steps[self.step_at(counted)].unit_price
            return
        begins = 0
        for index, step in enumerate(self.steps):
            ends = self.steps[index + 1].quantity if index + 1 < len(self.steps) else quantity
            if begins < quantity:
                yield min(ends, quantity) - begins, step.unit_price
            begins = ends


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
    GRADUATED_FAMILY = "graduated_family"


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


def problems_of_terms(terms: LadderTerms, rule: QuantityRule) -> list[tuple[int, LadderProblem]]:
    """What is wrong with a ladder and with how it is to be read."""
    found = problems_of(terms.steps, rule)
    if terms.mode is Mode.GRADUATED and terms.counting is Counting.PRODUCT:
        found.append((0, LadderProblem.GRADUATED_FAMILY))
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
