"""The members of an organisation and whom it has invited."""

from typing import Any
from uuid import UUID

from flask import flash, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.members.blueprint import blueprint
from blueprints.members.forms import InvitationForm, LimitsForm, RolesForm
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, InvalidInput, NotFound
from trade.parties import actions
from trade.parties.errors import LastOwner
from trade.parties.queries import MemberRow, invitations_of, members_of
from trade.parties.rules import OrganisationKind, Role, roles_for
from web.access import actor, call, requires, session, viewer
from web.forms import invalid
from web.fragments import respond, see_other
from web.locale import current_locale
from web.mailbox import letters_folder
from web.translation import gettext as _

PAGE, FRAGMENT = "members/people.html", "members/_people.html"
MEMBER, MEMBER_FRAGMENT = "members/member.html", "members/_member.html"


@blueprint.get("")
@requires(Permission.MANAGE_MEMBERS)
def people() -> ResponseReturnValue:
    """Show who belongs here, and who was invited."""
    return respond(PAGE, FRAGMENT, form=_invitation(fresh=True), **_people())


@blueprint.post("/invitations")
@requires(Permission.MANAGE_MEMBERS)
def invite() -> ResponseReturnValue:
    """Invite somebody; the letter with the link goes out after this."""
    form = _invitation(fresh=False)
    if not form.validate():
        return invalid(PAGE, FRAGMENT, form, **_people())
    try:
        actions.invite_member(call(), form.login.data or "", form.roles.roles(), current_locale())
    except InvalidInput as error:
        form.refuse(error)
        return invalid(PAGE, FRAGMENT, form, **_people())
    flash(_("Invited. The link in the letter works for 14 days."), "good")
    return see_other(url_for("members.people"))


@blueprint.get("/<uuid:member_id>")
@requires(Permission.MANAGE_MEMBERS)
def member(member_id: UUID) -> ResponseReturnValue:
    """Show one member with what may be changed."""
    found = find_member(member_id)
    return respond(MEMBER, MEMBER_FRAGMENT, **member_page(found, roles_form(found, fresh=True)))


@blueprint.post("/<uuid:member_id>/roles")
@requires(Permission.MANAGE_MEMBERS)
def give_roles(member_id: UUID) -> ResponseReturnValue:
    """Give a member other roles."""
    found = find_member(member_id)
    form = roles_form(found, fresh=False)
    if not form.validate():
        return respond(MEMBER, MEMBER_FRAGMENT, 422, **member_page(found, form))
    try:
        actions.change_roles(call(), member_id, roles=form.roles.roles())
    except (InvalidInput, LastOwner) as error:
        return _refused(found, form, error)
    flash(_("%(name)s has these roles from now on.", name=found.name), "good")
    return see_other(url_for("members.people"))


@blueprint.post("/<uuid:member_id>/departure")
@requires(Permission.MANAGE_MEMBERS)
def end(member_id: UUID) -> ResponseReturnValue:
    """End a membership; the member's sessions end with it."""
    try:
        actions.end_member(call(), member_id)
    except LastOwner as error:
        found = find_member(member_id)
        return _refused(found, roles_form(found, fresh=True), error)
    flash(_("The membership has ended. Nothing that was done is lost."), "good")
    return see_other(url_for("members.people"))


def _people() -> dict[str, Any]:
    return {
        "members": members_of(session(), actor()),
        "invitations": invitations_of(session(), actor(), clock.now()),
        "letters": letters_folder(),
        "layout": layout(),
    }


def find_member(member_id: UUID) -> MemberRow:
    """Return one of the organisation's members; ``NotFound`` for a stranger."""
    for found in members_of(session(), actor()):
        if found.member_id == member_id:
            return found
    raise NotFound("member", member_id)


def _refused(found: MemberRow, form: RolesForm, error: DomainError) -> ResponseReturnValue:
    form.refuse(error)
    status = 422 if isinstance(error, InvalidInput) else 409
    return respond(MEMBER, MEMBER_FRAGMENT, status, **member_page(found, form))


def member_page(found: MemberRow, form: RolesForm | LimitsForm) -> dict[str, Any]:
    """Return what the page of a member shows; ``form`` is the one that was just sent, or fresh roles."""
    roles = form if isinstance(form, RolesForm) else roles_form(found, fresh=True)
    limits = form if isinstance(form, LimitsForm) else limits_form(found)
    return {"form": form, "roles_form": roles, "limits_form": limits, "member": found, "layout": layout()}


def limits_form(found: MemberRow) -> LimitsForm | None:
    """Return a fresh form of a member's limits; none where nobody buys anything."""
    who = viewer()
    if who is None or who.kind is None or not who.kind.buys:
        return None
    return LimitsForm(formdata=None, data={"order_limit": found.limits.order, "month_limit": found.limits.month})


def _invitation(*, fresh: bool) -> InvitationForm:
    form = InvitationForm(formdata=None) if fresh else InvitationForm()
    form.offer(_allowed())
    return form


def roles_form(found: MemberRow, *, fresh: bool) -> RolesForm:
    """Return the form of a member's roles, as they are or as they were sent."""
    form = RolesForm(formdata=None, data={"roles": list(found.roles)}) if fresh else RolesForm()
    form.offer(_allowed())
    return form


def _allowed() -> list[Role]:
    who = viewer()
    return roles_for(who.kind) if who is not None and who.kind is not None else []


def layout() -> str:
    """Return the frame that the organisation's people know: a shop's is the phone's."""
    who = viewer()
    is_shop = who is not None and who.kind is OrganisationKind.RETAILER
    return "layouts/phone.html" if is_shop else "layouts/desk.html"
