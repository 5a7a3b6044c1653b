"""What a buyer asks a seller, and how a quote is accepted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from wtforms import DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from trade.kernel.errors import DomainError
from trade.parties.queries import AddressRow
from trade.quoting.queries import InquiryDetail
from trade.quoting.rules import MESSAGE_MAX, WISH_MAX, QuantityNotQuoted
from web.choices import options
from web.forms import Form, QuantityField, at_most, filled
from web.sentences import sentence
from web.translation import gettext as _
from web.translation import lazy_gettext as _l


class InquiryForm(Form):
    """How many, and what shall be different about them."""

    quantity = QuantityField(_l("How many"), [filled(_l("Enter how many you would take."))])
    wish = TextAreaField(_l("What shall be different"), [at_most(WISH_MAX)])
    wanted_on = DateField(_l("Wanted on"), [Optional()])


class MessageForm(Form):
    """A word to the other side."""

    text = TextAreaField(_l("Message"), [filled(_l("Write something first.")), at_most(MESSAGE_MAX)])


class AcceptanceForm(Form):
    """Which quote is accepted, in which quantities, and where it goes. Fields of the lines are added below."""

    version = HiddenField()
    address = SelectField(_l("Delivered to"), validate_choice=False)
    note = StringField(_l("Note to the seller"), [at_most(500)])
    lines: ClassVar[Sequence[UUID]] = ()

    @property
    def shown_version(self) -> int:
        """The version that was on the page; 0 for none."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0

    @property
    def address_id(self) -> UUID | None:
        """The address that was chosen; none is the usual one."""
        try:
            return UUID(self.address.data or "")
        except ValueError:
            return None

    def quantities(self) -> dict[UUID, int]:
        """What was chosen, by line."""
        return {line: self[f"quantity_{line.hex}"].data for line in self.lines}

    def offer(self, addresses: Sequence[AddressRow]) -> None:
        """Fill in the addresses to choose from; the usual one comes first."""
        self.address.choices = options((str(row.id or ""), f"{row.label} · {row.one_line}") for row in addresses)

    def refuse_at_line(self, error: DomainError) -> None:
        """Put a refusal beside the quantity that it is about."""
        if isinstance(error, QuantityNotQuoted):
            field = self[f"quantity_{error.line_id.hex}"]
            field.errors = [*field.errors, sentence(error)]
        else:
            self.refuse(error)


def acceptance_form(inquiry: InquiryDetail, *, fresh: bool) -> AcceptanceForm:
    """Make the form for an inquiry's newest quote, with the quantities that were quoted or asked to be approved."""
    quoted = [line for line in inquiry.lines if line.quoted is not None]
    fields: dict[str, Any] = {"lines": [line.id for line in quoted]}
    for line in quoted:
        fields[f"quantity_{line.id.hex}"] = QuantityField(_("Quantity of %(name)s", name=line.sku_code), [filled()])
    made = type("QuotesAcceptanceForm", (AcceptanceForm,), fields)
    data = {f"quantity_{line.id.hex}": line.wanted or line.quoted.quantity for line in quoted if line.quoted}
    form: AcceptanceForm = made(formdata=None, data={**data, "version": inquiry.row.version}) if fresh else made()
    return form
