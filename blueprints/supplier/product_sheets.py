"""Products as files: the list as it is on the screen, and a sheet taken in after a look at what would change."""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters.sheets import read_sheet
from blueprints.supplier.asking import asked_for
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.goods_to_fix import columns_used, goods_to_fix, reason_of
from blueprints.supplier.product_columns import READ, TITLES, changes_of, fault_words, sum_words, sums_of
from trade.catalogue.queries import own_products, parts_of, told_of
from trade.catalogue.rules import marks_cell, parts_cell, properties_cell
from trade.kernel.actor import Permission
from trade.kernel.cells import find_header, restored
from trade.kernel.errors import StaleVersion
from trade.kernel.ports import SheetRefused
from trade.kernel.totals import LeftOut, named_total, says_total
from trade.pricing.actions import send_sheet, take_in_goods
from trade.pricing.actions.sheet import LINES_MAX
from trade.pricing.queries import base_ladders, goods_by_code, sheets_of, what_is_beside
from trade.pricing.rules.ladders import STEPS_MAX, Ladder
from trade.pricing.rules.rows import JudgedGood, SheetLine
from trade.pricing.rules.sheet import COLUMNS, fingerprint, judge_goods
from trade.pricing.rules.slices import ROWS_MAX
from trade.stock.queries import levels
from web import totals
from web.access import actor, call, repeatable, requires, session
from web.filters import quantity
from web.fragments import see_other
from web.locale import CHINESE, current_locale
from web.sentences import sentence
from web.sheets import Cell, csv_answer, workbook_answer
from web.tax_words import TAX_CLASSES
from web.translation import gettext as _
from web.translation import ngettext
from web.words import state_word

STATES = ("offered", "withdrawn", "held_back")
KINDS = ("wrong", "passed", "new", "changed", "unchanged")
SHOWN_MAX = 200
"""So many rows of a kind the preview lists; the counts say how many there are."""


@blueprint.get("/products.csv")
@requires(Permission.SEE_SALES)
def products_csv() -> ResponseReturnValue:
    """Give the products of this view as CSV."""
    return csv_answer("products", _titles(), _rows())


@blueprint.get("/products.xlsx")
@requires(Permission.SEE_SALES)
def products_xlsx() -> ResponseReturnValue:
    """Give the products of this view as a workbook."""
    return workbook_answer("products", _("Products"), _titles(), _rows(), widths=(14, 32, 24, 18, 16))


@blueprint.get("/products/sheet")
@requires(Permission.SELL)
def product_sheet() -> ResponseReturnValue:
    """Ask for a sheet of products."""
    return _ask()


@blueprint.post("/products/sheet/preview")
@requires(Permission.SELL)
def look_at_products() -> ResponseReturnValue:
    """Show what a sheet would add and change; no product is touched. A large one is kept, and checked by a job."""
    file, pasted = request.files.get("file"), request.form.get("lines", "")
    try:
        lines = _lines(file.read() if file and file.filename else pasted.encode())
    except SheetRefused as error:
        return _ask(sentence(error), pasted, 422)
    if lines is None:
        return _ask(
            _("No row has titles. Let the first row name the columns; one of them must be the code."), pasted, 422
        )
    if len(lines) > ROWS_MAX:
        return _ask(_("Send at most %(most)s rows at a time.", most=quantity(ROWS_MAX)), "", 422)
    lines, sums = _without_totals(lines)
    for said in totals.told(sums):
        flash(said, "waiting")
    if len(lines) > LINES_MAX:
        name = (file.filename or "") if file else ""
        return see_other(url_for("supplier.large_sheet", sheet_id=send_sheet(call(), name, lines)))
    return _preview(lines)


@blueprint.post("/products/sheet/rows-to-fix.xlsx")
@repeatable
@requires(Permission.SELL)
def products_to_fix() -> ResponseReturnValue:
    """Give the rows that cannot be taken in, under the titles of the sheet's columns."""
    lines = _unpacked(request.form.get("packed", ""))
    wrong = [row for row in _judged(lines) if row.outcome == "wrong"]
    used = columns_used(line.cells for line in lines)
    sums = [tally.told(sum_words) for tally in sums_of(wrong)]
    return goods_to_fix(used, ((row.cells, reason_of(row)) for row in wrong), sums)


@blueprint.post("/products/sheet")
@requires(Permission.SELL)
def take_in_products() -> ResponseReturnValue:
    """Take in the products that were looked at."""
    lines = _unpacked(request.form.get("packed", ""))
    if not lines:
        return _ask(_("There is nothing to take in. Choose your sheet again."), "", 422)
    try:
        taken = take_in_goods(call(), lines, shown=request.form.get("shown", ""))
    except StaleVersion:
        return _preview(lines, 409)
    added = ngettext("One product added.", "%(num)d products added.", taken.added)
    flash(added + " " + ngettext("One changed.", "%(num)d changed.", taken.changed), "good")
    return see_other(url_for("supplier.product_list"))


def _titles() -> list[object]:
    return [TITLES[name] for name in COLUMNS] + [_("Left to sell")]


def _rows() -> Iterator[list[Cell]]:
    bound, who, at = session(), actor(), call().at
    search, state = asked_for("q"), asked_for("state", 12)
    cursor: str | None = None
    while True:
        page = own_products(bound, who, search=search, state=state if state in STATES else "", cursor=cursor)
        ids = [row.sku_id for row in page.rows]
        ladders, stock = base_ladders(bound, ids, at), levels(bound, ids)
        told, parts = told_of(bound, [row.product_id for row in page.rows]), parts_of(bound, ids)
        for row in page.rows:
            ladder = ladders.get(row.sku_id)
            steps = _steps(ladder)
            category = (row.category_name_zh if current_locale() == CHINESE else "") or row.category_name
            said: list[Cell] = [
                row.code, row.name, row.name_zh, category, row.specification, row.unit, row.pack_size, row.moq,
                row.multiple, row.barcode, str(state_word(row.wanted).word),
            ]  # fmt: skip
            particulars: list[Cell] = [
                marks_cell(told[row.product_id].marks), properties_cell(told[row.product_id].properties),
                parts_cell([(part.code, part.quantity) for part in parts.get(row.sku_id, ())]),
                str(TAX_CLASSES[row.tax_class]),
            ]  # fmt: skip
            yield [*said, *steps, *[""] * (2 * STEPS_MAX - len(steps)), *particulars, stock[row.sku_id].available]
        cursor = page.next_cursor
        if cursor is None:
            return


def _steps(ladder: Ladder | None) -> list[Cell]:
    """Quantities and prices in turn; prices as people write them, without empty decimals."""
    steps = ladder.steps if ladder else ()
    return [cell for step in steps for cell in (step.quantity, Decimal(f"{step.unit_price.normalize():f}"))]


def _lines(content: bytes) -> list[SheetLine] | None:
    """The rows below the titles, one more than are taken at most; nothing where no column is the code."""
    with read_sheet(content) as sheet:
        header = find_header(sheet.head, READ)
        if header is None or "code" not in header.columns:
            return None
        found: list[SheetLine] = []
        for row in sheet.rows:
            if row.number > header.number and len(found) <= ROWS_MAX:
                found.append(SheetLine(row.number, _cells(row.cells, header.columns)))
        return found


def _without_totals(lines: list[SheetLine]) -> tuple[list[SheetLine], list[LeftOut]]:
    """Leave out rows that only add the others up: no SKU has their code, and nothing else names them."""
    named = [line for line in lines if named_total(line.cells.get("code", ""), _names(line))]
    named = [line for line in named if all(says_total(text) for text in _names(line))]
    codes = [code for line in named if (code := line.cells.get("code"))]
    known = goods_by_code(session(), actor().organisation, codes, call().at) if codes else {}
    sums = {line.number for line in named if line.cells.get("code", "").lower() not in known}
    return [line for line in lines if line.number not in sums], [LeftOut(number, None, 0) for number in sorted(sums)]


def _names(line: SheetLine) -> list[str]:
    return [line.cells[name] for name in ("name", "name_zh") if name in line.cells]


def _cells(cells: Sequence[str], columns: Any) -> dict[str, str]:
    said = {name: restored(cells[at].replace("\0", "").strip()) for name, at in columns.items() if at < len(cells)}
    return {name: text for name, text in said.items() if text}


def _judged(lines: list[SheetLine]) -> list[JudgedGood]:
    bound, who, at = session(), actor(), call().at
    known = goods_by_code(bound, who.organisation, [line.cells.get("code", "") for line in lines], at)
    return judge_goods(lines, known, what_is_beside(bound, who, lines, at))


def _preview(lines: list[SheetLine], status: int = 200) -> ResponseReturnValue:
    judged = _judged(lines)
    kinds = {kind: [row for row in judged if row.outcome == kind] for kind in KINDS}
    page = render_template(
        "supplier/product_sheet_preview.html",
        kinds=kinds,
        most=SHOWN_MAX,
        sums=[tally.told(sum_words) for tally in sums_of(kinds["wrong"])],
        faults=fault_words,
        changes=changes_of,
        stale=status == 409,
        packed=json.dumps([[line.number, line.cells] for line in lines], ensure_ascii=False),
        shown=fingerprint(judged),
    )
    return make_response(page, status)


def _unpacked(packed: str) -> list[SheetLine]:
    """Read back what the preview kept; it is judged as if it were new."""
    try:
        return [
            SheetLine(
                int(number), {n: str(text).replace("\0", "") for n, text in cells.items() if n in COLUMNS and text}
            )
            for number, cells in json.loads(packed)[: LINES_MAX + 1]
        ]
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, KeyError):
        return []


def _ask(wrong: str = "", pasted: str = "", status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "supplier/product_sheet.html", wrong=wrong, pasted=pasted, most=ROWS_MAX, sheets=sheets_of(session(), actor())
    )
    return make_response(page, status)
