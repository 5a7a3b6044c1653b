"""Trials of new sellers: what each asks for, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Uuid, bindparam, text
from sqlalchemy.orm import Session

from trade.admission.rules.trial import Asked, Record, Step, TrialState, steps_of
from trade.kernel.actor import Actor, Permission
from trade.kernel.base import UTCDateTime
from trade.ordering.promised import BORNE, DUE, KEPT
from trade.stock.rules import DELIVERY_DAYS


@dataclass(frozen=True, slots=True)
class TrialView:
    """A trial with what it asks. ``open_orders`` of ``most`` are open now; ``reason``: why it was extended or ended."""

    seller_id: UUID
    name: str
    state: TrialState
    began_at: datetime
    ends_at: datetime
    reason: str
    most: int | None
    open_orders: int
    steps: tuple[Step, ...]

    @property
    def unmet(self) -> tuple[Asked, ...]:
        """What is still missing; nothing where a person may pass it."""
        return tuple(step.asked for step in self.steps if not step.is_met)

    @property
    def met(self) -> int:
        """How much of what is asked is there."""
        return len(self.steps) - len(self.unmet)


_TRIALS: Final = text(f"""
SELECT t.seller_id, s.name, t.state, t.began_at, t.ends_at, t.reason, s.open_orders_max,
       count(o.id) FILTER (WHERE o.state NOT IN ('completed', 'cancelled')) AS open_orders,
       (:at AT TIME ZONE s.time_zone)::date - (t.began_at AT TIME ZONE s.time_zone)::date AS days,
       count(o.id) FILTER (WHERE o.delivered_at IS NOT NULL) AS delivered,
       count(o.id) FILTER (WHERE {DUE}) AS due, count(o.id) FILTER (WHERE {DUE} AND {KEPT}) AS kept,
       count(o.id) FILTER (WHERE o.delivered_at IS NOT NULL AND {BORNE}) AS claimed,
       (SELECT count(*) FROM products p WHERE p.seller_id = t.seller_id AND p.held_back_at IS NOT NULL) AS held_back
  FROM trials t JOIN organisations s ON s.id = t.seller_id
  LEFT JOIN orders o ON o.seller_id = t.seller_id AND o.placed_at >= t.began_at AND o.replaces_id IS NULL
 WHERE t.seller_id = :seller OR :seller IS NULL AND t.state = 'running' AND s.suspended_for IS DISTINCT FROM 'delisted'
 GROUP BY t.seller_id, s.id
 ORDER BY t.ends_at, t.seller_id""").bindparams(bindparam("at", type_=UTCDateTime()), bindparam("seller", type_=Uuid()))  # noqa: S608 # constants


def trial_of(session: Session, seller_id: UUID, at: datetime) -> TrialView | None:
    """The trial of a seller, whatever became of it; none for one that was never on trial, or is somebody else's."""
    return next(iter(_trials(session, at, seller_id)), None)


def trials(session: Session, actor: Actor, at: datetime) -> Sequence[TrialView]:
    """All trials that run, of sellers that are on the market: those that ask for nothing more first, then by when they end."""
    actor.require(Permission.OVERSEE)
    return sorted(_trials(session, at), key=lambda one: bool(one.unmet))


def trials_waiting(session: Session, actor: Actor, at: datetime) -> int:
    """How many trials wait for a person: all is there, or their time is over."""
    return sum(1 for one in trials(session, actor, at) if not one.unmet or one.ends_at <= at)


def _trials(session: Session, at: datetime, seller_id: UUID | None = None) -> list[TrialView]:
    values = {"at": at, "seller": seller_id, "travels": timedelta(days=DELIVERY_DAYS)}
    return [_view(row) for row in session.execute(_TRIALS, values)]


def _view(row: Any) -> TrialView:
    record = Record(row.days, row.delivered, row.due, row.kept, row.claimed, row.held_back)
    return TrialView(
        row.seller_id, row.name, TrialState(row.state), row.began_at, row.ends_at, row.reason, row.open_orders_max,
        row.open_orders, steps_of(record),
    )  # fmt: skip
