"""The unit of work: one action, one transaction, one commit. The only commit of anything written."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, update_wrapper
from typing import Any, Concatenate, Final, Generic, ParamSpec, TypeVar, get_type_hints
from uuid import UUID

from sqlalchemy import Connection, String, bindparam, event, func, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session, SessionTransaction

from trade.kernel import idempotency, prepared, reading
from trade.kernel.actor import Actor, Permission
from trade.kernel.errors import DomainError, KeyInFlight, KeyReused
from trade.kernel.events import Happened
from trade.kernel.idempotency import Command
from trade.kernel.outbox import FIRST_SWEEP, Errand, OutboxRow, Send
from trade.kernel.telling import tell_and_keep

P = ParamSpec("P")
R = TypeVar("R")

LOCAL: Final = True
"""A setting ends with its transaction, so that it cannot leak through a connection pool."""

ATTEMPTS: Final = 5
RETRIED: Final = frozenset({"40001", "40P01", "23505"})
"""Serialisation failure, deadlock, and a unique key that a rival took first: look again and decide anew."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an action: the session, who acts, when, and under which key (if any)."""

    session: Session
    actor: Actor
    at: datetime
    command: Command | None = None


@dataclass(slots=True)
class Work:
    """What an action works with while its transaction is open."""

    session: Session
    actor: Actor
    at: datetime
    happened: list[Happened] = field(default_factory=list)
    errands: list[Errand] = field(default_factory=list)
    deeds: list[Callable[[], None]] = field(default_factory=list)

    def record(
        self,
        verb: str,
        subject: str,
        subject_id: UUID,
        *,
        parties: tuple[UUID, ...] = (),
        before: dict[str, Any] | None = None,
        after: dict[str, Any] | None = None,
    ) -> None:
        """Write an event with this transaction. ``parties`` may read it, and the actor's own."""
        own = (self.actor.organisation_id,) if self.actor.organisation_id else ()
        readers = tuple(dict.fromkeys((*parties, *own)))
        self.happened.append(Happened(verb, subject, subject_id, readers, before or {}, after or {}))

    def at_last(self, deed: Callable[[], None]) -> None:
        """Do this when all else is written, just before the commit: what many wait for is locked as shortly as can be.

        It may still refuse, and promise jobs; what happened is told before.
        """
        self.deeds.append(deed)

    def become(self, actor: Actor) -> None:
        """Go on as somebody who has just proven who they are; the database knows it too."""
        self.session.flush()
        self.actor = actor
        bind_actor(self.session, actor)

    def later(self, job: str, **arguments: str | int) -> None:
        """Promise a job: it is queued after the commit, and never before or without it."""
        self.errands.append(Errand(job, arguments))


class Action(Generic[P, R]):
    """A verb of the trade. Call it with a :class:`Call`, or ``within`` another's open work."""

    def __init__(self, function: Callable[Concatenate[Work, P], R], permission: Permission | None) -> None:
        update_wrapper(self, function)
        self.function = function
        self.permission = permission
        self.name = f"{function.__module__.removeprefix('trade.')}.{function.__name__}"

    @cached_property
    def answer_type(self) -> Any:
        """What the action returns, so that a stored answer can be read back."""
        return get_type_hints(self.function)["return"]

    def __call__(self, call: Call, /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run in a transaction of its own; replay the first answer when the key was used."""
        reading.pause(call.session)
        try:
            return self._attempts(call, args, kwargs)
        finally:
            reading.resume(call.session)

    def _attempts(self, call: Call, args: Any, kwargs: Any) -> R:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._attempt(call, args, kwargs)
            except (IntegrityError, OperationalError) as error:
                call.session.rollback()
                if attempt == ATTEMPTS or not _may_retry(error):
                    raise
            except (KeyReused, KeyInFlight):
                call.session.rollback()
                raise
            except DomainError:
                call.session.rollback()
                if attempt == ATTEMPTS or not self._twin_answered(call):
                    raise
            except BaseException:
                call.session.rollback()
                raise
        raise AssertionError("unreachable")

    def _twin_answered(self, call: Call) -> bool:
        """Whether a twin has committed under the key meanwhile: what refuses may be its effect."""
        if call.command is None:
            return False
        answered = idempotency.is_answered(call.session, call.command)
        call.session.rollback()
        return answered

    def within(self, work: Work, /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run inside an open unit of work, for the actions of higher areas."""
        if self.permission is not None:
            work.actor.require(self.permission)
        return self.function(work, *args, **kwargs)

    def _attempt(self, call: Call, args: Any, kwargs: Any) -> R:
        bind_actor(call.session, call.actor)
        if call.command is not None:
            first = idempotency.claim(call.session, call.command, self.name)
            if first is not None:
                call.session.rollback()
                return idempotency.from_json(self.answer_type, first.answer)  # type: ignore[no-any-return]
        work = Work(call.session, call.actor, call.at)
        result = self.within(work, *args, **kwargs)
        _close(call, work, self.name, result)
        return result


def action(
    permission: Permission | None = None,
) -> Callable[[Callable[Concatenate[Work, P], R]], Action[P, R]]:
    """Make a function of a :class:`Work` an action that needs ``permission``."""

    def make(function: Callable[Concatenate[Work, P], R]) -> Action[P, R]:
        return Action(function, permission)

    return make


def bind_actor(session: Session, actor: Actor) -> None:
    """Tell the database who acts, now and in each later transaction of ``session``."""
    if session.info.get("actor") == actor and session.in_transaction():
        return
    session.info["actor"] = actor
    if session.in_transaction():
        _set_actor(session.connection(), actor)


@event.listens_for(Session, "after_begin")
def _on_begin(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    if not transaction.nested:
        reading.begin(session, connection)
        if "actor" in session.info:
            _set_actor(connection, session.info["actor"])


_SET_ACTOR: Final = select(
    func.set_config("pinhuo.scope", bindparam("scope", type_=String()), LOCAL),
    func.set_config("pinhuo.organisation", bindparam("organisation", type_=String()), LOCAL),
    func.set_config("pinhuo.person", bindparam("person", type_=String()), LOCAL),
)


def _set_actor(connection: Connection, actor: Actor) -> None:
    acting = {
        "scope": str(actor.scope),
        "organisation": str(actor.organisation_id or ""),
        "person": str(actor.person_id or ""),
    }
    connection.execute(_SET_ACTOR, acting)


def _close(call: Call, work: Work, name: str, result: Any) -> None:
    """Write events and answer, do what is to come last, commit, and only then hand the errands to the queue."""
    session = call.session
    session.flush()  # constraints of pending rows speak before the events do
    answer = idempotency.kept(call.command, name, result, call.at) if call.command is not None else None
    tell_and_keep(session.connection(), [_event_row(work, happened) for happened in work.happened], answer)
    for deed in work.deeds:
        deed()
    numbers = [_outbox_row(work, errand) for errand in work.errands]
    session.commit()
    _send(session, list(zip(numbers, work.errands, strict=True)))


def _event_row(work: Work, happened: Happened) -> dict[str, Any]:
    return {
        "at": work.at,
        "verb": happened.verb,
        "subject": happened.subject,
        "subject_id": happened.subject_id,
        "person_id": work.actor.person_id,
        "organisation_id": work.actor.organisation_id,
        "parties": list(happened.parties),
        "before": happened.before,
        "after": happened.after,
    }


_PROMISE: Final = insert(OutboxRow).returning(OutboxRow.id)


def _outbox_row(work: Work, errand: Errand) -> int:
    row = {"job": errand.job, "arguments": errand.arguments, "at": work.at, "due_at": work.at + FIRST_SWEEP}
    number: int = prepared.run(work.session, _PROMISE, row | {"attempts": 0}).scalar_one()
    return number


def _send(session: Session, errands: list[tuple[int, Errand]]) -> None:
    send: Send | None = session.info.get("send")
    if send is None:
        return
    for number, errand in errands:
        # The queue may be down: the row is safe in the outbox, and the sweeper will send it.
        with suppress(ConnectionError, OSError):
            send(number, errand.job, errand.arguments)


def _may_retry(error: IntegrityError | OperationalError) -> bool:
    return getattr(error.orig, "sqlstate", None) in RETRIED
