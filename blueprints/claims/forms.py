"""What is entered about a claim."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from wtforms import MultipleFileField, RadioField, TextAreaField

from blueprints.claims.words import BEARERS, REASONS
from trade.claims.queries import ClaimableLine
from web.choices import options
from web.fields import MoneyField
from web.filters import quantity
from web.forms import Form, QuantityField, at_most, filled
from web.sentences import FIELD_SENTENCES
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

WORDS_MAX = 1000


class ClaimForm(Form):
    """What is wrong with how much of which lines. A field for each line is added by ``claim_form``."""

    reason = RadioField(_l("What is wrong"), [filled(_l("Choose one."))], choices=options(REASONS.items()))
    photos = MultipleFileField(_l("Photos"))
    words = TextAreaField(_l("Say what you see"), [at_most(WORDS_MAX)])
    lines: ClassVar[Sequence[UUID]] = ()
    is_left: ClassVar[bool] = False

    def quantities(self) -> dict[UUID, int]:
        """Units by order line; lines left empty are fine."""
        return {line: self[f"line_{line.hex}"].data for line in self.lines if self[f"line_{line.hex}"].data}

    def judge(self) -> bool:
        """Say what is wrong with the entries; at least one line has something wrong."""
        if not self.validate():
            return False
        if not self.quantities():
            self.form_errors = [_("Enter for at least one line how many are wrong.")]
        return bool(self.quantities())

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
        fields[f"line_{line.order_line_id.hex}"] = QuantityField(label, zero=True)
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


class DecisionForm(Form):
    """Who bears how much, and why."""

    bearer = RadioField(_l("Decision"), [filled(_l("Choose one."))], choices=options(BEARERS.items()))
    amount = MoneyField(_l("Amount"))
    answer = TextAreaField(
        _l("Reason, for both sides"), [filled(_l("Say why: both sides read it.")), at_most(WORDS_MAX)]
    )

    def process(self, *args: Any, **kwargs: Any) -> None:
        """Read the amount in the currency of the claim."""
        self.amount.currency = kwargs["currency"]
        super().process(*args, **kwargs)
