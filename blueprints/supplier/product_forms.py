"""What a seller says of a product: its sheet, and the steps of its prices in the same form."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField

from blueprints.supplier.ladder_words import AT_PRICE, problem_sentence
from blueprints.supplier.words import percent
from trade.catalogue.actions import ProductSheet
from trade.catalogue.queries import CategoryChoice
from trade.kernel.quantities import QuantityRule
from trade.pricing.actions import LadderRefused
from trade.pricing.rules import STEPS_MAX, LadderProblem, Step
from web.access import viewer
from web.forms import Form, QuantityField, UnitPriceField, at_most, filled
from web.naming import named
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


class ProductForm(Form):
    """The sheet of a product. The rows of its ladder, ``quantity_0`` … ``price_7``, are added below."""

    code = StringField(_l("Code"), [filled(), at_most(40)])
    name = StringField(_l("Name"), [filled(), at_most(160)])
    name_zh = StringField(_l("Name in Chinese"), [at_most(160)])
    category_id = SelectField(_l("Category"), [filled(_l("Choose a category."))], coerce=str)
    description = TextAreaField(_l("Description"), [at_most(4000)])
    unit = StringField(_l("Unit"), [filled(), at_most(20)])
    pack_size = QuantityField(_l("Units in a carton"), [filled()])
    moq = QuantityField(_l("Smallest order"), [filled()])
    multiple = QuantityField(_l("Sold in multiples of"), [filled()])
    barcode = StringField(_l("Barcode"), [at_most(20)])
    is_offered = BooleanField(_l("For sale"))
    version = HiddenField()
    category_names: dict[Any, str]

    def process(self, *arguments: Any, **values: Any) -> None:
        """Read prices in the currency of the seller."""
        who = viewer()
        for name, field in self._fields.items():
            if name.startswith("price_") and who is not None:
                field.currency = who.currency
        super().process(*arguments, **values)

    def offer_categories(self, choices: Sequence[CategoryChoice]) -> None:
        """Fill in the categories to choose from, with what the platform takes there."""
        self.category_names = {
            str(choice.id): _("%(name)s, %(rate)s commission", name=named(choice), rate=percent(choice.commission_rate))
            for choice in choices
        }
        self.category_id.choices = [("", _("Choose")), *self.category_names.items()]

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

    def sheet(self) -> ProductSheet:
        """What was typed about the product itself."""
        return ProductSheet(
            code=self.code.data or "", name=self.name.data or "", name_zh=self.name_zh.data or "",
            description=self.description.data or "", category_id=UUID(self.category_id.data), unit=self.unit.data or "",
            pack_size=self.pack_size.data, moq=self.moq.data, multiple=self.multiple.data,
            barcode=self.barcode.data or "", is_offered=bool(self.is_offered.data),
        )  # fmt: skip

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
        """Return which quantities the form allows, as far as they were typed."""
        return QuantityRule(self.moq.data or 1, self.multiple.data or 1)

    def refuse_steps(self, error: LadderRefused) -> None:
        """Put each problem of the ladder into its row."""
        filled_rows = self._filled() or self.rows
        for index, problem in error.problems:
            row = filled_rows[min(index, len(filled_rows) - 1)]
            field = row.unit_price if problem in AT_PRICE else row.quantity
            row.complain(field, problem_sentence(problem, self.rule()))

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
    setattr(ProductForm, f"quantity_{_n}", QuantityField(_l("Step %(n)s: from", n=_n + 1)))
    setattr(ProductForm, f"price_{_n}", UnitPriceField(_l("Step %(n)s: price", n=_n + 1)))


def empty_ladder() -> LadderRefused:
    """Say that a product which has prices cannot be left without any."""
    return LadderRefused([(0, LadderProblem.EMPTY)])
