"""Forgotten passwords. What is answered never tells whether somebody has an account."""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.auth.blueprint import blueprint
from blueprints.auth.forms import ForgottenForm, NewPasswordForm
from trade.kernel.errors import InvalidInput
from trade.parties import actions
from trade.parties.errors import LinkExpired
from trade.parties.queries import resets_password
from web.access import call, public, session
from web.forms import invalid
from web.fragments import see_other
from web.limits import BY_ADDRESS, LETTERS_BY_LOGIN, limiter, login_key
from web.translation import gettext as _


@blueprint.route("/password-reset", methods=["GET", "POST"])
@limiter.limit(BY_ADDRESS, methods=["POST"])
@limiter.limit(LETTERS_BY_LOGIN, key_func=login_key, methods=["POST"])
@public
def forgotten_password() -> ResponseReturnValue:
    """Promise a letter with a link."""
    form = ForgottenForm()
    if not form.is_submitted():
        return render_template("auth/forgotten_password.html", form=form)
    if not form.validate():
        return invalid("auth/forgotten_password.html", "auth/forgotten_password.html", form)
    actions.request_password_reset(call(), form.login.data or "")
    return see_other(url_for(".letter_sent"))


@blueprint.get("/password-reset/sent")
@public
def letter_sent() -> ResponseReturnValue:
    """Say what happens now."""
    return render_template("auth/letter_sent.html")


@blueprint.route("/password-reset/<token>", methods=["GET", "POST"])
@limiter.limit(BY_ADDRESS)
@public
def reset_password(token: str) -> ResponseReturnValue:
    """Set a new password by the letter's link."""
    form = NewPasswordForm()
    if not form.is_submitted():
        if not resets_password(session(), token, clock.now()):
            raise LinkExpired
        return render_template("auth/new_password.html", form=form)
    if not form.validate():
        return invalid("auth/new_password.html", "auth/new_password.html", form)
    try:
        actions.reset_password(call(), token, form.password.data or "")
    except InvalidInput as error:
        form.refuse(error)
        return invalid("auth/new_password.html", "auth/new_password.html", form)
    flash(_("Your new password is set. Sign in with it."), "good")
    return see_other(url_for(".sign_in"))
