"""Lists of the finance desk as files: exactly what the view shows, to its end."""

from uuid import UUID

from flask import Response, request

from blueprints.finance.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.ledger.queries import receipts_after
from trade.settlement.queries import statements_after
from web.access import actor, requires, session
from web.sheets import all_rows, csv_answer
from web.translation import gettext as _


@blueprint.get("/receipts.csv")
@requires(Permission.SEE_FINANCE)
def receipts_csv() -> Response:
    """Answer the transfers of this view as a file."""
    only, search = request.args.get("view") == "unmatched", request.args.get("search", "").strip()[:80]
    rows = all_rows(lambda cursor: receipts_after(session(), unmatched=only, search=search, cursor=cursor))
    header = [_("The bank's reference"), _("Received on"), _("Payer"), _("Belongs to"), _("Amount"), _("Currency")]
    cells = (
        (row.bank_reference, str(row.received_on), row.payer, row.organisation_name, row.amount, row.amount.currency)
        for row in rows
    )
    return csv_answer("transfers", header, cells)


@blueprint.get("/statements.csv")
@requires(Permission.SEE_FINANCE)
def statements_csv() -> Response:
    """Answer the statements of this view as a file."""
    seller_id = request.args.get("seller", type=UUID)
    rows = all_rows(lambda cursor: statements_after(session(), actor(), seller_id=seller_id, cursor=cursor))
    header = [
        _("Statement"), _("Seller"), _("Made"), _("Lines"), _("Sold for"), _("Commission"), _("Seller gets"), _("Currency")
    ]  # fmt: skip
    cells = (
        (
            row.reference, row.seller_name, row.made_at, row.lines, row.gross, row.commission, row.net,
            row.net.currency,
        )
        for row in rows
    )  # fmt: skip
    return csv_answer("statements", header, cells)
