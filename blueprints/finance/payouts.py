"""Payouts: what waits for its second person, what could be paid, what was sent, and one of them."""

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.finance.batch_forms import BatchForm
from blueprints.finance.blueprint import blueprint
from blueprints.finance.forms import RejectionForm
from blueprints.finance.return_form import ReturnForm
from trade.kernel.actor import Permission
from trade.ledger.queries import entries
from trade.parties.queries import payees_in_force, payees_waiting
from trade.payouts import queries
from trade.payouts.rules import PAYOUT_MOVES, PayoutState
from trade.settlement.queries import statements_after
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
    batches = queries.batches_waiting(session())
    return render_template(INBOX, rows=rows, batches=batches, me=actor().person_id)


@blueprint.get("/payouts/payable")
@requires(Permission.SEE_FINANCE)
def payable_list() -> ResponseReturnValue:
    """Show which sellers could be paid now."""
    return render_template("finance/payables.html", **of_payables())


@blueprint.get("/payouts/all")
@requires(Permission.SEE_FINANCE)
def payout_list() -> ResponseReturnValue:
    """Show every payout, newest first."""
    state, seller_id = state_asked(), request.args.get("seller", type=UUID)
    page = queries.payouts_after(
        session(), actor(), state=state, seller_id=seller_id, cursor=request.args.get("cursor"), limit=50
    )
    view: dict[str, Any] = {"state": state, "seller": seller_id}
    return render_template(
        "finance/payout_list.html",
        rows=page.rows,
        state=state,
        states=_states(),
        view=view,
        further=url_for(".payout_list", **view, cursor=page.next_cursor) if page.next_cursor else "",
    )


@blueprint.get("/payouts/<uuid:payout_id>")
@requires(Permission.SEE_FINANCE)
def payout(payout_id: UUID) -> ResponseReturnValue:
    """Show a payout, and whoever may decide on it exactly what they would approve."""
    return render_template("finance/payout.html", **about(payout_id))


def about(payout_id: UUID, form: RejectionForm | None = None, refusal: str = "") -> dict[str, Any]:
    """Return all that the page of a payout shows."""
    found = queries.payout(session(), actor(), payout_id)
    waits, is_mine = found.state is PayoutState.PREPARED, found.prepared_by == actor().person_id
    returned = None if waits else queries.return_waiting(session(), payout_id)  # what has not left cannot come back
    accounts, sellers = payees_in_force(session(), [found.seller_id], clock.now()), [found.seller_id]
    return {
        "payout": found,
        "account_moved": waits
        and (accounts.get(found.seller_id) is None or accounts[found.seller_id].id != found.account_id),
        "account_next": payees_waiting(session(), sellers, clock.now()).get(found.seller_id),
        "returned": returned,
        "return_form": ReturnForm(found.amount.currency, formdata=None, arrived=found.amount),
        "may_say_returned": PayoutState.RETURNED in PAYOUT_MOVES[found.state] and actor().may(Permission.PREPARE_MONEY),
        "may_decide_return": returned is not None
        and returned.proposed_by != actor().person_id
        and actor().may(Permission.APPROVE_MONEY),
        "form": form or RejectionForm(formdata=None),
        "refusal": refusal,
        "statements": statements_after(session(), actor(), seller_id=found.seller_id, limit=5).rows,
        "withdrawals": queries.withdrawals_in(session(), actor(), payout_id),
        "entries": entries(session(), source=f"payout:{payout_id}:").rows,
        "happened": timeline_of(session(), "payout", payout_id),
        "waits": waits,
        "is_mine": is_mine,
        "may_decide": waits and not is_mine and not found.batch_id and actor().may(Permission.APPROVE_MONEY),
        "may_leave_out": waits and not is_mine and bool(found.batch_id) and actor().may(Permission.APPROVE_MONEY),
        "may_book": found.state is PayoutState.SENT and actor().may(Permission.PREPARE_MONEY),
    }


def of_payables(refusal: str = "", seller_id: UUID | None = None, form: BatchForm | None = None) -> dict[str, Any]:
    """Return what the list of payables shows; a refusal stands in the row of its seller."""
    may_prepare = actor().may(Permission.PREPARE_MONEY)
    rows = queries.payables(session(), clock.now())
    return {
        "rows": rows,
        "form": form or BatchForm(formdata=None, data={"currency": rows[0].amount.currency if rows else ""}),
        "may_prepare": may_prepare,
        "refusal": refusal,
        "refused": seller_id,
    }


def state_asked() -> PayoutState | None:
    """The state that the list is narrowed down to."""
    asked = request.args.get("state", "")
    return PayoutState(asked) if asked in set(PayoutState) else None


def _states() -> list[tuple[str, str]]:
    return [("", _("Any state")), *((str(state), str(state_word(state))) for state in PayoutState)]
