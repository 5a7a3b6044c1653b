"""What a person was told, and what they want to be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.paging import Page, from_cursor, page_of
from trade.news.actions.reading import told_to
from trade.news.models import News, NewsWish
from trade.news.rules import Channel, Kind, kinds_for
from trade.parties.models import Person

NEWS_ROWS: Final = 30


@dataclass(frozen=True, slots=True)
class NewsRow:
    """One piece of news on a person's page."""

    id: UUID
    event_number: int
    kind: str
    subject_id: UUID
    facts: Mapping[str, Any]
    at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """A kind of news, and the channels by which the person wants to be told of it."""

    kind: Kind
    channels: frozenset[Channel]


@dataclass(frozen=True, slots=True)
class Reach:
    """Where somebody can be reached; empty where they cannot."""

    email: str
    phone: str


def news_of(session: Session, actor: Actor, *, cursor: str | None = None) -> Page[NewsRow]:
    """A page of what the actor was told for the organisation they act for, newest first."""
    statement = select(News).where(told_to(actor)).order_by(News.event_number.desc()).limit(NEWS_ROWS + 1)
    after = from_cursor(cursor, int)
    if after is not None:
        statement = statement.where(News.event_number < after[0])
    rows = [_row(row) for row in session.scalars(statement)]
    return page_of(rows, NEWS_ROWS, lambda row: (row.event_number,))


def one_news(session: Session, actor: Actor, news_id: UUID) -> NewsRow:
    """Return one piece of news of the actor's, by whatever channel it went; ``NotFound`` for somebody else's."""
    found = session.scalars(
        select(News).where(
            News.id == news_id, News.person_id == actor.person_id, News.organisation_id == actor.organisation
        )
    ).one_or_none()
    if found is None:
        raise NotFound("news", news_id)
    return _row(found)


def wishes_of(session: Session, actor: Actor) -> list[Wish]:
    """What the actor is told at present, of the kinds that they are ever told here."""
    said = {
        (row.kind, row.channel): row.is_wanted
        for row in session.scalars(select(NewsWish).where(NewsWish.person_id == actor.person_id))
    }
    return [
        Wish(kind, frozenset(c for c in Channel if said.get((kind.name, c), c in kind.channels)))
        for kind in kinds_for(actor.permissions)
    ]


def reach_of(session: Session, actor: Actor) -> Reach:
    """Where letters and text messages reach the actor."""
    found = session.get_one(Person, actor.person_id)
    return Reach(found.email or "", found.phone or "")


def _row(row: News) -> NewsRow:
    return NewsRow(row.id, row.event_number, row.kind, row.subject_id, row.facts, row.at, row.read_at is not None)
