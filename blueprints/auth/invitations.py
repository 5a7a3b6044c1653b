"""The page behind an invitation's link."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.auth.blueprint import blueprint
from blueprints.auth.forms import JoinAgainForm, JoinForm
from trade.kernel.errors import InvalidInput
from trade.parties import actions
from trade.parties.errors import WrongCredentials
from trade.parties.queries import InvitationView, invitation_by_token
from web import identity
from web.access import call, public, session
from web.devices import keep_device, this_device
from web.forms import invalid
from web.fragments import see_other
from web.limits import BY_ADDRESS, limiter
from web.locale import current_locale

PAGE = "auth/invitation.html"


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
@limiter.limit(BY_ADDRESS)
@public
def invitation(token: str) -> ResponseReturnValue:
    """Show who invites, and join."""
    found = invitation_by_token(session(), token, clock.now())
    if found is None:
        return _once_more(token)
    form = JoinAgainForm() if found.is_known else JoinForm()
    if not form.is_submitted():
        return render_template(PAGE, form=form, invitation=found)
    if not form.validate():
        return invalid(PAGE, PAGE, form, invitation=found)
    return _join(token, form, found)


def _once_more(token: str) -> ResponseReturnValue:
    """Answer a second tap on "Join" like the first; for everybody else the link is used up, and the page says how to get another."""
    if request.method == "GET":
        return render_template("auth/link_over.html"), 409
    session_token = identity.next_token("invitation")
    actions.accept_invitation(call(), token, name="", password="", locale="", session_token=session_token)
    identity.sign_in_browser(session_token)
    return see_other("/")


def _join(token: str, form: JoinForm | JoinAgainForm, found: InvitationView) -> ResponseReturnValue:
    session_token, device = identity.next_token("invitation"), this_device()
    try:
        actions.accept_invitation(
            call(),
            token,
            name=(form.name.data or "") if isinstance(form, JoinForm) else "",
            password=form.password.data or "",
            locale=current_locale(),
            session_token=session_token,
            device=device,
        )
    except (InvalidInput, WrongCredentials) as error:
        form.refuse(error)
        return invalid(PAGE, PAGE, form, invitation=found)
    identity.sign_in_browser(session_token)
    keep_device(device)
    return see_other("/")
