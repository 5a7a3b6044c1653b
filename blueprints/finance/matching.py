"""One transfer: what the bank said, whose money it is, and what was posted for it."""

from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.finance.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.ledger import actions, queries
from trade.ledger.queries import ReceiptRow
from trade.parties.queries import Payer, names_of, payers
from web import filters
from web.access import actor, call, requires, session
from web.fragments import see_other
from web.timeline import timeline_of
from web.translation import gettext as _


@blueprint.get("/receipts/<uuid:receipt_id>")
@requires(Permission.SEE_FINANCE)
def receipt(receipt_id: UUID) -> ResponseReturnValue:
    """Show a transfer, and while it has no owner, who it could be."""
    found = queries.receipt(session(), receipt_id)
    asked = request.args.get("owner", "").strip()[:120]
    return render_template(
        "finance/receipt.html",
        receipt=found,
        asked=asked,
        candidates=_candidates(found, asked),
        entries=queries.entries(session(), source=f"receipt:{receipt_id}:").rows,
        happened=timeline_of(session(), "receipt", receipt_id, currency=found.amount.currency),
        may_match=actor().may(Permission.PREPARE_MONEY),
    )


@blueprint.post("/receipts/<uuid:receipt_id>/match")
@requires(Permission.PREPARE_MONEY)
def match(receipt_id: UUID) -> ResponseReturnValue:
    """Put a transfer into its owner's wallet."""
    owner = request.form.get("organisation_id", type=UUID)
    if owner is None:
        raise InvalidInput("organisation", "unknown")
    found = queries.receipt(session(), receipt_id)
    actions.match_receipt(call(), receipt_id, organisation_id=owner)
    name = names_of(session(), [owner]).get(owner, "")
    flash(_("%(amount)s is in the wallet of %(name)s now.", amount=filters.money(found.amount), name=name), "good")
    return see_other(url_for(".receipt", receipt_id=receipt_id))


def _candidates(found: ReceiptRow, asked: str) -> list[Payer]:
    """Return who could have sent it: those asked for, else those whom the bank's words name."""
    if found.organisation_id is not None:
        return []
    if asked:
        return payers(session(), actor(), asked)
    return payers(session(), actor(), found.payer) or payers(session(), actor(), found.bank_reference)
