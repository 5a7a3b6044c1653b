"""What a buyer says of a place that goods are delivered to."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import BooleanField, SelectField, StringField, TextAreaField

from trade.parties.actions import AddressSheet
from trade.parties.queries import AddressRow, RegionRow
from web.choices import options
from web.forms import Form, at_most, filled
from web.naming import named
from web.translation import gettext as _
from web.translation import lazy_gettext as _l


class AddressForm(Form):
    """One delivery address."""

    label = StringField(_l("What you call it"), [filled(_l("Give it a short name, such as “Shop”.")), at_most(60)])
    recipient = StringField(_l("Who takes the goods"), [at_most(120)])
    lines = TextAreaField(_l("Address"), [filled(_l("Enter street, town and postcode.")), at_most(400)])
    region = SelectField(_l("Region"))
    is_default = BooleanField(_l("Deliver here unless I choose another"))

    def offer(self, regions: Iterable[RegionRow]) -> None:
        """Fill in the regions to choose from."""
        known = ((row.code, f"{row.country} · {named(row)}") for row in regions)
        self.region.choices = options([("", _("No region")), *known])

    def sheet(self) -> AddressSheet:
        """Return what was typed."""
        return AddressSheet(
            label=self.label.data or "",
            lines=self.lines.data or "",
            recipient=self.recipient.data or "",
            region_code=self.region.data or None,
        )


def written(address: AddressRow) -> dict[str, object]:
    """Return what the form of a kept address begins with."""
    return {
        "label": address.label,
        "recipient": address.recipient,
        "lines": address.lines,
        "region": address.region_code or "",
    }
