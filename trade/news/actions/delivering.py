"""Letters and text messages: taken for a while, sent outside of any transaction, then noted."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select, update

from trade.kernel.actor import Permission
from trade.kernel.locks import lock_one, skip_locked
from trade.kernel.work import Work, action
from trade.news.models import News
from trade.news.ports import Parcel
from trade.news.rules import LATE, Channel, NewsState, wait_after
from trade.parties.models import Organisation, Person
from trade.parties.ports import Addressee

TAKEN_FOR: Final = timedelta(minutes=5)
"""Whoever took some and died loses them after this; they are sent again under the same reference."""
PARCELS_AT_ONCE: Final = 8


@action(Permission.OVERSEE)
def take_due_news(work: Work) -> tuple[Parcel, ...]:
    """Take some news that waits to be sent, the oldest first."""
    due = (
        select(News)
        .where(News.state == NewsState.WAITING, News.next_at <= work.at)
        .order_by(News.next_at, News.id)
        .limit(PARCELS_AT_ONCE)
    )
    taken = work.session.scalars(skip_locked(due)).all()
    for row in taken:
        row.attempts += 1
        row.next_at = work.at + TAKEN_FOR
    return tuple(_parcel(work, row) for row in taken)


@action(Permission.OVERSEE)
def note_delivery(work: Work, news_id: UUID, attempt: int, *, is_sent: bool) -> None:
    """Write down that a piece of news left, or is tried again later, or given up."""
    row = lock_one(work.session, select(News).where(News.id == news_id))
    if row is None or row.state != NewsState.WAITING or row.attempts != attempt:
        return  # forgotten, or somebody took it after us
    wait = wait_after(attempt)
    if is_sent:
        row.state, row.told_at = NewsState.TOLD, work.at
    elif wait is None:
        row.state = NewsState.GIVEN_UP
    else:
        row.next_at = work.at + wait


@action(Permission.OVERSEE)
def give_up_late(work: Work) -> None:
    """Give up what could not be sent for so long that it is news no more, such as after days without a mail server."""
    work.session.execute(
        update(News)
        .where(News.state == NewsState.WAITING, News.at < work.at - LATE, News.channel != Channel.PAGE)
        .values(state=NewsState.GIVEN_UP)
    )


def _parcel(work: Work, row: News) -> Parcel:
    person = work.session.get_one(Person, row.person_id)
    organisation = work.session.get_one(Organisation, row.organisation_id)
    login = person.phone if row.channel == Channel.TEXT else person.email
    return Parcel(
        news_id=row.id,
        attempt=row.attempts,
        channel=row.channel,
        to=Addressee(login=login or "", name=person.name, locale=person.locale),
        organisation=organisation.name,
        time_zone=organisation.time_zone,
        kind=row.kind,
        subject_id=row.subject_id,
        facts=row.facts,
    )
