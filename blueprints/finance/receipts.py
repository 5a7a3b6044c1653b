"""Bank transfers: the list, and recording one."""

from typing import Any
from uuid import UUID

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.finance.blueprint import blueprint
from blueprints.finance.forms import ReceiptForm
from trade.kernel.actor import Permission
from trade.ledger.actions import ReceiptKnown, record_receipt
from trade.ledger.queries import receipts_after, unmatched
from trade.parties.queries import payers
from web import filters
from web.access import actor, call, requires, session, viewer
from web.forms import invalid
from web.fragments import respond, see_other
from web.sentences import sentence
from web.translation import gettext as _

PAGE = "finance/receipt_new.html"


@blueprint.get("/receipts")
@requires(Permission.SEE_FINANCE)
def receipt_list() -> ResponseReturnValue:
    """Show transfers, newest first; those without an owner alone where asked."""
    only, search = request.args.get("view") == "unmatched", request.args.get("search", "").strip()[:80]
    page = receipts_after(session(), unmatched=only, search=search, cursor=request.args.get("cursor"), limit=50)
    view: dict[str, Any] = {"view": "unmatched" if only else None, "search": search or None}
    return render_template(
        "finance/receipts.html",
        rows=page.rows,
        only=only,
        search=search,
        waiting=unmatched(session()).count,
        further=url_for(".receipt_list", **view, cursor=page.next_cursor) if page.next_cursor else "",
    )


@blueprint.get("/receipts/new")
@requires(Permission.PREPARE_MONEY)
def new_receipt() -> ResponseReturnValue:
    """Ask what the bank's sheet says."""
    who = viewer()
    assert who is not None
    form = ReceiptForm(
        formdata=None, currency=who.currency, received_on=clock.now().astimezone(filters.viewers_zone()).date()
    )
    return render_template(PAGE, form=form, known=None)


@blueprint.post("/receipts")
@requires(Permission.PREPARE_MONEY)
def record() -> ResponseReturnValue:
    """Record a transfer, straight into a wallet where its owner is known."""
    form = ReceiptForm()
    if not form.validate():
        return invalid(PAGE, PAGE, form, known=None)
    is_clear, owner = _owner(form)
    if not is_clear:
        return invalid(PAGE, PAGE, form, known=None)
    try:
        receipt_id = _record(form, owner)
    except ReceiptKnown as error:
        form.bank_reference.errors = [sentence(error)]
        return respond(PAGE, PAGE, 409, form=form, known=error.receipt_id)
    return see_other(url_for(".receipt", receipt_id=receipt_id))


def waiting() -> int:
    """Count the transfers without an owner."""
    return unmatched(session()).count


def _owner(form: ReceiptForm) -> tuple[bool, UUID | None]:
    """Return whether it is clear whose money it is, and whose (nobody's: it waits for an owner)."""
    if not form.owner.data:
        return True, None
    found = payers(session(), actor(), form.owner.data)
    chosen = [row for row in found if str(row.id) == form.owner_id.data] or found
    if len(chosen) == 1:
        return True, chosen[0].id
    form.ask_which(found)
    return False, None


def _record(form: ReceiptForm, owner: UUID | None) -> UUID:
    receipt_id = record_receipt(
        call(),
        bank_reference=form.bank_reference.data or "",
        payer=form.payer.data or "",
        amount=form.amount.data,
        received_on=form.received_on.data or clock.now().date(),
        organisation_id=owner,
    )
    amount = filters.money(form.amount.data)
    if owner is None:
        flash(_("%(amount)s recorded. It waits for somebody to say whose it is.", amount=amount), "waiting")
    else:
        flash(_("%(amount)s recorded; it is in the wallet now.", amount=amount), "good")
    return receipt_id
