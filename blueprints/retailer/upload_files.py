"""The rows that need a hand, handed back in a file that can be uploaded again; and an empty one to begin with."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from flask.typing import ResponseReturnValue

from adapters.sheets import read_sheet
from blueprints.retailer.blueprint import blueprint
from blueprints.retailer.line_words import WORDS, fault_word
from trade.kernel.actor import Permission
from trade.kernel.cells import restored
from trade.pad import queries
from trade.pad.actions.uploads import data_rows
from trade.pad.queries import Source
from trade.pad.rules.faults import LineFault
from trade.pad.rules.uploads import is_known_title
from web.access import actor, requires, session
from web.fault_sums import sums_sheet
from web.sheets import workbook_answer
from web.translation import gettext as _

FIELDS = ("code", "quantity", "unit")


@blueprint.get("/uploads/template.xlsx")
@requires(Permission.BUY)
def upload_template() -> ResponseReturnValue:
    """Give a file with the titles that are understood by themselves."""
    return workbook_answer("order", _("Order"), (_("SKU"), _("Quantity"), _("Unit")), [], widths=(24, 12, 12))


@blueprint.get("/uploads/<uuid:upload_id>/rows-to-fix.xlsx")
@requires(Permission.BUY)
def rows_to_fix(upload_id: UUID) -> ResponseReturnValue:
    """Give the rows that need a hand as they were, with what is wrong beside each."""
    source = queries.upload_source(session(), actor(), upload_id)
    faults = queries.bad_rows(session(), actor(), upload_id)
    titles, rows = _titles_and_rows(source, faults)
    sums = [tally.told(fault_word) for tally in queries.fault_sums(session(), upload_id)]
    return workbook_answer("rows-to-fix", _("Rows to fix"), titles, rows, behind=sums_sheet(sums))


def _titles_and_rows(source: Source, faults: dict[int, LineFault]) -> tuple[list[str], list[list[str]]]:
    """The columns that are used under titles that are known, all others under their own."""
    mapping = source.mapping
    used = {column: field for field in FIELDS if (column := mapping.columns.get(field)) is not None}
    with read_sheet(source.content, encoding=mapping.encoding) as sheet:
        header = next((row.cells for row in sheet.head if row.number == mapping.header_row), [])
        bad = [(row.number, row.cells) for row in data_rows(sheet.rows, mapping.header_row) if row.number in faults]
    width = max([len(header), *(len(cells) for _number, cells in bad), *(column + 1 for column in used)])
    titles = [_title(header[at] if at < len(header) else "", used.get(at)) for at in range(width)]
    return [*titles, _("What is wrong")], list(_rows(bad, width, faults))


def _title(title: str, field: str | None) -> str:
    if field is None or is_known_title(title, field):
        return title
    return {"code": "SKU", "quantity": "Quantity", "unit": "Unit"}[field]


def _rows(bad: list[tuple[int, list[str]]], width: int, faults: dict[int, LineFault]) -> Iterator[list[str]]:
    for number, cells in bad:
        texts = [restored(cell) for cell in cells] + [""] * (width - len(cells))
        yield [*texts, str(WORDS[faults[number]])]
