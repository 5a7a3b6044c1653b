"""Keeping an organisation's webhooks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.notices.models import Webhook
from trade.notices.rules import VERBS, WEBHOOKS_MAX, AddressRefused, WebhookState, target_of, verbs_of


@action(Permission.MANAGE_MEMBERS)
def add_webhook(work: Work, *, url: str, types: tuple[str, ...], local: bool = False) -> UUID:
    """Tell ``url`` from now on what happens to the actor's organisation; ``local`` allows this machine.

    Raises ``InvalidInput`` for an address that nothing is sent to, an unknown type, or one webhook too many.
    """
    _check(url, types, local=local)
    own = select(func.count()).where(Webhook.organisation_id == work.actor.organisation, Webhook.ended_at.is_(None))
    if (work.session.scalar(own) or 0) >= WEBHOOKS_MAX:
        raise InvalidInput("url", "webhooks_max", maximum=WEBHOOKS_MAX)
    webhook = Webhook(
        id=new_id(),
        organisation_id=work.actor.organisation,
        url=url,
        types=list(types),
        verbs=verbs_of(types),
        state=WebhookState.ACTIVE,
        generation=1,
        created_at=work.at,
    )
    work.session.add(webhook)
    _tell(work, "notices.webhook_added", webhook, after={"url": url, "types": list(types)})
    return webhook.id


@action(Permission.MANAGE_MEMBERS)
def change_webhook(work: Work, webhook_id: UUID, *, url: str, types: tuple[str, ...], local: bool = False) -> UUID:
    """Tell another address, or other things; one that was paused or disabled is told again from now on."""
    _check(url, types, local=local)
    webhook = lock_webhook(work, webhook_id)
    before = {"url": webhook.url, "types": list(webhook.types)}
    webhook.url, webhook.types, webhook.verbs = url, list(types), verbs_of(types)
    webhook.state, webhook.failing_since = WebhookState.ACTIVE, None
    _tell(work, "notices.webhook_changed", webhook, before=before, after={"url": url, "types": list(types)})
    work.later("send_notices")
    return webhook.id


@action(Permission.MANAGE_MEMBERS)
def pause_webhook(work: Work, webhook_id: UUID) -> UUID:
    """Tell a webhook nothing for the time being; what happens meanwhile is not kept for it."""
    webhook = lock_webhook(work, webhook_id)
    if webhook.state == WebhookState.ACTIVE:
        webhook.state = WebhookState.PAUSED
        _tell(work, "notices.webhook_paused", webhook)
    return webhook.id


@action(Permission.MANAGE_MEMBERS)
def remove_webhook(work: Work, webhook_id: UUID) -> UUID:
    """Tell a webhook nothing ever again; what it was told stays on record."""
    webhook = lock_webhook(work, webhook_id)
    webhook.state, webhook.ended_at = WebhookState.PAUSED, work.at
    _tell(work, "notices.webhook_removed", webhook, before={"url": webhook.url})
    return webhook.id


@action(Permission.MANAGE_MEMBERS)
def rotate_secret(work: Work, webhook_id: UUID) -> int:
    """Sign with a new secret from now on, and for a day with the one before as well; answer its generation."""
    webhook = lock_webhook(work, webhook_id)
    webhook.generation += 1
    webhook.rotated_at = work.at
    _tell(work, "notices.secret_rotated", webhook)
    return webhook.generation


def lock_webhook(work: Work, webhook_id: UUID) -> Webhook:
    """Lock a webhook of the actor's organisation; ``NotFound`` for a stranger's and for a removed one."""
    webhook = lock_one(
        work.session,
        select(Webhook).where(
            Webhook.id == webhook_id,
            Webhook.organisation_id == work.actor.organisation,
            Webhook.ended_at.is_(None),
        ),
    )
    if webhook is None:
        raise NotFound("webhook", webhook_id)
    return webhook


def _check(url: str, types: tuple[str, ...], *, local: bool) -> None:
    try:
        target_of(url, local=local)
    except AddressRefused as error:
        raise InvalidInput("url", error.code) from error
    if not types or not set(types) <= set(VERBS):
        raise InvalidInput("types", "types_unknown")


def _tell(
    work: Work,
    verb: str,
    webhook: Webhook,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    work.record(verb, "webhook", webhook.id, before=before, after=after)
