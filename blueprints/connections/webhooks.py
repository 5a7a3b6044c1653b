"""Webhooks: addresses of an organisation's own that are told what happens, and what they answered."""

from typing import Any
from uuid import UUID

from flask import current_app, flash, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.connections.blueprint import blueprint
from blueprints.connections.tokens import layout
from blueprints.connections.webhook_forms import WebhookForm
from settings import Settings
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.notices import actions
from trade.notices.queries import WebhookRow, notices_of, webhook_of, webhooks_of
from trade.notices.rules import NoticeState
from trade.notices.secrets import secret_of
from web.access import actor, call, requires, session
from web.forms import invalid
from web.fragments import respond, see_other
from web.timeline import timeline_of
from web.translation import gettext as _
from web.translation import ngettext

LIST, LIST_FRAGMENT = "connections/webhooks.html", "connections/_webhooks.html"
PAGE, FRAGMENT = "connections/webhook.html", "connections/_webhook.html"


@blueprint.get("/webhooks")
@requires(Permission.MANAGE_MEMBERS)
def webhook_list() -> ResponseReturnValue:
    """Show which addresses are told what."""
    return respond(LIST, LIST_FRAGMENT, form=_form(), **_list())


@blueprint.post("/webhooks")
@requires(Permission.MANAGE_MEMBERS)
def add_webhook() -> ResponseReturnValue:
    """Tell another address."""
    form = _sent()
    if not form.validate():
        return invalid(LIST, LIST_FRAGMENT, form, **_list())
    try:
        webhook_id = actions.add_webhook(call(), url=form.url.data or "", types=form.chosen(), local=_local())
    except InvalidInput as error:
        form.refuse(error)
        return invalid(LIST, LIST_FRAGMENT, form, **_list())
    flash(_("From now on it is told. Send a test to see whether it listens."), "good")
    return see_other(url_for("connections.webhook", webhook_id=webhook_id))


@blueprint.get("/webhooks/<uuid:webhook_id>")
@requires(Permission.MANAGE_MEMBERS)
def webhook(webhook_id: UUID) -> ResponseReturnValue:
    """Show what one address is told and what it answered."""
    found = webhook_of(session(), actor(), webhook_id)
    return respond(PAGE, FRAGMENT, form=_form(found), **_about(found))


@blueprint.post("/webhooks/<uuid:webhook_id>/change")
@requires(Permission.MANAGE_MEMBERS)
def change_webhook(webhook_id: UUID) -> ResponseReturnValue:
    """Tell another address or other things, and begin again where it was paused or disabled."""
    found, form = webhook_of(session(), actor(), webhook_id), _sent()
    if not form.validate():
        return invalid(PAGE, FRAGMENT, form, **_about(found))
    try:
        actions.change_webhook(
            call(), webhook_id, url=form.url.data or "", types=form.chosen(), local=_local()
        )  # fmt: skip
    except InvalidInput as error:
        form.refuse(error)
        return invalid(PAGE, FRAGMENT, form, **_about(found))
    return _done(webhook_id, _("Saved. It is told from now on."))


@blueprint.post("/webhooks/<uuid:webhook_id>/pause")
@requires(Permission.MANAGE_MEMBERS)
def pause_webhook(webhook_id: UUID) -> ResponseReturnValue:
    """Tell it nothing for the time being."""
    actions.pause_webhook(call(), webhook_id)
    return _done(webhook_id, _("Paused. What happens meanwhile is not kept for it."))


@blueprint.post("/webhooks/<uuid:webhook_id>/removal")
@requires(Permission.MANAGE_MEMBERS)
def remove_webhook(webhook_id: UUID) -> ResponseReturnValue:
    """Tell it nothing ever again."""
    actions.remove_webhook(call(), webhook_id)
    flash(_("Removed. It is told nothing any more."), "good")
    return see_other(url_for("connections.webhook_list"))


@blueprint.post("/webhooks/<uuid:webhook_id>/secrets")
@requires(Permission.MANAGE_MEMBERS)
def rotate_secret(webhook_id: UUID) -> ResponseReturnValue:
    """Sign with a new secret."""
    actions.rotate_secret(call(), webhook_id)
    return _done(webhook_id, _("There is a new secret. For a day notices are signed with both."))


@blueprint.post("/webhooks/<uuid:webhook_id>/tests")
@requires(Permission.MANAGE_MEMBERS)
def send_test(webhook_id: UUID) -> ResponseReturnValue:
    """Send a test."""
    actions.send_test(call(), webhook_id)
    return _done(webhook_id, _("A test is on its way. Load this page again in a few seconds to see the answer."))


@blueprint.post("/webhooks/<uuid:webhook_id>/replays")
@requires(Permission.MANAGE_MEMBERS)
def replay_parked(webhook_id: UUID) -> ResponseReturnValue:
    """Send everything once more that was given up."""
    count = actions.replay_parked(call(), webhook_id)
    return _done(webhook_id, ngettext("%(num)d notice is sent again.", "%(num)d notices are sent again.", count))


@blueprint.post("/notices/<uuid:notice_id>/replay")
@requires(Permission.MANAGE_MEMBERS)
def replay_notice(notice_id: UUID) -> ResponseReturnValue:
    """Send a notice once more."""
    return _done(actions.replay_notice(call(), notice_id), _("It is sent again, under the id it had."))


def _done(webhook_id: UUID, told: str) -> ResponseReturnValue:
    flash(told, "good")
    return see_other(url_for("connections.webhook", webhook_id=webhook_id))


def _form(found: WebhookRow | None = None) -> WebhookForm:
    data = {"url": found.url, "types": list(found.types)} if found else {"types": ["order.placed"]}
    form = WebhookForm(formdata=None, data=data)
    form.offer()
    return form


def _sent() -> WebhookForm:
    form = WebhookForm()
    form.offer()
    return form


def _list() -> dict[str, Any]:
    return {"webhooks": webhooks_of(session(), actor()), "layout": layout()}


def _about(found: WebhookRow) -> dict[str, Any]:
    page = notices_of(session(), actor(), found.id, cursor=request.args.get("cursor"))
    return {
        "webhook": found,
        "secret": secret_of(str(current_app.secret_key), found.id, found.generation),
        "notices": page.rows,
        "parked": NoticeState.PARKED,
        "further": _further(found.id, page.next_cursor),
        "happened": timeline_of(session(), "webhook", found.id),
        "layout": layout(),
    }


def _further(webhook_id: UUID, cursor: str | None) -> str:
    return url_for("connections.webhook", webhook_id=webhook_id, cursor=cursor) if cursor else ""


def _local() -> bool:
    settings: Settings = current_app.extensions["settings"]
    return settings.webhook_loopback
