"""A member's lost second factor: asking that it be forgotten, and agreeing as the second person."""

from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.members.blueprint import blueprint
from blueprints.members.forms import PasswordForm
from blueprints.members.listing import layout
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, InvalidInput
from trade.parties import actions
from trade.parties.queries import lost_factor
from web.access import actor, call, requires, session
from web.fragments import respond, see_other
from web.limits import BY_SCREEN, limiter, person_key
from web.translation import gettext as _

PAGE, FRAGMENT = "members/factor.html", "members/_factor.html"


@blueprint.get("/<uuid:member_id>/second-factor")
@requires(Permission.MANAGE_MEMBERS, Permission.ADMIT)
def factor(member_id: UUID) -> ResponseReturnValue:
    """Say what a reset does, and whether somebody has asked for it already."""
    return _page(member_id, PasswordForm(formdata=None))


@blueprint.post("/<uuid:member_id>/second-factor/reset")
@limiter.limit(BY_SCREEN, key_func=person_key)
@requires(Permission.MANAGE_MEMBERS, Permission.ADMIT)
def reset_factor(member_id: UUID) -> ResponseReturnValue:
    """Have a member's second factor forgotten, or ask a second person to agree."""
    form = PasswordForm()
    if not form.validate():
        return _page(member_id, form, 422)
    try:
        waits = actions.reset_factor_of(call(), member_id, form.password.data or "")
    except (InvalidInput, DomainError) as error:
        return _refused(member_id, form, error)
    told = _("Asked for. Another of the platform's people must agree within a day.")
    flash(told if waits else _("The code generator is being reset; a letter tells its owner."), "good")
    return see_other(url_for("members.factor", member_id=member_id))


@blueprint.post("/<uuid:member_id>/second-factor/agreement")
@limiter.limit(BY_SCREEN, key_func=person_key)
@requires(Permission.MANAGE_MEMBERS, Permission.ADMIT)
def agree_to_reset(member_id: UUID) -> ResponseReturnValue:
    """Agree, as the second person."""
    form = PasswordForm()
    if not form.validate():
        return _page(member_id, form, 422)
    try:
        actions.agree_to_factor_reset(call(), member_id, form.password.data or "")
    except DomainError as error:
        return _refused(member_id, form, error)
    flash(_("The code generator is being reset; a letter tells its owner."), "good")
    return see_other(url_for("members.factor", member_id=member_id))


def _refused(member_id: UUID, form: PasswordForm, error: DomainError) -> ResponseReturnValue:
    form.refuse(error)
    return _page(member_id, form, 422 if isinstance(error, InvalidInput) else 409)


def _page(member_id: UUID, form: PasswordForm, status: int = 200) -> ResponseReturnValue:
    found = lost_factor(session(), actor(), member_id, clock.now())
    is_ours = found.organisation_id == actor().organisation_id and actor().may(Permission.MANAGE_MEMBERS)
    return respond(PAGE, FRAGMENT, status, form=form, lost=found, is_ours=is_ours, layout=layout())
