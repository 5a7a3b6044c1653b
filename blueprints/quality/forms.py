"""What is entered about an inspection."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import DateField, FileField, SelectField, StringField, TextAreaField

from blueprints.quality.words import LEVELS
from trade.quality.rules import AQL, AQLS, WORDS_MAX, Criterion, Grade, Level, Sampling
from web.choices import options
from web.filters import quantity
from web.forms import Form, QuantityField, at_most, filled
from web.translation import gettext as _
from web.translation import lazy_gettext as _l


class PlanForm(Form):
    """Of what a sample is drawn, and how sharply is looked."""

    lot_size = QuantityField(_l("Units in the lot"), [filled()])
    lot = StringField(_l("Number of the lot"), [at_most(40)])
    level = SelectField(_l("Inspection level"), [filled()], choices=options((str(k), v) for k, v in LEVELS.items()))
    major = SelectField(_l("AQL for major faults"), [filled()], default=str(AQL[Grade.MAJOR]))
    minor = SelectField(_l("AQL for minor faults"), [filled()], default=str(AQL[Grade.MINOR]))
    planned_on = DateField(_l("On"), [filled(_l("Choose a day."))])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.major.choices = self.minor.choices = options((str(aql), str(aql)) for aql in AQLS)

    def sampling(self) -> Sampling:
        """Return what was chosen."""
        return Sampling(
            self.lot_size.data or 0, Level(self.level.data), Decimal(self.major.data), Decimal(self.minor.data)
        )


class FindingsForm(Form):
    """How many units were wrong, who looked, what was seen, and the report."""

    critical = QuantityField("", [filled()], zero=True)
    major = QuantityField("", [filled()], zero=True)
    minor = QuantityField("", [filled()], zero=True)
    inspector = StringField(_l("Who looked"), [filled(), at_most(120)])
    words = TextAreaField(_l("What was seen"), [at_most(2000)])
    report = FileField(_l("Report, as a PDF or a photo of it"))

    def ask(self, criteria: Sequence[Criterion]) -> None:
        """Say of each grade how many units are looked at, and how many may be wrong."""
        for one in criteria:
            self[one.grade].label.text = _(
                "%(grade)s faults, of %(size)s units (up to %(accepts)s pass)",
                grade=SHORT[one.grade], size=quantity(one.size), accepts=quantity(one.accepts),
            )  # fmt: skip

    def found(self) -> dict[Grade, int]:
        """Return the numbers by grade."""
        return {grade: self[grade].data for grade in Grade}


SHORT = {Grade.CRITICAL: _l("Critical"), Grade.MAJOR: _l("Major"), Grade.MINOR: _l("Minor")}


class ReasonForm(Form):
    """Why something is decided so; the other side reads it."""

    reason = StringField(_l("Reason"), [filled(_l("Say why: the seller reads it.")), at_most(200)])


class AgainForm(Form):
    """Why goods that failed should be looked at again."""

    words = TextAreaField(_l("What you have put right"), [filled(), at_most(WORDS_MAX)])
