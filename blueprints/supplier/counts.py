"""Counts as files: out for another system, in from a sheet, with a look at what would change before anything does."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.supplier.asking import whole_number
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.count_sheets import PLAIN, ROWS_MAX, Read, Reading, rows_of
from blueprints.supplier.rows_to_fix import cell_of, fix_file
from trade.kernel.actor import Permission
from trade.kernel.cells import moment_of
from trade.kernel.ports import SheetRefused, SheetRow
from trade.kernel.tallies import Tally, tallied
from trade.kernel.totals import left_out
from trade.stock.actions import Synced, sync_counts
from trade.stock.queries import (
    CountOut,
    counts_out,
    preview_counts,
    skus_by_code,
    warehouses,
    warehouses_by_name,
)
from trade.stock.rules import Count, Outcome
from web import totals
from web.access import actor, call, repeatable, requires, session
from web.each import call_for
from web.filters import viewers_zone
from web.fragments import see_other
from web.sentences import sentence
from web.sheets import KINDS, Cell, all_rows, list_answer
from web.translation import gettext as _
from web.translation import ngettext

SOURCE = "sheet"
"""Sheets are one source: the newest count of each place holds, by when it was counted."""

PIECE = 1_000
"""So many counts are taken in at once: orders of what is being counted never wait for a whole sheet."""

SHOWN_MAX = 200
"""So many rows of a kind the preview lists; the counts say how many there are."""


@blueprint.get(f"/stock/counts.<{KINDS}:kind>")
@requires(Permission.SEE_SALES)
def counts_file(kind: str) -> ResponseReturnValue:
    """Give the counts of all SKUs as a file; what can be sold leaves out what unshipped orders own."""
    bound, who = session(), actor()
    rows = all_rows(lambda after: counts_out(bound, who, cursor=after))
    header = (_("Code"), _("On the shelf"), _("Owned by orders"), _("Reserved"), _("Left to sell"))
    return list_answer(kind, "counts", _("Counts"), header, (_cells(row) for row in rows))


@blueprint.get("/stock/counts")
@requires(Permission.SHIP)
def counts() -> ResponseReturnValue:
    """Ask for a sheet of counts."""
    return _ask()


@blueprint.post("/stock/counts/preview")
@requires(Permission.SHIP)
def look_at_counts() -> ResponseReturnValue:
    """Show what a sheet would change; nothing is written."""
    file, pasted, when = request.files.get("file"), request.form.get("lines", ""), request.form.get("counted_at", "")
    content = file.read() if file and file.filename else pasted.encode()
    try:
        rows, columns = rows_of(content)
    except SheetRefused as error:
        return _ask(sentence(error), pasted, 422, when)
    if len(rows) > ROWS_MAX:
        return _ask(_("Send at most %(most)s rows at a time.", most=ROWS_MAX), "", 422, when)
    reading = _reading(rows, columns, when)
    if wrong := reading.wrong_time(reading.at):
        return _ask(wrong, pasted, 422, when)
    read = [reading.read(row, columns) for row in rows]
    sums = left_out([(row.number, row.is_total, whole_number(row.cells[1])) for row in read])
    goods = [row for row in read if not row.is_total]
    return render_template("supplier/counts_preview.html", **_preview(goods, reading), left_out=totals.told(sums))


@blueprint.post("/stock/counts/rows-to-fix.xlsx")
@repeatable
@requires(Permission.SHIP)
def counts_to_fix() -> ResponseReturnValue:
    """Give the rows that cannot be taken in."""
    rows = _rows_of(request.form.get("wrong", ""))
    reading = _reading(rows, PLAIN)
    read = [reading.read(row, PLAIN) for row in rows]
    titles = (_("Code"), _("Counted"), _("Warehouse"), _("Lot"), _("Counted at"))
    return fix_file(titles, [(row.cells, row.wrong) for row in read if row.wrong], _sums(read))


@blueprint.post("/stock/counts")
@requires(Permission.SHIP)
def take_in_counts() -> ResponseReturnValue:
    """Take in the counts that were looked at."""
    found = _unpacked(request.form.get("packed", ""))
    if not found:
        return _ask(_("There is nothing to take in. Choose your sheet again."), "", 422)
    pieces = (found[at : at + PIECE] for at in range(0, len(found), PIECE))
    _tell([sync_counts(call_for(call(), str(n)), source=SOURCE, counts=piece) for n, piece in enumerate(pieces)])
    return see_other(url_for("supplier.stock_list"))


def _reading(rows: Sequence[SheetRow], columns: Mapping[str, int], counted_at: str = "") -> Reading:
    bound, who, now, zone = session(), actor(), clock.now(), viewers_zone()
    skus = skus_by_code(bound, who, [cell_of(row, columns, "code") for row in rows])
    at = moment_of(counted_at, zone) if counted_at else now
    return Reading(skus, warehouses_by_name(bound, who), at, zone, now)


def _tell(synced: Sequence[Synced]) -> None:
    changed, promised = sum(one.changed for one in synced), sum(len(one.promised) for one in synced)
    told = ngettext(
        "One count has changed what the books say.", "%(num)d counts have changed what the books say.", changed
    )
    flash(told, "good")
    if promised:
        left_out = ngettext(
            "One count was left out: orders own more than it says.",
            "%(num)d counts were left out: orders own more than they say.",
            promised,
        )
        flash(left_out, "waiting")


def _cells(row: CountOut) -> list[Cell]:
    return [row.code, row.on_hand, row.unshipped, row.reserved, row.available]


def _ask(wrong: str = "", pasted: str = "", status: int = 200, counted_at: str = "") -> ResponseReturnValue:
    page = render_template(
        "supplier/counts.html", wrong=wrong, pasted=pasted, counted_at=counted_at[:16], most=ROWS_MAX
    )
    return make_response(page, status)


def _preview(read: list[Read], reading: Reading) -> dict[str, Any]:
    good = [row.count for row in read if row.count is not None]
    planned = preview_counts(session(), actor(), SOURCE, good) if good else []
    houses = {house.id: house.name for house in warehouses(session(), actor())}
    return {
        "wrong": [row for row in read if row.wrong],
        "sums": _sums(read),
        "to_fix": json.dumps([[row.number, *row.cells] for row in read if row.wrong], ensure_ascii=False),
        "planned": [one for one in planned if one.outcome is not Outcome.AGREED],
        "agreed": sum(one.outcome is Outcome.AGREED for one in planned),
        "total": len(good),
        "most": SHOWN_MAX,
        "names": {sku.sku_id: sku for sku in reading.skus.values()},
        "houses": houses if len(houses) > 1 else {},
        "packed": _packed(good),
    }


def _sums(read: list[Read]) -> list[Tally[str]]:
    return tallied((row.number, row.wrong, row.value) for row in read if row.wrong)


def _packed(found: list[Count]) -> str:
    """Write counts into one hidden field; what comes back is checked as if it were new."""
    return json.dumps(
        [
            [
                one.sku_id.hex,
                one.counted,
                one.warehouse_id.hex if one.warehouse_id else "",
                one.lot,
                str(one.observed_at),
            ]
            for one in found
        ]
    )


def _rows_of(packed: str) -> list[SheetRow]:
    """Read back the rows that were wrong; they are judged as if they were new."""
    try:
        return [
            SheetRow(int(number), [str(cell).replace("\0", "") for cell in cells])
            for number, *cells in json.loads(packed)[:ROWS_MAX]
        ]
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, KeyError):
        return []


def _unpacked(packed: str) -> list[Count]:
    """Read them back; nothing of what is not ours."""
    try:
        return [
            Count(UUID(sku), int(counted), at, None, UUID(house) if house else None, str(lot).replace("\0", ""))
            for sku, counted, house, lot, instant in json.loads(packed)[:ROWS_MAX]
            if (at := datetime.fromisoformat(instant)).tzinfo is not None
        ]
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return []
