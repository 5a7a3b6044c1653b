"""What a seller says of price lists, buyers' levels and agreements."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from trade.parties.queries import RegionRow
from trade.pricing.actions import Audience
from trade.pricing.rules import LEVEL_MAX, Counting, Mode, Period, period_of
from web.access import call, viewer
from web.choices import options
from web.forms import Form, QuantityField, UnitPriceField, at_most, filled
from web.naming import named
from web.translation import gettext as _
from web.translation import lazy_gettext as _l


class DatedForm(Form):
    """A period in days of the seller's."""

    first = DateField(_l("First day"), [Optional()])
    last = DateField(_l("Last day"), [Optional()])

    def period(self) -> Period:
        """The days as instants, in the seller's time zone; from now on where no first day is named."""
        who = viewer()
        return period_of(self.first.data, self.last.data, who.time_zone if who else "UTC", call().at)

    def judge_days(self) -> bool:
        """Say so where the days are in the wrong order, or over."""
        last: date | None = self.last.data
        if last is not None and self.period().is_empty:
            self.last.errors = [*self.last.errors, _("Choose a last day that is not over, and not before the first.")]
            return False
        return True


class ListForm(Form):
    """A new price list and whom it is for."""

    name = StringField(_l("Name"), [filled(), at_most(80)])
    whom = RadioField(
        _l("For whom"),
        choices=options(
            [("level", _l("Buyers of a level")), ("region", _l("Buyers in a region")), ("buyer", _l("One buyer"))]
        ),
        default="level",
    )
    level = StringField(_l("Level"), [at_most(LEVEL_MAX)])
    region_code = SelectField(_l("Region"), choices=[], validate_choice=False)
    buyer = StringField(_l("Code of the buyer"), [at_most(40)])

    def offer(self, regions: Sequence[RegionRow]) -> None:
        """Fill in the regions to choose from."""
        self.region_code.choices = options([("", _("Choose")), *((row.code, named(row)) for row in regions)])

    def audience(self) -> Audience | None:
        """Whom it is for; ``None``, with a word at the field, where that was left empty."""
        field = {"level": self.level, "region": self.region_code, "buyer": self.buyer}[self.whom.data]
        if not field.data:
            field.errors = [*field.errors, _("Fill this in.")]
            return None
        names = {"level": "level", "region": "region_code", "buyer": "buyer"}
        said: dict[str, Any] = {names[self.whom.data]: field.data}
        return Audience(**said)


class PasteForm(DatedForm):
    """Prices as they are pasted from a spreadsheet, and from when to when they hold."""

    pasted = TextAreaField(_l("Prices"), [filled()])
    graduated = BooleanField(_l("Each step’s price only for the units beyond it"))
    together = BooleanField(_l("Count all specifications of the product together"))

    @property
    def mode(self) -> Mode:
        """How the steps are read."""
        return Mode.GRADUATED if self.graduated.data else Mode.ALL_UNITS

    @property
    def counting(self) -> Counting:
        """What the steps count."""
        return Counting.PRODUCT if self.together.data else Counting.SKU


class LevelForm(Form):
    """What a buyer is to the seller."""

    buyer = StringField(_l("Code of the buyer"), [filled(), at_most(40)])
    level = StringField(_l("Level"), [at_most(LEVEL_MAX)])


class AgreementForm(DatedForm):
    """With whom, about what, and for how long."""

    buyer = StringField(_l("Code of the buyer"), [filled(), at_most(40)])
    title = StringField(_l("Title"), [filled(), at_most(80)])
    first = DateField(_l("First day"), [Optional()])
    last = DateField(_l("Last day"), [filled()])


class AgreementLineForm(Form):
    """One SKU of a draft."""

    sku = StringField(_l("Code of the product"), [filled(), at_most(40)])
    unit_price = UnitPriceField(_l("Price of one"), [filled()])
    capacity = QuantityField(_l("At most, in units"), zero=True)
    uncapped = BooleanField(_l("No cap: any quantity"))

    def process(self, *arguments: Any, **values: Any) -> None:
        """Read prices in the currency of the seller."""
        who = viewer()
        if who is not None:
            self.unit_price.currency = who.currency
        super().process(*arguments, **values)

    def judge_capacity(self) -> bool:
        """Either a capacity or none: an empty field is neither."""
        if self.capacity.errors or self.uncapped.data or self.capacity.data is not None:
            return not self.capacity.errors
        self.capacity.errors = [_("Enter how much is covered, or tick “No cap”.")]
        return False
