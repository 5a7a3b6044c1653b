"""What is entered about a claim."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from wtforms import MultipleFileField, RadioField, SelectField, StringField, TextAreaField

from blueprints.claims.words import BEARERS, REASONS, WISHES
from trade.claims.queries import ClaimableLine, ClaimedGoods
from trade.claims.rules import CARRIER_MAX, NAME_MAX, Remedy
from web.choices import options
from web.fields import MoneyField
from web.filters import instant, quantity
from web.forms import Form, QuantityField, at_most, filled
from web.sentences import FIELD_SENTENCES
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

WORDS_MAX = 1000


class ClaimForm(Form):
    """What is wrong with how much of which lines. A field for each line is added by ``claim_form``."""

    reason = RadioField(_l("What is wrong"), [filled(_l("Choose one."))], choices=options(REASONS.items()))
    wish = RadioField(
        _l("What would you like?"), [filled(_l("Choose one."))], choices=options(WISHES.items()), default=Remedy.MONEY
    )
    photos = MultipleFileField(_l("Photos"))
    words = TextAreaField(_l("Say what you see"), [at_most(WORDS_MAX)])
    lines: ClassVar[Sequence[UUID]] = ()
    is_left: ClassVar[bool] = False

    def quantities(self) -> dict[UUID, int]:
        """Units by order line; lines left empty are fine."""
        return {line: self[f"line_{line.hex}"].data for line in self.lines if self[f"line_{line.hex}"].data}

    def judge(self) -> bool:
        """Say all that is wrong with the entries at once; at least one line has something wrong."""
        is_sound, has_lines = self.validate(), bool(self.quantities())
        if not has_lines and not any(self[f"line_{line.hex}"].errors for line in self.lines):
            self.form_errors = [_("Enter for at least one line how many are wrong.")]
        return is_sound and has_lines

    def says_what(self, photos: Sequence[UUID]) -> bool:
        """Ask for words where no photo says what is wrong."""
        if not photos and not self.words.data:
            self.words.errors = [*self.words.errors, str(FIELD_SENTENCES["words_or_photo"])]
            return False
        return True


def claim_form(lines: Sequence[ClaimableLine], *, fresh: bool) -> ClaimForm:
    """Make the form for the lines of an order that can be claimed; ``is_left`` says whether anything of them can."""
    fields: dict[str, Any] = {
        "lines": [line.order_line_id for line in lines],
        "is_left": any(line.left and line.worth for line in lines),
    }
    for line in lines:
        label = _("%(name)s: how many of %(left)s", name=line.name, left=quantity(line.left))
        until = _("Claim by %(until)s.", until=instant(line.until))
        fields[f"line_{line.order_line_id.hex}"] = QuantityField(label, description=until, zero=True)
    made = type("LinesClaimForm", (ClaimForm,), fields)
    form: ClaimForm = made(formdata=None) if fresh else made()
    return form


class WordsForm(Form):
    """A message to the other two parties."""

    words = TextAreaField(_l("Message"), [filled(_l("Write something first.")), at_most(WORDS_MAX)])
    files = MultipleFileField(_l("Photos and papers"))


class ObjectionForm(Form):
    """Why a seller disputes a claim."""

    objection = TextAreaField(
        _l("Why is it wrong?"), [filled(_l("Say why, so that it can be decided.")), at_most(WORDS_MAX)]
    )
    evidence = MultipleFileField(_l("What shows it"))


class NotRightForm(Form):
    """What is wrong with goods that came again."""

    not_right = TextAreaField(_l("What is wrong this time?"), [filled(_l("Say what you see.")), at_most(WORDS_MAX)])


class ReturnShipmentForm(Form):
    """With whom goods are on their way back."""

    carrier = StringField(_l("Carrier"), [filled(_l("Say who carries them.")), at_most(CARRIER_MAX)])
    tracking = StringField(_l("Tracking number"), [at_most(CARRIER_MAX)])


class ReceiptForm(Form):
    """How much came back. A field for each line is added by ``receipt_form``."""

    lines: ClassVar[Sequence[UUID]] = ()

    def arrived(self) -> dict[UUID, int]:
        """Units by order line."""
        return {line: self[f"back_{line.hex}"].data or 0 for line in self.lines}


def receipt_form(lines: Sequence[ClaimedGoods], *, fresh: bool) -> ReceiptForm:
    """Make the form for the lines of a claim; each begins with all of it."""
    fields: dict[str, Any] = {"lines": [line.order_line_id for line in lines]}
    for line in lines:
        label = _("%(name)s: how many of %(left)s came back", name=line.name, left=quantity(line.quantity))
        fields[f"back_{line.order_line_id.hex}"] = QuantityField(label, [filled()], default=line.quantity, zero=True)
    made = type("LinesReceiptForm", (ReceiptForm,), fields)
    form: ReceiptForm = made(formdata=None) if fresh else made()
    return form


class CarrierForm(Form):
    """The name of a carrier."""

    name = StringField(_l("Name of the carrier"), [filled(), at_most(NAME_MAX)])


class LossForm(Form):
    """Why a carrier will never pay."""

    note = StringField(_l("Why it is never paid"), [filled(_l("Say why, for whoever decides.")), at_most(200)])


class RefusalForm(Form):
    """Why what a carrier owes is not given up."""

    reason = StringField(_l("Reason"), [filled(_l("Say why.")), at_most(200)])


class DecisionForm(Form):
    """Who bears how much, and why."""

    bearer = RadioField(_l("Decision"), [filled(_l("Choose one."))], choices=options(BEARERS.items()))
    carrier = SelectField(_l("Carrier, where it bears it"), choices=[])
    amount = MoneyField(_l("Amount"))
    answer = TextAreaField(
        _l("Reason, for both sides"), [filled(_l("Say why: both sides read it.")), at_most(WORDS_MAX)]
    )

    def process(self, *args: Any, **kwargs: Any) -> None:
        """Read the amount in the currency of the claim; offer the carriers that there are, and no decision that ``cannot`` be."""
        self.amount.currency = kwargs["currency"]
        known = [(str(one.id), one.name) for one in kwargs.get("carriers", ())]
        self.carrier.choices = options([("", _l("No carrier")), *known])
        cannot = kwargs.get("cannot", ())
        self.bearer.choices = options((code, word) for code, word in BEARERS.items() if code not in cannot)
        super().process(*args, **kwargs)
