"""What a buyer asks a seller, and how a quote is accepted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar, Final
from uuid import UUID

from flask import request
from wtforms import BooleanField, DateField, FileField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from blueprints.retailer.purse import Purse
from trade.credit.rules import Means
from trade.kernel.errors import DomainError
from trade.ordering.queries import CartRow
from trade.parties.queries import AddressRow
from trade.quoting.actions import Wanted
from trade.quoting.queries import InquiryDetail
from trade.quoting.rules import LINES_MAX, MESSAGE_MAX, WISH_MAX, QuantityNotQuoted
from web.choices import options
from web.forms import Form, QuantityField, at_most, filled
from web.sentences import sentence
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

_OF_LINE: Final = re.compile(r"quantity_([0-9a-f]{32})")
SENT_MAX: Final = 1000
"""So many lines of a form are read; a quote answers fewer."""


class InquiryForm(Form):
    """How many, and what shall be different about them."""

    quantity = QuantityField(_l("How many"), [filled(_l("Enter how many you would take."))])
    wish = TextAreaField(_l("What shall be different"), [at_most(WISH_MAX)])
    wanted_on = DateField(_l("Wanted on"), [Optional()])
    drawing = FileField(_l("Logo or drawing"))


class CartInquiryForm(Form):
    """A price for one seller's lines of the cart: how many of each, and what shall be different. Lines are added below."""

    wanted_on = DateField(_l("Wanted on"), [Optional()])
    drawing = FileField(_l("Logo or drawing"))
    leaves_cart = BooleanField(_l("Take these lines out of the cart"))
    lines: ClassVar[Sequence[UUID]] = ()

    def wanted(self) -> list[Wanted]:
        """What is asked for; a line without a quantity is left out."""
        return [
            Wanted(sku, self[f"quantity_{sku.hex}"].data, self[f"wish_{sku.hex}"].data or "")
            for sku in self.lines
            if self[f"quantity_{sku.hex}"].data
        ]

    def judge(self) -> bool:
        """Say what is wrong: a quote answers at least one line, and no more than a seller can look through."""
        if not self.validate():
            return False
        count = len(self.wanted())
        if not 0 < count <= LINES_MAX:
            too_many = _("A quote answers at most %(most)s lines. Leave some of them out.", most=LINES_MAX)
            self.form_errors = [too_many if count else _("Enter for at least one line how many you would take.")]
        return 0 < count <= LINES_MAX


def cart_inquiry_form(rows: Sequence[CartRow], *, fresh: bool) -> CartInquiryForm:
    """Make the form for lines of a cart, with the quantities that lie in it; when it is sent, for those it was sent with.

    Lines may have left the cart meanwhile: with the first try of a form that is sent twice.
    """
    codes = {row.offer.sku_id: row.offer.code for row in rows}
    sent = [UUID(found[1]) for name in request.form if (found := _OF_LINE.fullmatch(name))]
    ids = list(codes) if fresh else list(dict.fromkeys(sent))[:SENT_MAX]
    fields: dict[str, Any] = {"lines": ids}
    for sku_id in ids:
        key, names = sku_id.hex, {"name": codes.get(sku_id, "")}
        fields[f"quantity_{key}"] = QuantityField(_("How many of %(name)s", **names), zero=True)
        fields[f"wish_{key}"] = StringField(_("Different about %(name)s", **names), [at_most(WISH_MAX)])
    made = type("CartsInquiryForm", (CartInquiryForm,), fields)
    held = {f"quantity_{row.offer.sku_id.hex}": row.quantity for row in rows}
    form: CartInquiryForm = made(formdata=None, data=held) if fresh else made()
    return form


class MessageForm(Form):
    """A word to the other side."""

    text = TextAreaField(_l("Your message"), [filled(_l("Write something first.")), at_most(MESSAGE_MAX)])
    drawing = FileField(_l("Logo or drawing"))


class AcceptanceForm(Form):
    """Which quote is accepted, in which quantities, where it goes and what pays. Fields of the lines are added below."""

    version = HiddenField()
    address = SelectField(_l("Delivered to"), validate_choice=False)
    means = SelectField(_l("Paid from"), [Optional()])
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

    @property
    def pays_by(self) -> Means:
        """What it is paid from; the wallet where nothing was chosen."""
        return Means(self.means.data or Means.WALLET)

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


def acceptance_form(inquiry: InquiryDetail, purse: Purse | None, *, fresh: bool) -> AcceptanceForm:
    """Make the form for an inquiry's newest quote, with the quantities that were quoted or asked to be approved.

    It begins with the wallet, or with the line of credit where that reaches and the wallet does not.
    """
    quoted = [line for line in inquiry.lines if line.quoted is not None]
    fields: dict[str, Any] = {"lines": [line.id for line in quoted]}
    for line in quoted:
        fields[f"quantity_{line.id.hex}"] = QuantityField(_("Quantity of %(name)s", name=line.sku_code), [filled()])
    made = type("QuotesAcceptanceForm", (AcceptanceForm,), fields)
    data: dict[str, Any] = {
        f"quantity_{line.id.hex}": line.wanted or line.quoted.quantity for line in quoted if line.quoted
    }
    data["version"] = inquiry.row.version
    if purse is not None and inquiry.total is not None:
        data["means"] = purse.usual(inquiry.total)
    form: AcceptanceForm = made(formdata=None, data=data) if fresh else made()
    form.means.choices = options(purse.choices if purse is not None else [(Means.WALLET, "")])
    return form
