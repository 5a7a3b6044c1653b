"""Which sellers a batch pays."""

from typing import Any

from flask import request
from wtforms import SelectField

from trade.kernel.money import EXPONENTS
from web.choices import options
from web.fields import MoneyField
from web.forms import Form, filled
from web.translation import lazy_gettext as _l


class BatchForm(Form):
    """All sellers of a currency to whom at least so much is payable."""

    currency = SelectField(_l("Currency"), [filled()], choices=options((code, code) for code in EXPONENTS))
    minimum = MoneyField(_l("Payable at least"), [filled()])

    def process(self, *args: Any, **kwargs: Any) -> None:
        """Read the amount in the currency that was chosen beside it."""
        chosen = request.form.get("currency") or (kwargs.get("data") or {}).get("currency", "")
        if chosen in EXPONENTS:
            self.minimum.currency = chosen
        super().process(*args, **kwargs)
