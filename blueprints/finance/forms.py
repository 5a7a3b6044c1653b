"""What finance staff type."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from flask import request
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, ValidationError
from wtforms.validators import Optional

from adapters import clock
from trade.kernel.money import EXPONENTS
from trade.parties.queries import Payer
from web.choices import options
from web.fields import MoneyField
from web.filters import viewers_zone
from web.forms import Form, at_most, filled
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

OLDEST: Final = timedelta(days=366)
FIRST: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Nothing was settled before; much earlier instants have no day in some time zones."""


class ReceiptForm(Form):
    """One bank transfer, as the bank's sheet shows it."""

    currency = SelectField(_l("Currency"), [filled()], choices=options((code, code) for code in EXPONENTS))
    amount = MoneyField(_l("Amount"), [filled()])
    bank_reference = StringField(_l("The bank's reference"), [filled(), at_most(80)])
    payer = StringField(_l("Payer"), [at_most(160)])
    received_on = DateField(_l("Received on"), [filled()])
    owner = StringField(_l("Whose money is it?"), [at_most(120)])
    owner_id = RadioField(_l("Which of these?"), [Optional()], choices=[], validate_choice=False)

    def process(self, *args: Any, **kwargs: Any) -> None:
        """Read the amount in the currency that was chosen beside it."""
        chosen = request.form.get("currency") or kwargs.get("currency", "")
        if chosen in EXPONENTS:
            self.amount.currency = chosen
        super().process(*args, **kwargs)

    def validate_received_on(self, field: DateField) -> None:
        """Refuse days that a bank's sheet of today cannot show."""
        today = clock.now().astimezone(viewers_zone()).date()
        if isinstance(field.data, date) and not today - OLDEST <= field.data <= today:
            raise ValidationError(
                _("Enter the day on which the bank received it: within the last year, and not after today.")
            )

    def ask_which(self, found: Sequence[Payer]) -> None:
        """Say beside the owner that nobody, or more than one, fits, and offer those who do."""
        if not found:
            self.owner.errors = [
                _("Nobody of this name or code buys here. Correct it, or leave it empty and match it later.")
            ]
            return
        self.owner.errors = [_("Several fit. Choose one below.")]
        self.owner_id.choices = options(
            (str(row.id), " · ".join(filter(None, (row.name, row.code, row.region_code)))) for row in found
        )


class DecisionForm(Form):
    """A decision on exactly what was shown."""

    shown = HiddenField()

    def content(self) -> bytes:
        """Return the hash of what was shown; what is no hash equals nothing."""
        try:
            return bytes.fromhex(self.shown.data or "")
        except ValueError:
            return b""


class UntilForm(DecisionForm):
    """Up to when to settle: exactly the instant, and what its preview showed."""

    until = HiddenField(validators=[filled()])

    def instant(self) -> datetime | None:
        """Return the instant; nothing for what is none, lies ahead, or lies before everything."""
        try:
            found = datetime.fromisoformat(self.until.data or "")
        except ValueError:
            return None
        return found if found.tzinfo is not None and FIRST <= found <= clock.now() else None


class RejectionForm(Form):
    """Why a payout is not sent."""

    reason = StringField(_l("Reason"), [filled(_l("Say why, so that it can be prepared anew.")), at_most(200)])


class WriteOffForm(Form):
    """Why a seller will never pay."""

    note = StringField(_l("Why it is never paid"), [filled(_l("Say why, for whoever decides.")), at_most(200)])
