"""Having read what one was told."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, and_, update

from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.work import Work, action
from trade.news.models import News
from trade.news.rules import Channel


@action()
def read_news(work: Work, news_id: UUID) -> None:
    """Mark one piece of news as read; ``NotFound`` where it was told to somebody else."""
    found = work.session.get(News, news_id)
    if found is None or found.channel != Channel.PAGE or not _is_told(work.actor, found):
        raise NotFound("news", news_id)
    work.session.execute(update(News).where(News.id == news_id, News.read_at.is_(None)).values(read_at=work.at))


@action()
def read_all_news(work: Work) -> None:
    """Mark everything as read that the actor was told up to now."""
    work.session.execute(
        update(News).where(told_to(work.actor), News.read_at.is_(None), News.at <= work.at).values(read_at=work.at)
    )


def told_to(actor: Actor) -> ColumnElement[bool]:
    """News on the pages of a person, for the organisation they act for."""
    return and_(
        News.person_id == actor.person_id,
        News.organisation_id == actor.organisation,
        News.channel == Channel.PAGE,
    )


def _is_told(actor: Actor, row: News) -> bool:
    return (row.person_id, row.organisation_id) == (actor.person_id, actor.organisation)
