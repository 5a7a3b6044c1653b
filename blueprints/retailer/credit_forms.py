"""What a buyer says of credit: how much it pays back, and how much it asks for."""

from __future__ import annotations

from wtforms import RadioField, TextAreaField

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
