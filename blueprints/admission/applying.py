"""The page on which anybody applies. It answers the same, whoever's address was given."""

from __future__ import annotations

from typing import Final

from flask import render_template
from flask.typing import ResponseReturnValue

from blueprints.admission.blueprint import blueprint
from blueprints.admission.forms import ApplicationForm
from trade.admission.actions import apply_for_admission
from trade.kernel.errors import InvalidInput
from web.access import call, public
from web.forms import invalid
from web.limits import LETTERS_BY_LOGIN, limiter, login_key
from web.mailbox import letters_folder

PAGE: Final = "admission/apply.html"
APPLICATIONS: Final = "10 per hour; 30 per day"
"""From one address of the network; a street of shops behind one router fits in."""


@blueprint.get("/apply")
@public
def apply() -> ResponseReturnValue:
    """Ask who would like to be let in."""
    form = ApplicationForm(formdata=None)
    form.offer()
    return render_template(PAGE, form=form)


@blueprint.post("/apply")
@limiter.limit(APPLICATIONS)
@limiter.limit(LETTERS_BY_LOGIN, key_func=login_key)
@public
def ask() -> ResponseReturnValue:
    """Send a link to go on with."""
    form = ApplicationForm()
    form.offer()
    if not form.validate():
        return invalid(PAGE, PAGE, form)
    try:
        apply_for_admission(call(), form.applicant())
    except InvalidInput as error:
        form.refuse(error)
        return invalid(PAGE, PAGE, form)
    return render_template("admission/asked.html", login=form.login.data, letters=letters_folder())
