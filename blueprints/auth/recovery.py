"""When the phone is gone: recovery codes, made and used, and another generator in place of the old."""

from flask import flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.auth.blueprint import blueprint
from blueprints.auth.forms import PasswordForm, RecoveryCodeForm
from trade.kernel.errors import DomainError, InvalidInput
from trade.parties import actions
from trade.parties.actions.recovery import CODES
from trade.parties.credentials import recovery_codes
from trade.parties.errors import NoSecondFactor, WrongCode
from trade.parties.queries import recovery_codes_left
from web import identity
from web.access import call, session, signed_in, viewer
from web.forms import invalid
from web.fragments import see_other
from web.limits import BY_PERSON, BY_SCREEN, limiter, person_key
from web.sign_in_first import safe_next
from web.translation import gettext as _

PAGE, USE = "auth/recovery.html", "auth/recovery_code.html"


@blueprint.route("/second-factor/recovery", methods=["GET", "POST"])
@limiter.limit(BY_PERSON, key_func=person_key, methods=["POST"])
@signed_in(owing_code=True)
def recovery_code() -> ResponseReturnValue:
    """Let somebody in by a recovery code."""
    form = RecoveryCodeForm()
    if not form.is_submitted():
        return render_template(USE, form=form)
    if not form.validate():
        return invalid(USE, USE, form)
    token = identity.next_token("recovery")
    try:
        left = actions.prove_by_recovery_code(call(), form.code.data or "", identity.session_token(), token)
    except WrongCode:
        form.refuse(InvalidInput("code", "recovery_code"))
        return invalid(USE, USE, form)
    identity.sign_in_browser(token)
    flash(_("You are in. %(left)s recovery codes are left. Is the phone gone? Set up another one here.", left=left))
    return see_other(url_for(".recovery"))


@blueprint.get("/second-factor/recovery-codes")
@signed_in()
def recovery() -> ResponseReturnValue:
    """Show how many codes are left, and what can be done about a lost phone."""
    return render_template(PAGE, form=PasswordForm(formdata=None), **_standing())


@blueprint.post("/second-factor/recovery-codes")
@limiter.limit(BY_SCREEN, key_func=person_key)
@signed_in()
def make_codes() -> ResponseReturnValue:
    """Make new codes and show them, this once."""
    form = PasswordForm()
    if not form.validate():
        return invalid(PAGE, PAGE, form, **_standing())
    who, key, secret = viewer(), g.command.key, identity.seal().secrets[0]
    assert who is not None
    try:
        actions.make_recovery_codes(call(), form.password.data or "", secret, key)
    except DomainError as error:
        form.refuse(error)
        return invalid(PAGE, PAGE, form, **_standing())
    codes = recovery_codes(secret, who.person_id, key, CODES)
    return render_template(PAGE, form=PasswordForm(formdata=None), **{**_standing(), "codes": codes, "left": CODES})


@blueprint.post("/second-factor/replacement")
@limiter.limit(BY_SCREEN, key_func=person_key)
@signed_in()
def replace_generator() -> ResponseReturnValue:
    """Forget the generator, and set up another."""
    form = PasswordForm()
    if not form.validate():
        return invalid(PAGE, PAGE, form, **_standing())
    try:
        actions.replace_totp(call(), form.password.data or "")
    except NoSecondFactor:
        return see_other(url_for(".second_factor_setup"))
    except DomainError as error:
        form.refuse(error)
        return invalid(PAGE, PAGE, form, **_standing())
    return see_other(url_for(".second_factor_setup"))


def _standing() -> dict[str, object]:
    who = viewer()
    assert who is not None
    return {
        "left": recovery_codes_left(session(), who.person_id),
        "onward": safe_next(request.args.get("next")) or url_for(".home"),
        "codes": (),
    }
