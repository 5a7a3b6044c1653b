"""What somebody says about a file they order from."""

from __future__ import annotations

from functools import cached_property
from string import ascii_uppercase
from typing import Final

from flask_wtf.file import FileField
from wtforms import RadioField, SelectField

from trade.kernel.cells import Grouping
from trade.pad.queries import UploadView
from trade.pad.rules.uploads import Mapping
from web.choices import options
from web.forms import Form
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

ENCODINGS: Final = (
    ("utf-8", _l("Unicode (UTF-8)")),
    ("utf-16", _l("Unicode (UTF-16)")),
    ("gb18030", _l("Chinese, simplified (GB18030)")),
    ("big5", _l("Chinese, traditional (Big5)")),
)
GROUPINGS: Final = (
    (Grouping.ASK, _l("Ask me about each")),
    (Grouping.THOUSANDS, _l("One thousand five hundred")),
    (Grouping.FRACTION, _l("One and a half")),
)
NONE: Final = "none"


class UploadForm(Form):
    """The file."""

    file = FileField(_l("File"))

    def validate(self, extra_validators: object = None) -> bool:
        """A file must have been chosen."""
        if not super().validate(extra_validators):
            return False
        if self.file.data is None or not self.file.data.filename:
            self.file.errors = [_("Choose a file: XLSX or CSV.")]
            return False
        return True

    @property
    def file_name(self) -> str:
        """The file's name without folders and what cannot be printed."""
        name = str(self.file.data.filename).replace("\\", "/").rpartition("/")[2]
        return "".join(letter for letter in name if letter.isprintable()) or "order"

    @cached_property
    def content(self) -> bytes:
        """The file itself."""
        return bytes(self.file.data.read())


class MappingForm(Form):
    """Which column is which."""

    code = SelectField(_l("Code, barcode or name"))
    quantity = SelectField(_l("Quantity"))
    unit = SelectField(_l("Unit"))
    header_row = SelectField(_l("Titles stand in row"))
    encoding = SelectField(_l("Encoding"), choices=options(ENCODINGS))
    grouping = RadioField(_l("A quantity such as 1,500 or 1.500 means"), choices=options(GROUPINGS))
    is_text = True
    """Whether the file is CSV, so that its encoding can be said."""

    def validate(self, extra_validators: object = None) -> bool:
        """Code and quantity are two columns."""
        if not super().validate(extra_validators):
            return False
        if self.code.data == self.quantity.data:
            self.quantity.errors = [_("Choose another column than for the code.")]
            return False
        return True

    @property
    def mapping(self) -> Mapping:
        """What was said."""
        unit = None if self.unit.data == NONE else int(self.unit.data)
        encoding = self.encoding.data if self.is_text else ""
        return Mapping(
            int(self.code.data),
            int(self.quantity.data),
            unit,
            int(self.header_row.data),
            encoding,
            Grouping(self.grouping.data),
        )


def mapping_form(view: UploadView, *, is_sent: bool = True) -> MappingForm:
    """The form for an upload, its columns named by their titles and first values."""
    width = max((len(cells) for _, cells in view.sample), default=1)
    columns = [(str(column), _column_name(view, column)) for column in range(width)]
    said = {
        "code": str(view.columns.get("code") or 0),
        "quantity": str(_or(view.columns.get("quantity"), min(1, width - 1))),
        "unit": str(_or(view.columns.get("unit"), NONE)),
        "header_row": str(view.header_row),
        "encoding": view.encoding or "utf-8",
        "grouping": view.grouping,
    }
    form = MappingForm(data=said) if is_sent else MappingForm(formdata=None, data=said)
    form.code.choices = form.quantity.choices = options(columns)
    form.unit.choices = options([(NONE, _("No such column")), *columns])
    rows = [(str(number), str(number)) for number, _cells in view.sample]
    known = {value for value, _label in rows}
    extra = [(said["header_row"], said["header_row"])] if said["header_row"] not in known | {"0"} else []
    form.header_row.choices = options([("0", _("There are none")), *rows, *extra])
    form.is_text = bool(view.encoding)
    if not form.is_text:
        del form.encoding
    return form


def _column_name(view: UploadView, column: int) -> str:
    """“B: Quantity, 12”: the letter, and the first things that stand there."""
    cells = [cells[column] for _, cells in view.sample if column < len(cells) and cells[column]][:2]
    letter = ascii_uppercase[column % 26] if column < 26 else f"A{ascii_uppercase[column % 26]}"
    return f"{letter}: {', '.join(cell[:30] for cell in cells)}" if cells else letter


def _or(value: int | None, otherwise: int | str) -> int | str:
    return otherwise if value is None else value
