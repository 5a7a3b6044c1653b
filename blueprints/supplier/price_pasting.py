"""Many prices at once: pasted or from a file, all of them or only the valid ones; the rest comes back with its reasons."""

from dataclasses import dataclass
from itertools import islice
from typing import Final
from uuid import UUID

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from adapters.sheets import read_sheet
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.ladder_words import problem_sentence
from blueprints.supplier.price_forms import PasteForm
from blueprints.supplier.price_lists import list_page
from blueprints.supplier.rows_to_fix import cells_of, fix_file
from trade.kernel.actor import Permission
from trade.kernel.cells import find_header
from trade.kernel.errors import StaleVersion
from trade.kernel.ports import SheetRefused
from trade.kernel.tallies import Tally, tallied
from trade.pricing import actions, queries
from trade.pricing.actions import ListRefused
from trade.pricing.rules import LadderTerms, Pasted, PasteProblem, read_pasted, refused
from trade.pricing.rules.pasted import LINES_MAX
from web.access import actor, call, repeatable, requires, session
from web.filters import quantity
from web.fragments import see_other
from web.sentences import sentence
from web.translation import gettext as _

COLUMNS: Final = {
    "code": ("code", "sku", "item", "itemno", "代码", "编码", "商品编码", "货号"),
    "from": ("from", "fromquantity", "quantity", "qty", "step", "自", "起", "数量", "起始数量"),
    "price": ("price", "unitprice", "单价", "价格"),
}
"""Titles by which a column is known, folded."""
PLAIN: Final = {"code": 0, "from": 1, "price": 2}


@dataclass(frozen=True, slots=True)
class Looked:
    """What was pasted, and what is wrong with it, by line."""

    pasted: Pasted
    wrong: dict[int, str]

    @property
    def said(self) -> list[str]:
        """What is wrong, line by line."""
        return [
            _("Line %(line)s, %(cells)s: %(problem)s", line=line, cells=", ".join(self.cells(line)), problem=why)
            for line, why in sorted(self.wrong.items())
        ]

    @property
    def sums(self) -> list[Tally[str]]:
        """How many lines have each fault, the most frequent first."""
        return tallied((line, why, "") for line, why in self.wrong.items())

    def cells(self, line: int) -> list[str]:
        """A line as it was."""
        return list(self.pasted.cells.get(line, ()))


@blueprint.post("/prices/lists/<uuid:price_list_id>/prices")
@requires(Permission.SELL)
def paste_prices(price_list_id: UUID) -> ResponseReturnValue:
    """Take over prices: all of them, or the valid ones where that was chosen; else none, with what is wrong line by line."""
    form = _form()
    if not (form.validate() and form.judge_days()):
        return list_page(price_list_id, form), 422
    looked = _look(form)
    sound = looked.pasted.without(looked.wrong)
    if not (sound or looked.wrong):
        form.pasted.errors = [_("Fill this in.")]
    if not sound or (looked.wrong and request.form.get("only") != "valid"):
        return list_page(price_list_id, form, looked.said, len(sound), looked.sums), 422
    period = form.period() if form.first.data or form.last.data else None
    try:
        done = actions.set_list(
            call(), price_list_id, ladders=sound, mode=form.mode, counting=form.counting, period=period
        )
    except ListRefused as error:  # a product has changed since it was looked at
        raise StaleVersion("price list") from error
    flash(_("Prices of %(count)s products are set.", count=quantity(done.count)), "good")
    return see_other(url_for("supplier.price_list", price_list_id=price_list_id))


@blueprint.post("/prices/lists/<uuid:price_list_id>/rows-to-fix.xlsx")
@repeatable
@requires(Permission.SELL)
def prices_to_fix(price_list_id: UUID) -> ResponseReturnValue:
    """Give the lines that cannot be taken over, all of a product's where one of them is wrong."""
    queries.price_list(session(), actor(), price_list_id, call().at)
    looked = _look(_form())
    rows = [([*looked.cells(line), "", ""][:3], why) for line, why in sorted(looked.wrong.items())]
    return fix_file((_("Code"), _("From"), _("Price")), rows, looked.sums)


def _form() -> PasteForm:
    """What was typed; a file takes its place."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return PasteForm()
    entries = MultiDict(request.form)
    try:
        entries["pasted"] = "\n".join(_lines(file.read()))
    except SheetRefused as error:
        form = PasteForm(formdata=entries)
        form.form_errors = [sentence(error)]
        return form
    return PasteForm(formdata=entries)


def _lines(content: bytes) -> list[str]:
    """The rows below the titles as they would be pasted, one more than are taken at most."""
    with read_sheet(content) as sheet:
        header = find_header(sheet.head, COLUMNS)
        columns = header.columns if header and set(header.columns) >= set(COLUMNS) else PLAIN
        below = header.number if header and columns is not PLAIN else 0
        rows = islice((row for row in sheet.rows if row.number > below), LINES_MAX + 1)
        return ["\t".join(" ".join(cell.split()) for cell in cells_of(row, columns, PLAIN)) for row in rows]


def _look(form: PasteForm) -> Looked:
    pasted = read_pasted(form.pasted.data or "")
    terms = {code: LadderTerms(steps, form.mode, form.counting) for code, steps in pasted.ladders.items()}
    rules = queries.sold_in(session(), actor(), list(terms))
    unknown, problems = refused(terms, rules)
    because = dict.fromkeys(unknown, _("You have no product with this code."))
    because |= {code: problem_sentence(found[0][1], rules[code]) for code, found in problems.items()}
    wrong = {line: why for code, why in because.items() for line in pasted.lines_of(code)}
    read = {trouble.line: _trouble(trouble.problem) for trouble in pasted.troubles}
    others = {
        line: _("Another line of this product is wrong.")
        for trouble in pasted.troubles
        if trouble.line in pasted.cells
        for line in pasted.lines_of(pasted.cells[trouble.line][0])
    }
    return Looked(pasted, others | wrong | read)


def _trouble(problem: PasteProblem) -> str:
    return {
        PasteProblem.NOT_THREE: _("Write code, quantity and price, with a tab between them."),
        PasteProblem.QUANTITY: _("The quantity must be a whole number such as 12."),
        PasteProblem.PRICE: _("The price must have a point before its fraction, such as 2.95."),
        PasteProblem.TOO_MANY: _("Paste the rest separately; so many lines at once are too many."),
    }[problem]
