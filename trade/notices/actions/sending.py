"""Sending what is due: taken for a while, posted outside of any transaction, then noted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, insert, select

from trade.kernel.actor import Permission
from trade.kernel.events import Event
from trade.kernel.locks import lock_one, skip_locked
from trade.kernel.work import Work, action
from trade.notices.models import Notice, NoticeAttempt, Webhook
from trade.notices.ports import Herald
from trade.notices.rules import (
    ANSWER_KEPT,
    DISABLED_AFTER,
    GONE,
    TEST,
    NoticeState,
    WebhookState,
    body_of,
    type_of,
    wait_after,
    was_heard,
)
from trade.parties.queries import addressee_of, owners_of

TAKEN_FOR: Final = timedelta(minutes=2)
"""Whoever took a notice and died loses it after this, and it is sent again: receivers know it by its id."""
WEBHOOKS_AT_ONCE: Final = 8


@dataclass(frozen=True, slots=True)
class Parcel:
    """A notice ready to be posted."""

    notice_id: UUID
    webhook_id: UUID
    attempt: int
    url: str
    body: str
    generation: int
    rotated_at: datetime | None


@action(Permission.OVERSEE)
def take_due_notices(work: Work, excluding: tuple[UUID, ...] = ()) -> tuple[Parcel, ...]:
    """Take the oldest due notice of some webhooks, one each, so that none of them waits for another."""
    due = (
        select(Notice.webhook_id)
        .join(Webhook, Webhook.id == Notice.webhook_id)
        .where(
            Webhook.state == WebhookState.ACTIVE,
            Notice.state == NoticeState.WAITING,
            Notice.next_at <= work.at,
            Notice.webhook_id.not_in(excluding),
        )
        .group_by(Notice.webhook_id)
        .order_by(func.min(Notice.next_at))
        .limit(WEBHOOKS_AT_ONCE)
    )
    taken = [_take(work, webhook_id) for webhook_id in work.session.scalars(due).all()]
    return tuple(parcel for parcel in taken if parcel is not None)


@action(Permission.OVERSEE)
def note_answer(
    work: Work, notice_id: UUID, attempt: int, *, status: int | None, answer: str, milliseconds: int
) -> bool:
    """Write down what came back; answer whether it was heard.

    Else it is tried again later, or parked; a webhook that says it is gone, or was deaf for days, is disabled.
    """
    notice = lock_one(work.session, select(Notice).where(Notice.id == notice_id))
    assert notice is not None
    heard = was_heard(status)
    work.session.execute(
        insert(NoticeAttempt).values(
            notice_id=notice.id,
            organisation_id=notice.organisation_id,
            at=work.at,
            status=status,
            answer=answer[:ANSWER_KEPT].replace("\0", ""),
            milliseconds=milliseconds,
        )
    )
    if notice.state != NoticeState.WAITING or notice.attempts != attempt:
        return heard  # somebody replayed it, or took it after us
    if heard:
        notice.state, notice.heard_at = NoticeState.HEARD, work.at
    else:
        wait = wait_after(attempt, notice.id)
        if wait is None:
            notice.state = NoticeState.PARKED
        else:
            notice.next_at = work.at + wait
    _judge(work, notice.webhook_id, status, heard=heard)
    return heard


@action(Permission.OVERSEE)
def send_webhook_news(work: Work, herald: Herald, webhook_id: UUID, person_id: UUID) -> None:
    """Write to an owner that a webhook was disabled; nothing where somebody has put it right meanwhile."""
    webhook = work.session.get(Webhook, webhook_id)
    to = addressee_of(work.session, person_id)
    if webhook is not None and webhook.state == WebhookState.DISABLED and to is not None:
        herald.deliver_webhook_disabled(to, webhook.url, webhook.id)


def _take(work: Work, webhook_id: UUID) -> Parcel | None:
    statement = (
        select(Notice)
        .where(Notice.webhook_id == webhook_id, Notice.state == NoticeState.WAITING, Notice.next_at <= work.at)
        .order_by(Notice.next_at, Notice.event_number)
        .limit(1)
    )
    notice = work.session.scalars(skip_locked(statement)).one_or_none()
    if notice is None:
        return None
    notice.attempts += 1
    notice.next_at = work.at + TAKEN_FOR
    webhook = work.session.get_one(Webhook, webhook_id)
    body = body_of_notice(notice, work.session.get(Event, notice.event_number) if notice.event_number else None)
    return Parcel(notice.id, webhook.id, notice.attempts, webhook.url, body, webhook.generation, webhook.rotated_at)


def body_of_notice(notice: Notice, event: Event | None) -> str:
    """Write the text of a notice: thin, since what counts is how things stand when the receiver asks.

    ``sequence`` rises with each event of a subject: a receiver that has seen a higher one lets a late one lie.
    """
    if event is None:
        return body_of(TEST, notice.at, {"webhook": str(notice.webhook_id)})
    data = {
        "subject": event.subject,
        "id": str(event.subject_id),
        "sequence": event.number,
        "before": event.before,
        "after": event.after,
    }
    return body_of(type_of(event.verb), event.at, data)


def _judge(work: Work, webhook_id: UUID, status: int | None, *, heard: bool) -> None:
    """Keep in mind since when a webhook fails, and give it up when that is too long."""
    webhook = lock_one(work.session, select(Webhook).where(Webhook.id == webhook_id))
    assert webhook is not None
    if heard:
        webhook.failing_since = None
        return
    webhook.failing_since = webhook.failing_since or work.at
    is_over = status == GONE or work.at - webhook.failing_since >= DISABLED_AFTER
    if is_over and webhook.state == WebhookState.ACTIVE:
        webhook.state = WebhookState.DISABLED
        work.record("notices.webhook_disabled", "webhook", webhook.id, parties=(webhook.organisation_id,))
        for person_id in owners_of(work.session, webhook.organisation_id):
            work.later("send_webhook_news", webhook_id=str(webhook.id), person_id=str(person_id))
