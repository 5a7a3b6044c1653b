"""The tokens that an organisation has given to its programs."""

from typing import Any, Final
from uuid import UUID

from flask import current_app, flash, g, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.connections.blueprint import blueprint
from blueprints.connections.forms import TokenForm
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.parties import actions
from trade.parties.credentials import derived_token
from trade.parties.queries import tokens_of
from trade.parties.rules import OrganisationKind, TokenScope, scopes_for
from web.access import actor, call, requires, session, viewer
from web.forms import invalid
from web.fragments import respond, see_other
from web.translation import gettext as _

PAGE, FRAGMENT = "connections/tokens.html", "connections/_tokens.html"
PREFIX: Final = "pinhuo_"
"""By it a scanner for leaked secrets knows a token of ours."""


@blueprint.get("")
@requires(Permission.MANAGE_MEMBERS)
def home() -> ResponseReturnValue:
    """Begin with the tokens."""
    return see_other(url_for("connections.token_list"))


@blueprint.get("/tokens")
@requires(Permission.MANAGE_MEMBERS)
def token_list() -> ResponseReturnValue:
    """Show which programs act for the organisation."""
    return respond(PAGE, FRAGMENT, form=_form(fresh=True), **_about())


@blueprint.post("/tokens")
@requires(Permission.MANAGE_MEMBERS)
def make_token() -> ResponseReturnValue:
    """Make a token and show it, this once: afterwards only its last characters are known."""
    form = _form(fresh=False)
    if not form.validate():
        return invalid(PAGE, FRAGMENT, form, **_about())
    token = _new_token()
    try:
        actions.make_token(
            call(), token, name=form.name.data or "", scopes=form.chosen(), days=form.lifetime()
        )  # fmt: skip
    except InvalidInput as error:
        form.refuse(error)
        return invalid(PAGE, FRAGMENT, form, **_about())
    return respond(PAGE, FRAGMENT, form=_form(fresh=True), **_about(token))


@blueprint.post("/tokens/<uuid:token_id>/revocation")
@requires(Permission.MANAGE_MEMBERS)
def revoke_token(token_id: UUID) -> ResponseReturnValue:
    """Take a token away."""
    actions.revoke_token(call(), token_id)
    flash(_("Revoked. Whoever holds it is refused from now on."), "good")
    return see_other(url_for("connections.token_list"))


def _new_token() -> str:
    """Return the secret; the same form sent twice gets the same one."""
    parts = (str(g.command.owner), g.command.key)
    return PREFIX + derived_token(str(current_app.secret_key), "access-token", *parts)


def _about(token: str = "") -> dict[str, Any]:
    return {
        "token": token,
        "tokens": tokens_of(session(), actor(), clock.now()),
        "scopes": _allowed(),
        "layout": layout(),
    }


def _form(*, fresh: bool) -> TokenForm:
    form = TokenForm(formdata=None) if fresh else TokenForm()
    form.offer(_allowed())
    return form


def _allowed() -> list[TokenScope]:
    who = viewer()
    return scopes_for(who.kind) if who is not None and who.kind is not None else []


def layout() -> str:
    """Return the frame that the organisation's people know: a shop's is the phone's."""
    who = viewer()
    is_shop = who is not None and who.kind is OrganisationKind.RETAILER
    return "layouts/phone.html" if is_shop else "layouts/desk.html"
