"""From an event to everybody who is told of it: one statement for each kind of news, however many people it reaches."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ARRAY, Boolean, String, bindparam, delete, select, text
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.dialects.postgresql import UUID as PostgresUUID

from trade.kernel import prepared
from trade.kernel.actor import Permission
from trade.kernel.base import UTCDateTime
from trade.kernel.events import Event
from trade.kernel.locks import skip_locked
from trade.kernel.work import Work, action
from trade.news.about import About
from trade.news.facts import about
from trade.news.models import News, NewsVerb, UntoldEvent
from trade.news.rules import KEPT, KINDS, VERBS, Channel, Kind, NewsState

EVENTS_AT_ONCE: Final = 50
FORGOTTEN_AT_ONCE: Final = 10_000

# Exactly once for each event, person and channel, by uq_news_event_number_person_id_channel: a job that runs twice, or
# beside itself, tells nothing twice. Whoever has no address for a channel is not told by it.
_TELL: Final = text("""
INSERT INTO news (id, event_number, person_id, organisation_id, channel, kind, subject_id, facts, at,
                  state, attempts, next_at, told_at)
SELECT DISTINCT ON (m.person_id, c.channel)
       gen_random_uuid(), :event_number, m.person_id, m.organisation_id, c.channel, :kind, :subject_id, :facts, :happened_at,
       CASE c.channel WHEN 'page' THEN 'told' ELSE 'waiting' END, 0, :at, CASE c.channel WHEN 'page' THEN CAST(:at AS timestamptz) END
  FROM members m
  JOIN people p ON p.id = m.person_id
 CROSS JOIN unnest(:channels, :usual) AS c(channel, is_usual)
  LEFT JOIN news_wishes w ON w.person_id = m.person_id AND w.kind = :kind AND w.channel = c.channel
 WHERE m.organisation_id = ANY(:organisations) AND m.ended_at IS NULL AND m.roles && :roles
   AND coalesce(w.is_wanted, c.is_usual)
   AND (c.channel <> 'mail' OR p.email IS NOT NULL) AND (c.channel <> 'text' OR p.phone IS NOT NULL)
   AND m.person_id IS DISTINCT FROM :doer AND (:only IS NULL OR m.person_id = :only)
 ORDER BY m.person_id, c.channel, m.organisation_id
    ON CONFLICT (event_number, person_id, channel) DO NOTHING
RETURNING state
""").bindparams(
    bindparam("channels", type_=ARRAY(String)),
    bindparam("usual", type_=ARRAY(Boolean)),
    bindparam("organisations", type_=ARRAY(PostgresUUID(as_uuid=True))),
    bindparam("roles", type_=ARRAY(String)),
    bindparam("facts", type_=JSONB),
    bindparam("at", type_=UTCDateTime()),
    bindparam("happened_at", type_=UTCDateTime()),
    bindparam("subject_id", type_=PostgresUUID(as_uuid=True)),
    bindparam("doer", type_=PostgresUUID(as_uuid=True)),
    bindparam("only", type_=PostgresUUID(as_uuid=True)),
)


@action(Permission.OVERSEE)
def learn_verbs(work: Work) -> None:
    """Have the events noted that somebody is told of, after a release that tells of others."""
    known = set(work.session.scalars(select(NewsVerb.verb)))
    if known == VERBS:
        return
    work.session.execute(delete(NewsVerb).where(NewsVerb.verb.not_in(VERBS)))
    new = [{"verb": verb} for verb in sorted(VERBS - known)]
    if new:
        work.session.execute(insert(NewsVerb).inline().on_conflict_do_nothing(), new)


@action(Permission.OVERSEE)
def tell_next(work: Work) -> bool:
    """Tell the oldest untold events to everybody who wants to know; answer whether there may be more of them."""
    due = select(UntoldEvent.event_number).order_by(UntoldEvent.event_number).limit(EVENTS_AT_ONCE)
    numbers = list(work.session.scalars(skip_locked(due)))
    events = work.session.scalars(select(Event).where(Event.number.in_(numbers)).order_by(Event.number)).all()
    waits = [_tell(work, event) for event in events]
    work.session.execute(delete(UntoldEvent).where(UntoldEvent.event_number.in_(numbers)))
    if any(waits):
        work.later("deliver_news")
    return len(numbers) == EVENTS_AT_ONCE


@action(Permission.OVERSEE)
def forget_news(work: Work) -> bool:
    """Remove what was told long ago; answer whether there may be more of it."""
    old = select(News.id).where(News.at < work.at - KEPT).limit(FORGOTTEN_AT_ONCE)
    gone = work.session.scalars(delete(News).where(News.id.in_(old)).returning(News.id)).all()
    return len(gone) == FORGOTTEN_AT_ONCE


def _tell(work: Work, event: Event) -> bool:
    """Tell one event; answer whether a letter or a text message waits to be sent."""
    kinds = [kind for kind in KINDS if kind.verb == event.verb and (event.person_id or not kind.by_people)]
    found = about(work.session, event) if kinds else None
    if found is None:
        return False
    waits = False
    for kind in kinds:
        told = _tell_kind(work, event, kind, found)
        waits = waits or NewsState.WAITING in told
    return waits


def _tell_kind(work: Work, event: Event, kind: Kind, found: About) -> list[str]:
    values = {
        "event_number": event.number,
        "kind": kind.name,
        "subject_id": found.place or event.subject_id,
        "facts": found.told_to(kind.side),
        "happened_at": event.at,
        "at": work.at,
        "channels": [str(channel) for channel in Channel],
        "usual": [channel in kind.channels for channel in Channel],
        "organisations": list(found.parties.get(kind.side, ())),
        "roles": [str(role) for role in kind.roles],
        "doer": None if kind.tells_doer else event.person_id,
        "only": found.only,
    }
    return list(prepared.run(work.session, _TELL, values).scalars())
