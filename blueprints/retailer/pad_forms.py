"""What a clerk types into the pad, and names a list by."""

from __future__ import annotations

from uuid import UUID

from wtforms import HiddenField, StringField, TextAreaField

from trade.pad.rules.lines import AMOUNT_MAX, TEXT_MAX, TypedLine, read_message, read_pasted
from web.forms import Form, at_most, filled
from web.translation import gettext as _
from web.translation import lazy_gettext as _l


class PadLineForm(Form):
    """One line as typed, or many as pasted. What a line means is judged later: nothing is refused but emptiness and length."""

    text = StringField(_l("Code, barcode or name"), [at_most(TEXT_MAX)])
    amount = StringField(_l("How many"), [at_most(AMOUNT_MAX)])
    sku_id = HiddenField()
    lines = TextAreaField(_l("Lines to paste"), [at_most(200_000)])

    def validate(self, extra_validators: object = None) -> bool:
        """Something must have been typed."""
        if not super().validate(extra_validators):
            return False
        if not (self.text.data or self.lines.data or self.sku_id.data):
            self.text.errors = [*self.text.errors, _("Type a code, a barcode or a name, or paste your lines.")]
            return False
        return True

    @property
    def chosen_sku(self) -> UUID | None:
        """The SKU that was picked from a list; what is no id is none."""
        try:
            return UUID(self.sku_id.data or "")
        except ValueError:
            return None

    @property
    def typed_lines(self) -> tuple[TypedLine, ...]:
        """The lines that were typed or pasted."""
        if self.lines.data:
            return tuple(read_pasted(self.lines.data))
        text, amount = self.text.data or "", self.amount.data or ""
        return (TypedLine(text, amount),) if amount else tuple(read_message(text))


class ListForm(Form):
    """The name of a saved list."""

    name = StringField(_l("Name of the list"), [filled(), at_most(80)])
