"""What finance staff type about a rate or a limit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from wtforms import DateField, SelectField, StringField

from blueprints.finance.rate_words import subject_of
from trade.rates.queries import StandingRate
from trade.rates.rules import RateKind
from web.choices import options
from web.fields import TypedField
from web.forms import Form, at_most, filled
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

_FIGURE: Final = re.compile(r"[0-9]{1,9}(\.[0-9]{1,4})?")


class FigureField(TypedField):
    """A number without a sign, in the measure of what it is for."""

    def read(self, text: str) -> Decimal:
        """Read a number with at most four digits after the point."""
        text = text.removesuffix("%").strip().replace(",", "")
        if not _FIGURE.fullmatch(text):
            raise ValueError(_("Enter a number such as 48 or 0.05."))
        return Decimal(text)


class DatedRateForm(Form):
    """Another number, from a day on."""

    what = SelectField(_l("What changes"), [filled()], choices=[])
    value = FigureField(_l("From then on"), [filled(_l("Enter a number."))], render_kw={"inputmode": "decimal"})
    day = DateField(_l("Holds from"), [filled(_l("Enter the first day on which it holds."))])
    why = StringField(
        _l("Why"), [filled(_l("Say why: whoever decides reads it, and so do those who look back.")), at_most(200)]
    )

    def offer(self, standing: Sequence[StandingRate]) -> None:
        """Offer every number that there is."""
        self.what.choices = options((row.key, subject_of(row)) for row in standing)

    def subject(self) -> tuple[RateKind, UUID | None]:
        """Which number is meant."""
        kind, _colon, category = self.what.data.partition(":")
        return RateKind(kind), UUID(category) if category else None
