"""What an organisation's webhooks are told, and what they answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor, Permission
from trade.kernel.errors import NotFound
from trade.kernel.events import Event
from trade.kernel.paging import Page, from_cursor, page_of
from trade.notices.actions.sending import body_of_notice
from trade.notices.models import Notice, NoticeAttempt, Webhook
from trade.notices.rules import TEST, NoticeState, WebhookState, type_of

NOTICE_ROWS: Final = 50
TRIES_SHOWN: Final = 12
"""So many attempts of a notice are listed: all that are made by themselves, and some by hand."""


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """A webhook, and how many notices wait for it or were given up."""

    id: UUID
    url: str
    types: tuple[str, ...]
    state: WebhookState
    generation: int
    rotated_at: datetime | None
    failing_since: datetime | None
    created_at: datetime
    waiting: int
    parked: int


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice, its text, and what was answered to each attempt, the last one first."""

    id: UUID
    kind: str
    at: datetime
    state: NoticeState
    attempts: int
    next_at: datetime
    body: str
    tries: tuple[Try, ...]


@dataclass(frozen=True, slots=True)
class Try:
    """An attempt to deliver a notice; ``status`` is empty where nobody answered."""

    at: datetime
    status: int | None
    answer: str
    milliseconds: int


def webhooks_of(session: Session, actor: Actor) -> list[WebhookRow]:
    """Return the webhooks of the actor's organisation, oldest first."""
    actor.require(Permission.MANAGE_MEMBERS)
    return [_webhook(*row) for row in session.execute(_webhooks(actor))]


def webhook_of(session: Session, actor: Actor, webhook_id: UUID) -> WebhookRow:
    """Return one of them; ``NotFound`` for a stranger's and for a removed one."""
    actor.require(Permission.MANAGE_MEMBERS)
    row = session.execute(_webhooks(actor).where(Webhook.id == webhook_id)).one_or_none()
    if row is None:
        raise NotFound("webhook", webhook_id)
    return _webhook(*row)


def notices_of(session: Session, actor: Actor, webhook_id: UUID, *, cursor: str | None = None) -> Page[NoticeRow]:
    """A page of what one of the actor's webhooks was told, newest first, each with its last attempts."""
    statement = (
        select(Notice, Event)
        .outerjoin(Event, Event.number == Notice.event_number)
        .where(Notice.webhook_id == webhook_id, Notice.organisation_id == actor.organisation)
        .order_by(Notice.at.desc(), Notice.id.desc())
        .limit(NOTICE_ROWS + 1)
    )
    after = from_cursor(cursor, datetime, UUID)
    if after is not None:
        statement = statement.where(tuple_(Notice.at, Notice.id) < after)
    found = session.execute(statement).all()
    tries = _tries(session, [notice.id for notice, _event in found])
    rows = [_notice(notice, event, tries.get(notice.id, ())) for notice, event in found]
    return page_of(rows, NOTICE_ROWS, lambda row: (row.at.isoformat(), str(row.id)))


def _tries(session: Session, notice_ids: Sequence[UUID]) -> dict[UUID, tuple[Try, ...]]:
    """The last attempts of each notice, the newest first."""
    place = func.row_number().over(partition_by=NoticeAttempt.notice_id, order_by=NoticeAttempt.number.desc())
    columns = (
        NoticeAttempt.notice_id,
        NoticeAttempt.at,
        NoticeAttempt.status,
        NoticeAttempt.answer,
        NoticeAttempt.milliseconds,
    )
    placed = select(*columns, place.label("place")).where(NoticeAttempt.notice_id.in_(notice_ids)).subquery()
    found: dict[UUID, tuple[Try, ...]] = {}
    for notice_id, *told, _place in session.execute(
        select(placed).where(placed.c.place <= TRIES_SHOWN).order_by(placed.c.place)
    ):
        found[notice_id] = (*found.get(notice_id, ()), Try(*told))
    return found


def _webhooks(actor: Actor) -> Any:
    def count(state: NoticeState) -> Select[int]:
        return select(func.count()).where(Notice.webhook_id == Webhook.id, Notice.state == state).correlate(Webhook)

    return (
        select(Webhook, count(NoticeState.WAITING).scalar_subquery(), count(NoticeState.PARKED).scalar_subquery())
        .where(Webhook.organisation_id == actor.organisation, Webhook.ended_at.is_(None))
        .order_by(Webhook.id)
    )


def _webhook(row: Webhook, waiting: int, parked: int) -> WebhookRow:
    return WebhookRow(
        id=row.id,
        url=row.url,
        types=tuple(row.types),
        state=WebhookState(row.state),
        generation=row.generation,
        rotated_at=row.rotated_at,
        failing_since=row.failing_since,
        created_at=row.created_at,
        waiting=waiting,
        parked=parked,
    )


def _notice(notice: Notice, event: Event | None, tries: tuple[Try, ...]) -> NoticeRow:
    return NoticeRow(
        id=notice.id,
        kind=type_of(event.verb) if event is not None else TEST,
        at=notice.at,
        state=NoticeState(notice.state),
        attempts=notice.attempts,
        next_at=notice.next_at,
        body=body_of_notice(notice, event),
        tries=tries,
    )
