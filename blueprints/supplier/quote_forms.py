"""What a seller answers: a price for each line, the quantities it holds for, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from markupsafe import Markup
from wtforms import DateField, FileField, HiddenField, StringField, TextAreaField

from trade.ordering.rules import BelowMinimum
from trade.quoting.actions import QuotedLine
from trade.quoting.queries import InquiryDetail, InquiryLineRow
from trade.quoting.rules import MESSAGE_MAX
from web.access import viewer
from web.filters import money
from web.forms import Form, QuantityField, UnitPriceField, at_most, filled
from web.translation import gettext as _
from web.translation import lazy_gettext as _l


class QuoteForm(Form):
    """The answer to an inquiry; the fields of its lines are added by :func:`quote_form`."""

    last_day = DateField(_l("Holds up to and including"), [filled()])
    terms = TextAreaField(_l("What else you want to say"), [at_most(1000)])
    version = HiddenField()
    lines: ClassVar[Sequence[UUID]] = ()

    def process(self, *arguments: Any, **values: Any) -> None:
        """Read prices in the currency of the seller."""
        who = viewer()
        for name, field in self._fields.items():
            if name.startswith("price_") and who is not None:
                field.currency = who.currency
        super().process(*arguments, **values)

    @property
    def shown_version(self) -> int:
        """The version that the seller was looking at."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1

    def refuse_total(self, error: BelowMinimum) -> None:
        """Say that the seller's own order minimum would refuse the order."""
        told = _("This comes to less than your own order minimum of %(minimum)s.", minimum=money(error.minimum))
        self.form_errors = [*self.form_errors, told]

    def quoted(self) -> list[QuotedLine]:
        """Return what was typed, line by line."""
        return [
            QuotedLine(
                line,
                self[f"price_{line.hex}"].data,
                self[f"quantity_{line.hex}"].data,
                self[f"minimum_{line.hex}"].data,
                self[f"multiple_{line.hex}"].data,
            )
            for line in self.lines
        ]


class MessageForm(Form):
    """A word to the buyer."""

    text = TextAreaField(_l("Your message"), [filled(_l("Write something first.")), at_most(MESSAGE_MAX)])
    drawing = FileField(_l("Logo or drawing"))


class DeclineForm(Form):
    """Why nothing is offered."""

    reason = StringField(_l("Reason, for the buyer to read"), [filled(), at_most(200)], id="decline-reason")


def quote_form(inquiry: InquiryDetail, *, fresh: bool) -> QuoteForm:
    """Make the form for an inquiry; ``fresh`` begins with the newest quote, or with what was asked for."""
    fields: dict[str, Any] = {"lines": [line.id for line in inquiry.lines]}
    data: dict[str, Any] = {"version": inquiry.row.version}
    for line in inquiry.lines:
        key, code = line.id.hex, line.sku_code
        fields[f"price_{key}"] = UnitPriceField(_of(_("Price of one"), code), [filled()])
        fields[f"quantity_{key}"] = QuantityField(_of(_("At most"), code), [filled()])
        fields[f"minimum_{key}"] = QuantityField(_of(_("At least"), code), [filled()])
        fields[f"multiple_{key}"] = QuantityField(_of(_("In multiples of"), code), [filled()])
        data |= _begun(line)
    made = type("InquirysQuoteForm", (QuoteForm,), fields)
    form: QuoteForm = made(formdata=None, data=data) if fresh else made()
    return form


def _of(words: str, code: str) -> Markup:
    """Name a field by its line too, for whoever hears the page and does not see which line it stands in."""
    return Markup('{}<span class="vh"> {}</span>').format(words, code)


def _begun(line: InquiryLineRow) -> dict[str, Any]:
    key, quoted = line.id.hex, line.quoted
    return {
        f"price_{key}": quoted.unit_price if quoted else None,
        f"quantity_{key}": quoted.quantity if quoted else line.quantity,
        f"minimum_{key}": quoted.minimum if quoted else line.quantity,
        f"multiple_{key}": quoted.multiple if quoted else 1,
    }
