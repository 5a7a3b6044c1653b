"""Notices that somebody asks for: a test, and what was not heard once more."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update

from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.notices.actions.webhooks import lock_webhook
from trade.notices.models import Notice
from trade.notices.rules import NoticeState


@action(Permission.MANAGE_MEMBERS)
def send_test(work: Work, webhook_id: UUID) -> UUID:
    """Tell a webhook that this is a test."""
    webhook = lock_webhook(work, webhook_id)
    notice = Notice(
        id=new_id(),
        webhook_id=webhook.id,
        organisation_id=webhook.organisation_id,
        at=work.at,
        state=NoticeState.WAITING,
        attempts=0,
        next_at=work.at,
    )
    work.session.add(notice)
    work.later("send_notices")
    return notice.id


@action(Permission.MANAGE_MEMBERS)
def replay_notice(work: Work, notice_id: UUID) -> UUID:
    """Send a notice once more, with the id it had, and try as long as for a new one."""
    notice = lock_one(
        work.session,
        select(Notice).where(Notice.id == notice_id, Notice.organisation_id == work.actor.organisation),
    )
    if notice is None:
        raise NotFound("notice", notice_id)
    notice.state, notice.attempts, notice.next_at = NoticeState.WAITING, 0, work.at
    work.record("notices.notice_replayed", "webhook", notice.webhook_id)
    work.later("send_notices")
    return notice.webhook_id


@action(Permission.MANAGE_MEMBERS)
def replay_parked(work: Work, webhook_id: UUID) -> int:
    """Send everything that a webhook did not hear once more; answer how much that is."""
    webhook = lock_webhook(work, webhook_id)
    parked = (
        update(Notice)
        .where(Notice.webhook_id == webhook.id, Notice.state == NoticeState.PARKED)
        .values(state=NoticeState.WAITING, attempts=0, next_at=work.at)
        .returning(Notice.id)
    )
    count = len(work.session.scalars(parked).all())
    if count:
        work.record("notices.parked_replayed", "webhook", webhook.id, after={"units": count})
        work.later("send_notices")
    return count
