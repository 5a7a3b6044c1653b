"""Scorecards and ratings, as sellers, buyers and the platform see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Integer, Uuid, bindparam, column, func, select, true
from sqlalchemy.orm import Session, aliased

from trade.kernel import prepared
from trade.kernel.actor import Actor
from trade.ordering.models import Order
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationKind
from trade.scoring.models import Rating, SellerScore
from trade.scoring.rules import TOLD_DAYS, Counts, KeptPromises, Measured, Part, measured, raises_most


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A seller's newest scorecard: all of it follows from what was counted."""

    seller_id: UUID
    seller_name: str
    on_day: date
    score: Decimal | None
    parts: Sequence[Measured]

    @property
    def raises_most(self) -> Part | None:
        """What would raise the score most."""
        return raises_most(self.parts) if self.score is not None else None


@dataclass(frozen=True, slots=True)
class RatingRow:
    """What a buyer said of an order."""

    order_id: UUID
    reference: str
    stars: int
    comment: str
    changed_at: datetime


# One row a seller is read, from the end of its days, however many days there are.
_of_each = (
    select(SellerScore)
    .where(SellerScore.seller_id == Organisation.id)
    .order_by(SellerScore.on_day.desc())
    .limit(1)
    .correlate(Organisation)
    .lateral()
)
_NEWEST_SCORE: Final = aliased(SellerScore, _of_each)
NEWEST: Final = select(_NEWEST_SCORE, Organisation.name).select_from(Organisation).join(_of_each, true())
SELLING: Final = [kind for kind in OrganisationKind if kind.sells]


def scorecard(session: Session, seller_id: UUID) -> Scorecard | None:
    """The newest scorecard of a seller; ``None`` before its first."""
    return next(iter(_newest(session, seller_id)), None)


def scorecards(session: Session) -> Sequence[Scorecard]:
    """The newest scorecard of every seller, the best first; those without a score last."""
    found = _newest(session)
    return sorted(found, key=lambda card: (card.score is None, -(card.score or 0), card.seller_name))


def kept_promises(session: Session, seller_id: UUID, at: datetime) -> KeptPromises | None:
    """How a seller kept its promised days, for buyers; ``None`` where too few orders were due, or nobody has counted of late."""
    values = {"seller_id": seller_id, "since": at.date() - timedelta(days=TOLD_DAYS)}
    row = prepared.run(session, _KEPT, values).one_or_none()
    found = KeptPromises(*row) if row is not None else None
    return found if found is not None and found.is_telling else None


_KEPT: Final = select(
    func.scoring_kept(bindparam("seller_id", type_=Uuid()), bindparam("since", type_=Date())).table_valued(
        column("kept", Integer), column("due", Integer)
    )
)


def rating_of(session: Session, order_id: UUID) -> RatingRow | None:
    """What was said of an order."""
    return next(iter(_ratings(session, Rating.order_id == order_id)), None)


def comments_on(session: Session, actor: Actor) -> Sequence[RatingRow]:
    """The newest ratings with words about the actor's organisation."""
    return _ratings(session, (Rating.seller_id == actor.organisation) & (Rating.comment != ""))


def _ratings(session: Session, which: ColumnElement[bool]) -> list[RatingRow]:
    statement = (
        select(Order.id, Order.reference, Rating.stars, Rating.comment, Rating.changed_at)
        .join(Order, Order.id == Rating.order_id)
        .where(which)
        .order_by(Rating.changed_at.desc(), Rating.order_id)
        .limit(20)
    )
    return [RatingRow(*row) for row in session.execute(statement)]


def _newest(session: Session, seller_id: UUID | None = None) -> list[Scorecard]:
    statement = NEWEST.where(Organisation.kind.in_(SELLING) if seller_id is None else Organisation.id == seller_id)
    return [_card(row, name) for row, name in session.execute(statement)]


def _card(row: SellerScore, name: str) -> Scorecard:
    counts = Counts(**{field.name: getattr(row, field.name) for field in fields(Counts)})
    return Scorecard(row.seller_id, name, row.on_day, row.score, measured(counts))
