"""The list of invoices and credit notes, narrowed down and downloaded."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.papers.blueprint import blueprint
from trade.invoicing.queries import PaperFilter, PaperRow, papers_after
from trade.invoicing.rules import PaperKind
from trade.kernel.actor import Permission
from web import portals
from web.access import actor, requires, session
from web.days import day_asked
from web.sheets import Cell, all_rows, csv_answer, workbook_answer
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

KINDS: Final[dict[str, LazyString]] = {
    PaperKind.INVOICE: _l("Tax invoice"),
    PaperKind.CREDIT_NOTE: _l("Credit note"),
    PaperKind.DEMAND: _l("Demand for payment"),
}
SEES: Final = (Permission.SEE_PURCHASES, Permission.SEE_SALES, Permission.SEE_EARNINGS, Permission.SEE_FINANCE)
_PARTY: Final = ("legal_name", "tax_id", "address", "phone", "bank_name", "bank_account")


@blueprint.get("")
@requires(*SEES)
def paper_list() -> ResponseReturnValue:
    """Show the papers that the organisation issued or received, newest first."""
    page = papers_after(session(), actor(), _wanted(), cursor=request.args.get("after"), limit=50)
    view = _view()
    return render_template(
        "papers/list.html",
        layout=portals.frame(),
        rows=page.rows,
        kinds=KINDS,
        view=view,
        is_narrowed=any(view.values()),
        further=url_for(".paper_list", **view, after=page.next_cursor) if page.next_cursor else "",
        csv=url_for(".papers_csv", **view),
        workbook=url_for(".papers_workbook", **view),
    )


@blueprint.get("/list.csv")
@requires(*SEES)
def papers_csv() -> Response:
    """Answer this view with all that a tax office asks of an invoice, as a file."""
    return csv_answer("papers", _header(), _rows())


@blueprint.get("/list.xlsx")
@requires(*SEES)
def papers_workbook() -> Response:
    """Answer this view as a workbook."""
    return workbook_answer("papers", _("Papers"), _header(), _rows())


def _view() -> dict[str, Any]:
    """Return what the list was narrowed down to, as its address says it."""
    return {name: request.args.get(name, "").strip()[:80] or None for name in ("kind", "side", "since", "until", "q")}


def _wanted() -> PaperFilter:
    asked = _view()
    kind = next((kind for kind in PaperKind if kind == asked["kind"]), None)
    return PaperFilter(
        kind=kind,
        side=asked["side"] or "",
        since=day_asked(asked["since"]),
        before=day_asked(asked["until"], after=True),
        search=asked["q"] or "",
    )


def _header() -> Sequence[str]:
    party = [_("legal name"), _("tax number"), _("address"), _("telephone"), _("bank"), _("account")]
    return [
        _("Paper"), _("Kind"), _("Issued"), _("About"),
        *(f"{_('Seller')}: {part}" for part in party), *(f"{_('Buyer')}: {part}" for part in party),
        _("Net"), _("Tax"), _("Gross"), _("Currency"),
    ]  # fmt: skip


def _rows() -> Iterator[Sequence[Cell]]:
    wanted = _wanted()
    return map(_cells, all_rows(lambda cursor: papers_after(session(), actor(), wanted, cursor=cursor)))


def _cells(row: PaperRow) -> Sequence[Cell]:
    return (
        row.reference, str(KINDS[row.kind]), row.issued_at, row.about,
        *(row.issuer.get(part, "") for part in _PARTY), *(row.recipient.get(part, "") for part in _PARTY),
        row.net, row.tax, row.gross, row.gross.currency,
    )  # fmt: skip
