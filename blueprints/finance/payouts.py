"""Payouts: what waits for its second person, what could be paid, what was sent, and one of them."""

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.finance.blueprint import blueprint
from blueprints.finance.forms import RejectionForm
from trade.kernel.actor import Permission
from trade.ledger.queries import entries
from trade.settlement import queries
from trade.settlement.rules import PayoutState
from web.access import actor, requires, session
from web.timeline import timeline_of
from web.translation import gettext as _
from web.words import state_word

INBOX = "finance/payouts.html"


@blueprint.get("/payouts")
@requires(Permission.SEE_FINANCE)
def payout_inbox() -> ResponseReturnValue:
    """Show what waits for a second person: the oldest first, of the same age the largest."""
    rows = queries.payouts_waiting(session(), actor())
    return render_template(INBOX, rows=rows, me=actor().person_id, may_decide=actor().may(Permission.APPROVE_MONEY))


@blueprint.get("/payouts/payable")
@requires(Permission.SEE_FINANCE)
def payable_list() -> ResponseReturnValue:
    """Show which sellers could be paid now."""
    return render_template("finance/payables.html", **of_payables())


@blueprint.get("/payouts/all")
@requires(Permission.SEE_FINANCE)
def payout_list() -> ResponseReturnValue:
    """Show every payout, newest first."""
    asked, seller_id = request.args.get("state", ""), request.args.get("seller", type=UUID)
    state = PayoutState(asked) if asked in set(PayoutState) else None
    page = queries.payouts_after(
        session(), actor(), state=state, seller_id=seller_id, cursor=request.args.get("cursor"), limit=50
    )
    view: dict[str, Any] = {"state": state, "seller": seller_id, "cursor": page.next_cursor}
    further = url_for(".payout_list", **view) if page.next_cursor else ""
    return render_template("finance/payout_list.html", rows=page.rows, state=state, states=_states(), further=further)


@blueprint.get("/payouts/<uuid:payout_id>")
@requires(Permission.SEE_FINANCE)
def payout(payout_id: UUID) -> ResponseReturnValue:
    """Show a payout, and whoever may decide on it exactly what they would approve."""
    return render_template("finance/payout.html", **about(payout_id))


def about(payout_id: UUID, form: RejectionForm | None = None, refusal: str = "") -> dict[str, Any]:
    """Return all that the page of a payout shows."""
    found = queries.payout(session(), actor(), payout_id)
    waits, is_mine = found.state is PayoutState.PREPARED, found.prepared_by == actor().person_id
    return {
        "payout": found,
        "form": form or RejectionForm(formdata=None),
        "refusal": refusal,
        "statements": queries.statements_after(session(), actor(), seller_id=found.seller_id, limit=5).rows,
        "entries": entries(session(), source=f"payout:{payout_id}:").rows,
        "happened": timeline_of(session(), "payout", payout_id),
        "waits": waits,
        "is_mine": is_mine,
        "may_decide": waits and not is_mine and actor().may(Permission.APPROVE_MONEY),
        "may_book": found.state is PayoutState.SENT and actor().may(Permission.PREPARE_MONEY),
    }


def of_payables(refusal: str = "", seller_id: UUID | None = None) -> dict[str, Any]:
    """Return what the list of payables shows; a refusal stands in the row of its seller."""
    may_prepare = actor().may(Permission.PREPARE_MONEY)
    return {"rows": queries.payables(session()), "may_prepare": may_prepare, "refusal": refusal, "refused": seller_id}


def _states() -> list[tuple[str, str]]:
    return [("", _("Any state")), *((str(state), str(state_word(state))) for state in PayoutState)]
