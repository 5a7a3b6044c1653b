"""What a member may answer for alone, judged with the member's row locked: two orders cannot both use the last of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, String, Uuid, bindparam, column, func, select, table
from sqlalchemy.orm import Session

from trade.kernel import prepared
from trade.kernel.actor import Actor, Permission
from trade.kernel.errors import NotAllowed
from trade.kernel.locks import lock_columns
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.ordering.models import Order
from trade.parties.models import Member, Organisation
from trade.parties.rules import BUYING, Limit, Role, SpendingLimits, month_began


def exceeded_limit(work: Work, totals: Sequence[Money], *, replaces: UUID | None = None) -> Limit | None:
    """Lock the actor's place and answer which of its limits an order of ``totals`` goes beyond; ``None`` for none.

    The lock is held to the end of the transaction, so that what is placed meanwhile waits and is counted. What the
    member has promised to buy counts for the month as if it were ordered, but for the promise that ``totals`` replaces.
    """
    limits = lock_columns(work.session, _LIMITS, _place(work.actor))
    if limits is None:
        raise NotAllowed(Permission.BUY)
    return _exceeded(work.session, work.actor, limits, totals, work.at, replaces)


def would_exceed(session: Session, actor: Actor, totals: Sequence[Money], at: datetime) -> Limit | None:
    """The same without a lock, to say beforehand what will happen."""
    limits = prepared.run(session, _LIMITS, _place(actor)).one_or_none()
    return _exceeded(session, actor, limits, totals, at) if limits is not None else None


def require_buyer(work: Work) -> None:
    """Raise ``NotAllowed`` unless the actor's person has a role that buys now: a token outlives its maker's roles."""
    roles = prepared.run(work.session, _ROLES, _place(work.actor)).scalar_one_or_none() or ()
    if not any(Permission.BUY in BUYING.get(Role(role), ()) for role in roles):
        raise NotAllowed(Permission.BUY)


_ROLES: Final = select(Member.roles).where(
    Member.organisation_id == bindparam("organisation_id"),
    Member.person_id == bindparam("person_id"),
    Member.ended_at.is_(None),
)
_LIMITS: Final = select(Member.order_limit_minor, Member.month_limit_minor).where(
    Member.organisation_id == bindparam("organisation_id"),
    Member.person_id == bindparam("person_id"),
    Member.ended_at.is_(None),
)


def _place(actor: Actor) -> dict[str, Any]:
    return {"organisation_id": actor.organisation, "person_id": actor.person_id}


def _exceeded(
    session: Session,
    actor: Actor,
    limits: Any,
    totals: Sequence[Money],
    at: datetime,
    replaces: UUID | None = None,
) -> Limit | None:
    order_minor, month_minor = limits
    if order_minor is None and month_minor is None:
        return None
    own = session.get_one(Organisation, actor.organisation)
    order, month = (None if minor is None else Money(minor, own.currency) for minor in (order_minor, month_minor))
    spent = Money.zero(own.currency)
    if month is not None:
        spent = _spent(session, actor, own, at) + _promised(session, actor, own, replaces)
    return SpendingLimits(order, month).exceeded(totals, spent)


def _spent(session: Session, actor: Actor, own: Organisation, at: datetime) -> Money:
    """What the member has answered for this month: placed within the limits, or approved for others; less what came back."""
    statement = select(func.coalesce(func.sum(Order.total_minor - Order.refunded_minor), 0)).where(
        Order.buyer_id == own.id,
        func.coalesce(Order.approved_by, Order.placed_by) == actor.person_id,
        Order.placed_at >= month_began(at, own.time_zone),
        Order.currency == own.currency,
    )
    return Money(int(session.execute(statement).scalar_one()), own.currency)


PROMISED: Final = table(
    "promised_spending",
    column("source_id", Uuid()),
    column("buyer_id", Uuid()),
    column("person_id", Uuid()),
    column("currency", String()),
    column("amount_minor", BigInteger()),
)
"""What members are bound to buy and have not ordered yet: a view, into which areas above this one put what they know."""

_PROMISED: Final = select(func.coalesce(func.sum(PROMISED.c.amount_minor), 0)).where(
    PROMISED.c.buyer_id == bindparam("buyer"),
    PROMISED.c.person_id == bindparam("person"),
    PROMISED.c.currency == bindparam("currency"),
    PROMISED.c.source_id.is_distinct_from(bindparam("replaces", type_=Uuid())),
)


def _promised(session: Session, actor: Actor, own: Organisation, replaces: UUID | None) -> Money:
    values = {"buyer": own.id, "person": actor.person_id, "currency": own.currency, "replaces": replaces}
    return Money(int(prepared.run(session, _PROMISED, values).scalar_one()), own.currency)


def still_belongs(work: Work, person_id: UUID) -> bool:
    """Whether a person has still a place in the actor's organisation."""
    own = (Member.organisation_id == work.actor.organisation) & (Member.person_id == person_id)
    return work.session.scalar(select(Member.id).where(own, Member.ended_at.is_(None))) is not None
