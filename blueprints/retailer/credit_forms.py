"""What is said of credit and of the wallet: how much is paid back, asked for, or taken out."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request
from wtforms import RadioField, SelectField, TextAreaField

from trade.credit.rules import TERM_DAYS
from trade.kernel.money import Money
from web.choices import options
from web.fields import MoneyField
from web.forms import Form, at_most, filled
from web.translation import lazy_gettext as _l


class RepaymentForm(Form):
    """How much is paid back now."""

    amount = MoneyField(_l("Amount"), [filled()])

    def __init__(self, currency: str, fresh: Money | None = None) -> None:
        self.amount_currency = currency
        if fresh is None:
            super().__init__()
        else:
            super().__init__(formdata=None, amount=fresh)

    def process(self, *args: object, **kwargs: object) -> None:
        """Read the amount in the organisation's own currency."""
        self.amount.currency = self.amount_currency
        super().process(*args, **kwargs)


class WithdrawalForm(Form):
    """How much is taken out, and in which currency where the wallet holds several."""

    currency = SelectField(_l("Currency"), choices=[], validate_choice=False)
    amount = MoneyField(_l("Amount"), [filled()])

    def __init__(self, wallet: Sequence[Money], own: str, *, fresh: bool = False) -> None:
        self.held = {amount.currency: amount for amount in wallet if amount}
        self.chosen = own if own in self.held else next(iter(self.held), own)
        if fresh:
            amount = self.held.get(self.chosen, Money.zero(own))
            super().__init__(formdata=None, currency=self.chosen, amount=amount)
        else:
            super().__init__()
        self.currency.choices = [(code, code) for code in self.held]

    def process(self, *args: object, **kwargs: object) -> None:
        """Read the amount in the currency that was chosen, of those that the wallet holds."""
        asked = request.form.get("currency", "")
        self.amount.currency = asked if asked in self.held else self.chosen
        super().process(*args, **kwargs)


class ApplicationForm(Form):
    """How much credit is wanted, for how long, and what speaks for it."""

    amount = MoneyField(_l("How much credit do you need?"), [filled()])
    term_days = RadioField(
        _l("How long do you need to pay an order?"),
        [filled()],
        choices=options((str(days), _l("%(num)d days", num=days)) for days in TERM_DAYS),
        default="30",
    )
    documents = TextAreaField(_l("Licence numbers and other papers"), [at_most(1000)])
    note = TextAreaField(_l("What should we know?"), [at_most(1000)])

    def __init__(self, currency: str, *, fresh: bool = False) -> None:
        self.amount_currency = currency
        super().__init__(**({"formdata": None} if fresh else {}))

    def process(self, *args: object, **kwargs: object) -> None:
        """Read the amount in the organisation's own currency."""
        self.amount.currency = self.amount_currency
        super().process(*args, **kwargs)
