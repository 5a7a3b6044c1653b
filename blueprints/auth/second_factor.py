"""The code generator: setting it up, and proving its code."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.auth.blueprint import blueprint
from blueprints.auth.forms import CodeForm
from trade.parties import actions
from trade.parties.errors import SecondFactorExists, WrongCode
from trade.parties.queries import pending_totp_uri
from web import identity, unsent
from web.access import call, session, signed_in, viewer
from web.forms import invalid
from web.fragments import see_other
from web.limits import BY_PERSON, limiter, person_key
from web.sign_in_first import safe_next

CODE = "auth/second_factor.html"


@blueprint.route("/second-factor", methods=["GET", "POST"])
@limiter.limit(BY_PERSON, key_func=person_key, methods=["POST"])
@signed_in(owing_code=True)
def second_factor() -> ResponseReturnValue:
    """Ask for the generator's code."""
    who = viewer()
    assert who is not None
    if not who.owes_second_factor:
        return see_other(_onward())
    form, asked = CodeForm(), safe_next(request.args.get("next"))
    if not form.is_submitted() or unsent.arrives():
        return blank_code(asked)
    if not form.validate():
        return invalid(CODE, CODE, form, onward=asked)
    token = identity.next_token("second-factor")
    try:
        actions.prove_second_factor(call(), identity.seal(), form.code.data or "", identity.session_token(), token)
    except WrongCode as error:
        form.refuse(error)
        return invalid(CODE, CODE, form, onward=asked)
    identity.sign_in_browser(token)
    return unsent.gone_on(_onward())


@unsent.page("auth.second_factor")
def blank_code(onward: str | None) -> str:
    """Ask somebody who wants to go ``onward`` for the code."""
    return render_template(CODE, form=CodeForm(formdata=None), onward=onward)


@blueprint.get("/second-factor/setup")
@signed_in(owing_code=True)
def second_factor_setup() -> ResponseReturnValue:
    """Explain the generator, and once it was asked for, show its secret."""
    who = viewer()
    assert who is not None
    if who.has_second_factor:
        return redirect(url_for(".second_factor", next=safe_next(request.args.get("next"))), 303)
    pending = pending_totp_uri(session(), who.person_id, identity.seal())
    return render_template("auth/second_factor_setup.html", form=CodeForm(), pending=pending)


@blueprint.post("/second-factor/setup")
@signed_in(owing_code=True)
def start_second_factor() -> ResponseReturnValue:
    """Make a secret for a new generator."""
    try:
        actions.start_totp(call(), identity.seal())
    except SecondFactorExists:
        return see_other(url_for(".second_factor", next=safe_next(request.args.get("next"))))
    return see_other(url_for(".second_factor_setup", next=safe_next(request.args.get("next"))))


@blueprint.post("/second-factor/confirmation")
@limiter.limit(BY_PERSON, key_func=person_key)
@signed_in(owing_code=True)
def confirm_second_factor() -> ResponseReturnValue:
    """Take the generator into use by its first code."""
    who = viewer()
    assert who is not None
    form, pending = CodeForm(), pending_totp_uri(session(), who.person_id, identity.seal())
    page = "auth/second_factor_setup.html"
    if not form.validate():
        return invalid(page, page, form, pending=pending)
    token = identity.next_token("second-factor")
    try:
        actions.confirm_totp(call(), identity.seal(), form.code.data or "", identity.session_token(), token)
    except WrongCode as error:
        form.refuse(error)
        return invalid(page, page, form, pending=pending)
    identity.sign_in_browser(token)
    return see_other(url_for(".recovery", next=safe_next(request.args.get("next"))))


def _onward() -> str:
    return safe_next(request.args.get("next")) or url_for(".home")
