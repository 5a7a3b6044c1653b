"""What a seller types about its terms."""

from typing import Any

from web.access import viewer
from web.forms import Form, MoneyField, QuantityField, filled
from web.translation import lazy_gettext as _l


class TermsForm(Form):
    """The terms of every order."""

    order_minimum = MoneyField(_l("Order minimum"), zero=True)
    lead_days = QuantityField(_l("Days you need before you can deliver"), [filled()], zero=True)

    def process(self, *arguments: Any, **values: Any) -> None:
        """Read the amount in the seller's currency."""
        who = viewer()
        if who is not None and who.currency:
            self.order_minimum.currency = who.currency
        super().process(*arguments, **values)
