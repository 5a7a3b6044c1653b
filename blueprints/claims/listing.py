"""The claims that the viewer's organisation made, is asked about, or decides; as pages, and as a file."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.claims.blueprint import blueprint
from blueprints.claims.cases import SEES
from blueprints.claims.words import claim_reason, claim_wish
from trade.claims.queries import ClaimRow, claim_states, claims_of
from trade.claims.rules import ClaimState
from trade.kernel.paging import PAGE_ROWS, PAGE_ROWS_MAX, Page
from web import portals
from web.access import actor, requires, session
from web.sheets import KINDS, Cell, all_rows, list_answer
from web.tabs import Tab
from web.translation import gettext as _
from web.words import state_word


@blueprint.get("")
@requires(*SEES)
def claim_list() -> ResponseReturnValue:
    """Show claims, those for which a clock runs first; of one state where the address says so."""
    state = _state()
    page = _page(state, request.args.get("cursor"), PAGE_ROWS)
    return render_template(
        "claims/list.html",
        layout=portals.frame(),
        rows=page.rows,
        tabs=_tabs(state),
        asked={"state": str(state)} if state else {},
        further=url_for(".claim_list", state=state, cursor=page.next_cursor) if page.next_cursor else "",
    )


@blueprint.get(f"/list.<{KINDS}:kind>")
@requires(*SEES)
def claims_file(kind: str) -> ResponseReturnValue:
    """Answer the claims of this view as a file."""
    state = _state()
    rows = all_rows(lambda cursor: _page(state, cursor, PAGE_ROWS_MAX))
    return list_answer(kind, "claims", _("Claims"), _header(), map(_cells, rows))


def _page(state: ClaimState | None, cursor: str | None, limit: int) -> Page[ClaimRow]:
    return claims_of(session(), actor(), state=state, cursor=cursor, limit=limit)


def _state() -> ClaimState | None:
    """Read the address; a state that there is not narrows nothing down."""
    state = request.args.get("state", "")
    return ClaimState(state) if state in set(ClaimState) else None


def _tabs(chosen: ClaimState | None) -> list[Tab]:
    counts = claim_states(session(), actor())
    everything = Tab(_("All"), url_for(".claim_list"), chosen is None, sum(counts.values()))
    states = [state for state in ClaimState if counts.get(state) or state == chosen]
    return [everything] + [
        Tab(state_word(state, "claim").word, url_for(".claim_list", state=state), state == chosen, counts.get(state, 0))
        for state in states
    ]


def _header() -> Sequence[str]:
    return [
        _("Claim"), _("Order"), _("Buyer"), _("Seller"), _("What is wrong"), _("State"), _("Claimed on"), _("Money by"),
        _("Paid on"), _("Closed on"), _("Claimed amount"), _("Paid to the buyer"), _("To be paid back"), _("Currency"), _("The buyer would like"),
    ]  # fmt: skip


def _cells(row: ClaimRow) -> Sequence[Cell]:
    return (
        row.reference, row.order_reference, row.buyer_name, row.seller_name, claim_reason(row),
        state_word(row.state, "claim").word, row.asked_at, row.money_due_at, row.advanced_at, row.closed_at, row.amount,
        row.advanced, row.taken_back, row.amount.currency, claim_wish(row.wish),
    )  # fmt: skip
