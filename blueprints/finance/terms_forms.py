"""What finance staff type about how a seller is settled."""

from typing import Any, Final

from wtforms import RadioField, StringField

from trade.settlement.rules import Period, Terms
from web.choices import options
from web.fields import MoneyField, PercentField, QuantityField
from web.forms import Form, at_most, filled
from web.statements import PERIODS
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

RESERVE_DAYS_MAX: Final = 366


class TermsForm(Form):
    """How often a seller gets a statement, and what is taken off it."""

    period = RadioField(_l("How often"), [filled()], choices=options((p, word) for p, word in PERIODS.items()))
    service_tax_rate = PercentField(_l("Tax on commission and fees, in per cent"), [filled()])
    reserve_rate = PercentField(_l("Held back, in per cent of what is earned"), [filled()])
    reserve_days = QuantityField(_l("For how many days"), [filled()], zero=True)

    def terms(self) -> Terms | None:
        """Return what was typed; nothing where days are out of bounds, with a sentence beside them."""
        if self.reserve_days.data > RESERVE_DAYS_MAX:
            self.reserve_days.errors = [_("Hold money back for a year at most.")]
            return None
        return Terms(
            Period(self.period.data), self.service_tax_rate.data, self.reserve_rate.data, self.reserve_days.data
        )


class FeeForm(Form):
    """A fee for a service to a seller, in the ``currency`` that it is made with."""

    fee = MoneyField(_l("Fee before tax"), [filled()])
    words = StringField(_l("What it is for"), [filled(_l("Say what it is for: the seller reads it.")), at_most(160)])

    def process(self, *args: Any, **kwargs: Any) -> None:
        """Read the fee in the seller's currency."""
        self.fee.currency = kwargs["currency"]
        super().process(*args, **kwargs)
