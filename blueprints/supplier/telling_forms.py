"""What more a seller tells of a product: a row for each property, a row for each mark there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from wtforms import BooleanField, DateField, Field, StringField
from wtforms.validators import Optional

from blueprints.supplier.part_forms import shown
from trade.catalogue.rules import CERTIFICATE_MAX, PROPERTIES_MAX, Borne, Mark, Said
from trade.catalogue.rules.marks import NAME_MAX, UNIT_MAX, VALUE_MAX
from web.forms import Form, at_most
from web.marks import SHORT
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

TEXTS: Final = ("name", "name_zh", "value", "value_zh", "unit")


@dataclass(frozen=True, slots=True)
class PropertyFields:
    """One row: a name and a value in both languages, and the unit."""

    number: int
    fields: Sequence[Field]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(field.data for field in self.fields)

    def said(self) -> Said:
        """What was typed."""
        return Said(*(field.data or "" for field in self.fields))


class PropertiesForm(Form):
    """The rows of a product's properties, ``name_0`` … ``unit_29`` (added below)."""

    @property
    def rows(self) -> list[PropertyFields]:
        """The rows to draw: those filled in, and room for more."""
        last = max((row.number for row in self._all() if not row.is_empty), default=0)
        return self._all()[: shown(last, PROPERTIES_MAX)]

    def write(self, properties: Sequence[Said]) -> None:
        """Put what holds now into the rows."""
        for row, said in zip(self._all(), properties, strict=False):
            for field, name in zip(row.fields, TEXTS, strict=True):
                field.data = getattr(said, name)

    def properties(self) -> list[Said]:
        """What was typed; empty rows don't count."""
        return [row.said() for row in self._all() if not row.is_empty]

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Judge lengths, and that each row that is begun has a name and a value."""
        sound = bool(super().validate(extra_validators))
        for row in (row for row in self._all() if not row.is_empty):
            said, (name, _name_zh, value, *_rest) = row.said(), row.fields
            if not (said.name or said.name_zh):
                name.errors = [*name.errors, _("Enter what this is, such as Net weight, or empty the row.")]
                sound = False
            elif not (said.value or said.value_zh):
                value.errors = [*value.errors, _("Enter its value, or empty the row.")]
                sound = False
        return sound

    def _all(self) -> list[PropertyFields]:
        return [PropertyFields(n + 1, [self[f"{name}_{n}"] for name in TEXTS]) for n in range(PROPERTIES_MAX)]


for _n in range(PROPERTIES_MAX):
    for _name, _label, _most in (
        ("name", _l("Row %(n)s: name", n=_n + 1), NAME_MAX),
        ("name_zh", _l("Row %(n)s: name in Chinese", n=_n + 1), NAME_MAX),
        ("value", _l("Row %(n)s: value", n=_n + 1), VALUE_MAX),
        ("value_zh", _l("Row %(n)s: value in Chinese", n=_n + 1), VALUE_MAX),
        ("unit", _l("Row %(n)s: unit", n=_n + 1), UNIT_MAX),
    ):
        setattr(PropertiesForm, f"{_name}_{_n}", StringField(_label, [at_most(_most)]))


@dataclass(frozen=True, slots=True)
class MarkFields:
    """One row: whether the product bears the mark, its certificate and its last day."""

    mark: Mark
    bears: BooleanField
    certificate: StringField
    until: DateField

    def has_expired(self, today: date) -> bool:
        """Whether buyers are not shown it any more."""
        return bool(self.bears.data and self.until.data and self.until.data < today)


class MarksForm(Form):
    """A row for each mark, ``bears_ce`` … ``until_reach`` (added below)."""

    @property
    def rows(self) -> list[MarkFields]:
        """All marks there are."""
        return [
            MarkFields(mark, self[f"bears_{mark}"], self[f"certificate_{mark}"], self[f"until_{mark}"]) for mark in Mark
        ]

    def write(self, marks: Sequence[Borne]) -> None:
        """Put what holds now into the rows."""
        known = {borne.mark: borne for borne in marks}
        for row in self.rows:
            borne = known.get(row.mark)
            row.bears.data = borne is not None
            row.certificate.data = borne.certificate if borne else ""
            row.until.data = borne.valid_until if borne else None

    def marks(self) -> list[Borne]:
        """What was ticked."""
        return [Borne(row.mark, row.certificate.data or "", row.until.data) for row in self.rows if row.bears.data]

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Judge shapes; a certificate or a day without its tick would be lost, so it is asked for."""
        sound = bool(super().validate(extra_validators))
        for row in self.rows:
            if not row.bears.data and (row.certificate.data or row.until.data):
                row.bears.errors = [_("Tick the mark, or empty its row.")]
                sound = False
        return sound


for _mark in Mark:
    setattr(MarksForm, f"bears_{_mark}", BooleanField(SHORT[_mark]))
    setattr(
        MarksForm,
        f"certificate_{_mark}",
        StringField(_l("%(mark)s: certificate number", mark=SHORT[_mark]), [at_most(CERTIFICATE_MAX)]),
    )
    setattr(
        MarksForm,
        f"until_{_mark}",
        DateField(_l("%(mark)s: last day", mark=SHORT[_mark]), [Optional()]),
    )
