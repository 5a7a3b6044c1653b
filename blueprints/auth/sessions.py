"""In, out, and for whom."""

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.auth.blueprint import blueprint
from blueprints.auth.forms import SignInForm
from trade.kernel.actor import Permission
from trade.parties import actions
from trade.parties.errors import WrongCredentials
from trade.parties.queries import places_of
from web import identity, unsent
from web.access import call, public, repeatable, session, signed_in, viewer
from web.devices import keep_device, this_device
from web.forms import invalid
from web.fragments import see_other
from web.limits import BY_ADDRESS, BY_LOGIN, limiter, login_key, was_refused
from web.locale import COOKIE, known_locale
from web.portals import home_of
from web.sign_in_first import safe_next
from web.translation import gettext as _

SIGN_IN = "auth/sign_in.html"
YEAR_SECONDS = 365 * 24 * 3600


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    """Go to where the viewer's day begins; a visitor to the shop window."""
    who = viewer()
    if who is None:
        return redirect(url_for("shop.landing"), 303)
    if who.owes_second_factor:
        return redirect(url_for(".second_factor" if who.has_second_factor else ".second_factor_setup"), 303)
    if who.may(Permission.SHOW_PERMITS) and not who.is_admitted:
        return redirect(url_for("admission.own"), 303)
    if who.organisation_id is not None and not who.is_admitted and home_of(who) is None:
        return render_template("errors/not_admitted.html", viewer=who), 403
    return redirect(home_of(who) or url_for(".organisations"), 303)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(BY_ADDRESS, methods=["POST"], deduct_when=was_refused)
@limiter.limit(BY_LOGIN, key_func=login_key, methods=["POST"], deduct_when=was_refused)
@public
def sign_in() -> ResponseReturnValue:
    """Sign in; whoever is in already goes on."""
    asked = safe_next(request.args.get("next"))
    onward = asked or url_for(".home")
    if viewer() is not None:
        return see_other(onward)
    form = SignInForm()
    if not form.is_submitted() or unsent.arrives():
        return blank_sign_in(asked)
    if not form.validate():
        return invalid(SIGN_IN, SIGN_IN, form, onward=asked)
    token, device = identity.next_token("sign-in"), this_device()
    try:
        actions.sign_in(call(), form.login.data or "", form.password.data or "", token, device)
    except WrongCredentials as error:
        form.refuse(error)
        return invalid(SIGN_IN, SIGN_IN, form, onward=asked)
    identity.sign_in_browser(token)
    keep_device(device)
    return unsent.gone_on(onward)


@unsent.page("auth.sign_in")
def blank_sign_in(onward: str | None) -> str:
    """Draw the way in for somebody who wants to go ``onward``."""
    return render_template(SIGN_IN, form=SignInForm(formdata=None), onward=onward)


@blueprint.post("/sign-out")
@repeatable
@public
def sign_out() -> ResponseReturnValue:
    """End the session, and have the browser forget what it kept."""
    actions.sign_out(call(), identity.session_token())
    identity.sign_out_browser()
    response = see_other(url_for(".sign_in"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.get("/organisations")
@signed_in()
def organisations() -> ResponseReturnValue:
    """Show for whom one may act."""
    who = viewer()
    assert who is not None
    places = places_of(session(), who.person_id)
    onward = safe_next(request.args.get("next"))
    return render_template("auth/organisations.html", places=places, onward=onward, chosen=who.organisation_id)


@blueprint.post("/organisations/<uuid:organisation_id>/choice")
@signed_in()
def choose_organisation(organisation_id: UUID) -> ResponseReturnValue:
    """Act for another organisation from now on."""
    token = identity.next_token("choice")
    actions.choose_organisation(call(), organisation_id, identity.session_token(), token)
    identity.sign_in_browser(token)
    return see_other(safe_next(request.args.get("next")) or url_for(".home"))


@blueprint.post("/language")
@repeatable
@public
def set_language() -> Response:
    """Speak another language, on this browser and to this person."""
    locale = known_locale(request.form.get("locale"))
    response = see_other(safe_next(request.form.get("next")) or url_for(".home"))
    if locale is None:
        flash(_("This language is not spoken here yet."), "waiting")
        return response
    if viewer() is not None:
        actions.set_locale(call(), locale)
    secure = request.is_secure
    response.set_cookie(COOKIE, locale, max_age=YEAR_SECONDS, httponly=True, secure=secure, samesite="Lax")
    return response
