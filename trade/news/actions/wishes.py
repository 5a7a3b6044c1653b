"""Choosing what one is told, and how."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from trade.kernel.errors import NotAllowed
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.news.models import NewsWish
from trade.news.rules import Channel, kinds_for
from trade.parties.models import Person


@action()
def set_news_wishes(work: Work, wanted: Iterable[tuple[str, Channel]]) -> None:
    """Be told from now on by exactly these (kind, channel) pairs, of the kinds that the actor is ever told.

    Only what differs from the usual is kept, so that what is usual can change for everybody else. Other kinds, which the
    person may be told when they act for another organisation, stay as they are.
    """
    person_id = work.actor.person_id
    if person_id is None:
        raise NotAllowed("person")
    chosen = set(wanted)
    lock_one(work.session, select(Person).where(Person.id == person_id))  # two windows take turns
    kinds = kinds_for(work.actor.permissions)
    names = [kind.name for kind in kinds]
    work.session.execute(delete(NewsWish).where(NewsWish.person_id == person_id, NewsWish.kind.in_(names)))
    rows = [
        {"person_id": person_id, "kind": kind.name, "channel": channel, "is_wanted": (kind.name, channel) in chosen}
        for kind in kinds
        for channel in Channel
        if ((kind.name, channel) in chosen) != (channel in kind.channels)
    ]
    if rows:
        work.session.execute(insert(NewsWish).inline().on_conflict_do_nothing(), rows)
