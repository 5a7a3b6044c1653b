"""The steps of a ladder in a form, and how they are read."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from wtforms import BooleanField

from blueprints.supplier.ladder_words import AT_PRICE, problem_sentence
from trade.kernel.quantities import QuantityRule
from trade.pricing.actions import LadderRefused
from trade.pricing.rules import STEPS_MAX, Counting, Ladder, LadderProblem, LadderTerms, Mode, Step
from web.access import viewer
from web.forms import Form, QuantityField, UnitPriceField
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

ROWS_AT_LEAST: Final = 4


class StepRow:
    """One row of the ladder: from how many up, and at which price."""

    def __init__(self, number: int, quantity: QuantityField, unit_price: UnitPriceField) -> None:
        self.number = number
        self.quantity = quantity
        self.unit_price = unit_price

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(_stands_in(field) for field in (self.quantity, self.unit_price))

    @property
    def errors(self) -> Sequence[str]:
        """What is wrong with it."""
        return [*self.quantity.errors, *self.unit_price.errors]

    def complain(self, field: QuantityField | UnitPriceField, sentence: str) -> None:
        """Say what is wrong beside one of its fields."""
        field.errors = [*field.errors, sentence]


def _stands_in(field: QuantityField | UnitPriceField) -> bool:
    """Whether something was typed into a field, or is there already."""
    return bool(field.typed.strip()) if field.typed is not None else field.data is not None


class StepsForm(Form):
    """The rows of a ladder, ``quantity_0`` … ``price_7`` (added below), and how it counts."""

    graduated = BooleanField(_l("Each step’s price only for the units beyond it"))
    together = BooleanField(_l("Count all specifications of the product together"))

    def process(self, *arguments: Any, **values: Any) -> None:
        """Read prices in the currency of the seller."""
        who = viewer()
        for name, field in self._fields.items():
            if name.startswith("price_") and who is not None:
                field.currency = who.currency
        super().process(*arguments, **values)

    @property
    def rows(self) -> list[StepRow]:
        """All rows of the ladder that the form could hold."""
        return [StepRow(n + 1, self[f"quantity_{n}"], self[f"price_{n}"]) for n in range(STEPS_MAX)]

    @property
    def shown_rows(self) -> list[StepRow]:
        """The rows to draw: those filled in, and room for two more."""
        last = max((row.number for row in self.rows if not row.is_empty), default=0)
        return self.rows[: max(ROWS_AT_LEAST, last + 2)]

    def steps(self) -> tuple[Step, ...]:
        """The steps typed; empty rows don't count."""
        return tuple(Step(row.quantity.data, row.unit_price.data) for row in self._filled())

    def terms(self) -> LadderTerms:
        """The steps typed, and how they are read."""
        mode = Mode.GRADUATED if self.graduated.data else Mode.ALL_UNITS
        return LadderTerms(self.steps(), mode, Counting.PRODUCT if self.together.data else Counting.SKU)

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Judge the shape, and that no row is half filled in."""
        sound = super().validate(extra_validators)
        for row in self._filled():
            if row.errors:
                continue
            if row.quantity.data is None:
                row.complain(row.quantity, _("Enter from how many up this price holds, or empty the row."))
            elif row.unit_price.data is None:
                row.complain(row.unit_price, _("Enter the price for this quantity, or empty the row."))
        return bool(sound) and not any(row.errors for row in self.rows)

    def rule(self) -> QuantityRule:
        """Return which quantities the ladder's SKU is sold in."""
        raise NotImplementedError

    def refuse_steps(self, error: LadderRefused) -> None:
        """Put each problem of the ladder into its row."""
        filled_rows = self._filled() or self.rows
        for index, problem in error.problems:
            said = problem_sentence(problem, self.rule())
            if problem is LadderProblem.GRADUATED_FAMILY:
                self.together.errors = [*self.together.errors, said]
                continue
            row = filled_rows[min(index, len(filled_rows) - 1)]
            row.complain(row.unit_price if problem in AT_PRICE else row.quantity, said)

    def write_ladder(self, ladder: Ladder | None) -> None:
        """Put what holds now into the form."""
        if ladder is not None:
            self.graduated.data = ladder.mode is Mode.GRADUATED
            self.together.data = ladder.counting is Counting.PRODUCT
        self.write_steps(ladder.steps if ladder else ())

    def write_steps(self, steps: Sequence[Step]) -> None:
        """Put these steps into the rows, whatever was typed there."""
        for index, row in enumerate(self.rows):
            step = steps[index] if index < len(steps) else None
            row.quantity.typed = row.unit_price.typed = None
            row.quantity.data = step.quantity if step else None
            row.unit_price.data = step.unit_price if step else None

    def _filled(self) -> list[StepRow]:
        return [row for row in self.rows if not row.is_empty]


for _n in range(STEPS_MAX):
    setattr(StepsForm, f"quantity_{_n}", QuantityField(_l("Step %(n)s: from", n=_n + 1)))
    setattr(StepsForm, f"price_{_n}", UnitPriceField(_l("Step %(n)s: price", n=_n + 1)))


def empty_ladder() -> LadderRefused:
    """Say that a product which has prices cannot be left without any."""
    return LadderRefused([(0, LadderProblem.EMPTY)])
