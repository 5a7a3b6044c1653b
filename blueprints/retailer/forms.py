"""What a retailer enters."""

from __future__ import annotations

from wtforms import HiddenField, StringField

from web.forms import Form, QuantityField, at_most, filled
from web.translation import lazy_gettext as _l


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


class CancellationForm(Form):
    """Why an order is taken back."""

    reason = StringField(_l("Reason"), [filled(_l("Say in a few words why, so that the seller knows.")), at_most(200)])


class ApprovalForm(Form):
    """Approving exactly what was shown."""

    shown = HiddenField()

    def content(self) -> bytes:
        """Return the hash of what was shown; what is no hash equals nothing."""
        try:
            return bytes.fromhex(self.shown.data or "")
        except ValueError:
            return b""


class DeclineForm(Form):
    """Why a colleague's request is not ordered."""

    reason = StringField(
        _l("Why not"), [filled(_l("Say in a few words why, so that it can be put right.")), at_most(200)]
    )
