"""What a pack is made up of, in a form: a row for each part, by its code and how many are in one pack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import request
from wtforms import StringField

from blueprints.supplier.product_forms import ProductForm
from trade.catalogue.queries import PartRow, named_parts
from trade.catalogue.rules import PART_MAX, PARTS_MAX, Part, PartsFault, PartsRefused
from web.access import actor, session
from web.filters import quantity
from web.forms import Form, QuantityField
from web.sentences import sentence_for
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

ROWS_AT_LEAST: Final = 4
MORE: Final = "more"
"""The button that asks for more empty rows sends this; nothing is saved by it."""


def wants_more() -> bool:
    """Whether somebody asked for more empty rows instead of saving."""
    return MORE in request.form


def shown(filled: int, most: int) -> int:
    """How many rows to draw, so that there is always room for another."""
    return min(most, max(ROWS_AT_LEAST, filled + 2) + (ROWS_AT_LEAST if wants_more() else 0))


@dataclass(frozen=True, slots=True)
class PartFields:
    """One row: a part's code, and its units in one pack."""

    number: int
    code: StringField
    units: QuantityField

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.code.data and self.units.data is None and not (self.units.typed or "").strip()


class PartsForm(Form):
    """The rows of a pack's parts, ``part_0`` … ``units_19`` (added below)."""

    @property
    def part_rows(self) -> list[PartFields]:
        """The rows to draw: those filled in, and room for more."""
        last = max((row.number for row in self._all_parts() if not row.is_empty), default=0)
        return self._all_parts()[: shown(last, PARTS_MAX)]

    def write_parts(self, parts: Sequence[PartRow]) -> None:
        """Put what holds now into the rows."""
        for row, part in zip(self._all_parts(), parts, strict=False):
            row.code.data, row.units.data = part.code, part.quantity

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Judge the shape of the rows, and whether each names a SKU of the seller's that can be a part."""
        sound = super().validate(extra_validators)
        rows = self._filled_parts()
        self.found = named_parts(session(), actor(), [row.code.data for row in rows if row.code.data])
        for row in rows:
            self._judge(row)
        return bool(sound) and not any(row.code.errors or row.units.errors for row in rows)

    def parts(self) -> list[Part]:
        """What was typed, once it is valid."""
        return [Part(self.found[str(row.code.data).lower()].sku_id, row.units.data) for row in self._filled_parts()]

    def refuse_parts(self, error: PartsRefused) -> None:
        """Say what is wrong where it was typed."""
        row = (self._filled_parts() or self._all_parts())[max(0, error.number - 1)]
        field = row.units if error.fault is PartsFault.QUANTITY else row.code
        field.errors = [*field.errors, _sentence(error.fault)]

    def _judge(self, row: PartFields) -> None:
        found = self.found.get((row.code.data or "").lower())
        if not row.code.data:
            row.code.errors = [_("Enter the code of this part, or empty the row.")]
        elif found is None:
            row.code.errors = [_sentence(PartsFault.UNKNOWN)]
        elif found.is_pack:
            row.code.errors = [_sentence(PartsFault.NESTED)]
        if not row.units.errors and not 1 <= (row.units.data or 0) <= PART_MAX:
            row.units.errors = [_sentence(PartsFault.QUANTITY)]

    def _all_parts(self) -> list[PartFields]:
        return [PartFields(n + 1, self[f"part_{n}"], self[f"units_{n}"]) for n in range(PARTS_MAX)]

    def _filled_parts(self) -> list[PartFields]:
        return [row for row in self._all_parts() if not row.is_empty]


for _n in range(PARTS_MAX):
    setattr(PartsForm, f"part_{_n}", StringField(_l("Part %(n)s: code", n=_n + 1)))
    setattr(PartsForm, f"units_{_n}", QuantityField(_l("Part %(n)s: units in one pack", n=_n + 1)))


class PackForm(PartsForm, ProductForm):
    """A new pack: the sheet of a product, its prices and its parts."""


@sentence_for(PartsRefused)
def _refused(error: PartsRefused) -> str:
    """For programs; a form says it where it was typed."""
    return _sentence(error.fault)


def _sentence(fault: PartsFault) -> str:
    sentences = {
        PartsFault.NONE: _("Enter at least one part."),
        PartsFault.TOO_MANY: _("A pack has %(count)s parts at the most.", count=PARTS_MAX),
        PartsFault.QUANTITY: _("Enter how many are in one pack, from 1 to %(count)s.", count=quantity(PART_MAX)),
        PartsFault.TWICE: _("This part stands in another row already. Add the two up."),
        PartsFault.UNKNOWN: _("You have no product with this code."),
        PartsFault.NESTED: _("This is a pack itself. Enter what it is made up of instead."),
    }
    return sentences[fault]
