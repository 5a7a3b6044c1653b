"""What is typed of a payout that came back."""

from typing import Any

from wtforms import SelectField, StringField

from web.choices import options
from web.fields import MoneyField
from web.forms import Form, at_most, filled
from web.return_words import REASONS
from web.translation import lazy_gettext as _l


class ReturnForm(Form):
    """How much came back, why, and where that is to be seen; in the ``currency`` of the payout."""

    arrived = MoneyField(_l("Came back"), [filled()])
    code = SelectField(_l("The bank's reason"), [filled()])
    note = StringField(_l("To be seen in"), [filled(_l("Say where whoever decides can see it.")), at_most(200)])

    def __init__(self, currency: str, *args: Any, **kwargs: Any) -> None:
        self.currency = currency
        super().__init__(*args, **kwargs)
        self.code.choices = options((code, f"{code} · {word}") for code, word in REASONS.items())

    def process(self, *args: Any, **kwargs: Any) -> None:
        """Read the amount in the payout's currency."""
        self.arrived.currency = self.currency
        super().process(*args, **kwargs)
