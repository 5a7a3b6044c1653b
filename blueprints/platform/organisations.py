"""Who is on the market: the list, and one organisation with all that is known of it."""

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.platform.blueprint import blueprint
from blueprints.platform.forms import ReasonForm
from trade.admission.queries import delisting_of
from trade.admission.rules.delisting import STANDING
from trade.kernel.actor import Permission
from trade.ledger.queries import accounts_of
from trade.ordering.queries import all_orders
from trade.parties.queries import open_invitations, organisation_detail, organisation_states, organisations
from trade.parties.rules import OrganisationKind, OrganisationState
from web.access import actor, requires, session
from web.mailbox import letters_folder
from web.timeline import timeline_of
from web.translation import gettext as _
from web.words import kind_word, state_word

RECENT = 8


@blueprint.get("/organisations")
@requires(Permission.OVERSEE)
def organisation_list() -> ResponseReturnValue:
    """Show organisations by name, narrowed down by state, kind, and a part of name or code."""
    asked = _asked()
    page = organisations(session(), actor(), **asked, after=request.args.get("cursor"), limit=50)
    view: dict[str, Any] = {name: str(value) for name, value in asked.items() if value}
    return render_template(
        "platform/organisations.html",
        rows=page.rows,
        asked=asked,
        states=_states(),
        kinds=[("", _("Any kind")), *((str(kind), kind_word(kind)) for kind in OrganisationKind)],
        further=url_for(".organisation_list", **view, cursor=page.next_cursor) if page.next_cursor else "",
    )


@blueprint.get("/organisations/<uuid:organisation_id>")
@requires(Permission.OVERSEE)
def organisation(organisation_id: UUID) -> ResponseReturnValue:
    """Show an organisation."""
    return render_template("platform/organisation.html", **about(organisation_id))


def about(organisation_id: UUID, form: ReasonForm | None = None) -> dict[str, Any]:
    """Return all that the page of an organisation shows."""
    found = organisation_detail(session(), actor(), organisation_id, clock.now())
    sees_money = actor().may(Permission.SEE_FINANCE)
    off = delisting_of(session(), actor(), organisation_id)
    return {
        "organisation": found,
        "delisting": off if off is not None and off.state in STANDING else None,
        "may_delist": OrganisationKind(found.kind).sells
        and found.state in (OrganisationState.ADMITTED, OrganisationState.SUSPENDED),
        "form": form or ReasonForm(formdata=None),
        "invitations": open_invitations(session(), actor(), organisation_id, clock.now()),
        "letters": letters_folder(),
        "orders": all_orders(session(), actor(), party_id=organisation_id, limit=RECENT).rows,
        "accounts": accounts_of(session(), organisation_id) if sees_money else (),
        "happened": timeline_of(session(), "organisation", organisation_id),
        "is_own": organisation_id == actor().organisation_id,
        "may_admit": actor().may(Permission.ADMIT),
    }


def _states() -> list[tuple[str, str]]:
    """Return the states to choose from, each with how many stand in it."""
    counts = organisation_states(session())
    known = [(str(state), f"{state_word(state)} ({counts.get(state, 0)})") for state in OrganisationState]
    return [("", _("Any state")), *known]


def _asked() -> dict[str, Any]:
    """Return what the address asks for; a state or kind nobody knows narrows nothing down."""
    state, kind = request.args.get("state", ""), request.args.get("kind", "")
    return {
        "state": OrganisationState(state) if state in set(OrganisationState) else None,
        "kind": OrganisationKind(kind) if kind in set(OrganisationKind) else None,
        "search": request.args.get("search", "").strip()[:80],
    }
