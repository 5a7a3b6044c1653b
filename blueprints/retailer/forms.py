"""What a retailer enters."""

from __future__ import annotations

import re
from typing import Final

from wtforms import HiddenField, StringField, TextAreaField

from trade.kernel.money import EXPONENTS, Money
from web.forms import Form, QuantityField, at_most, filled
from web.translation import lazy_gettext as _l

_SHOWN: Final = re.compile(r"(?P<minor>[0-9]{1,18}) (?P<currency>[A-Z]{3})")


class LineForm(Form):
    """How many of a SKU the cart shall hold; none takes it out."""

    quantity = QuantityField(_l("Quantity"), [filled(_l("Enter how many you want, or 0 to take it out."))], zero=True)
    near: tuple[int, ...] = ()
    """The quantities next to a refused one that the SKU is sold in."""

    @property
    def typed(self) -> str | None:
        """What was entered, for as long as it could not be taken."""
        return self.quantity.typed if self.problem else None

    @property
    def problem(self) -> str:
        """What is wrong with it; empty where nothing is."""
        found = [*self.quantity.errors, *self.form_errors]
        return str(found[0]) if found else ""


class CheckoutForm(Form):
    """The totals that were on the page when "Place the order" was pressed, and a word to the sellers."""

    shown = HiddenField()
    note = TextAreaField(_l("Note to the sellers"), [at_most(500)])

    @property
    def totals(self) -> tuple[Money, ...]:
        """The totals as money; what cannot be read equals no cart, so that it is shown afresh."""
        found = [_SHOWN.fullmatch(part) for part in (self.shown.data or "").split(", ")]
        totals = tuple(Money(int(m["minor"]), m["currency"]) for m in found if m and m["currency"] in EXPONENTS)
        return totals if len(totals) == len(found) else ()


class CancellationForm(Form):
    """Why an order is taken back."""

    reason = StringField(_l("Reason"), [filled(_l("Say in a few words why, so that the seller knows.")), at_most(200)])
