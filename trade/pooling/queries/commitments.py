"""A member's own commitment, with its arithmetic."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.credit.rules import Means
from trade.kernel.actor import Actor
from trade.kernel.money import Money
from trade.ordering.models import Order
from trade.parties.models import Organisation
from trade.pooling.models import Commitment, CommitmentLine, Pool, PoolGood
from trade.pooling.rules import CommitmentState, Release


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A line of a commitment, and how its share came about at the close.

    ``demand`` is what all those asked for among whom ``supply`` was shared; ``whole`` the whole multiples of the exact
    share, ``odd`` the multiple that its remainder won. All are empty before the close, or where the price was not reached.
    """

    sku_id: UUID
    quantity: int
    hold_price: Decimal
    multiple: int
    demand: int | None
    supply: int | None
    whole: int | None
    odd: int | None
    paid_price: Decimal | None

    @property
    def exact(self) -> Fraction | None:
        """The share before rounding, in base units."""
        if not self.demand or self.supply is None or self.whole is None:
            return None
        return Fraction(self.quantity * min(self.supply, self.demand), self.demand)

    @property
    def allotted(self) -> int | None:
        """What was ordered of it."""
        return None if self.whole is None or self.odd is None else self.whole + self.odd

    @property
    def was_short(self) -> bool:
        """Whether less was there than was asked for."""
        return self.demand is not None and self.supply is not None and self.supply < self.demand


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """A commitment. ``only_from`` is the step it insists on; money is what was held, and what became of it."""

    id: UUID
    pool_id: UUID
    state: CommitmentState
    only_from: int
    means: Means
    held: Money
    captured: Money
    released: Money
    delivery_address: str
    region_code: str
    joined_at: datetime
    version: int
    why_released: Release | None
    order_id: UUID | None
    order_reference: str | None
    lines: Sequence[ShareRow]

    @property
    def units(self) -> int:
        """What was committed to, in base units."""
        return sum(line.quantity for line in self.lines)


def own_commitment(session: Session, actor: Actor, pool_id: UUID) -> CommitmentRow | None:
    """The commitment of the actor's organisation to a pool, as it stands; ``None`` where it has none, or has left."""
    statement = (
        select(Commitment, Pool.step, Order.reference)
        .join(Pool, Pool.id == Commitment.pool_id)
        .outerjoin(Order, Order.id == Commitment.order_id)
        .where(
            Commitment.pool_id == pool_id,
            Commitment.buyer_id == actor.organisation,
            Commitment.state != CommitmentState.WITHDRAWN,
        )
    )
    found = session.execute(statement.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        return None
    one, step, reference = found
    return CommitmentRow(
        id=one.id,
        pool_id=one.pool_id,
        state=CommitmentState(one.state),
        only_from=one.only_from,
        means=Means(one.means),
        held=Money(one.held_minor, one.currency),
        captured=Money(one.captured_minor, one.currency),
        released=Money(one.released_minor, one.currency),
        delivery_address=one.delivery_address,
        region_code=one.region_code,
        joined_at=one.joined_at,
        version=one.version,
        why_released=Release(one.release) if one.release else None,
        order_id=one.order_id,
        order_reference=reference,
        lines=_shares(session, one.id, step),
    )


def own_commitment_ids(session: Session, actor: Actor, pool_id: UUID) -> Sequence[UUID]:
    """All commitments of the actor's organisation to a pool, those it left too, the first one first."""
    own = (Commitment.pool_id == pool_id) & (Commitment.buyer_id == actor.organisation)
    return session.scalars(select(Commitment.id).where(own).order_by(Commitment.id)).all()


def _shares(session: Session, commitment_id: UUID, step: int | None) -> list[ShareRow]:
    statement = (
        select(CommitmentLine, PoolGood)
        .join(PoolGood, (PoolGood.pool_id == CommitmentLine.pool_id) & (PoolGood.sku_id == CommitmentLine.sku_id))
        .where(CommitmentLine.commitment_id == commitment_id)
        .order_by(PoolGood.position)
    )
    return [
        ShareRow(
            line.sku_id, line.quantity, line.hold_price, good.multiple, good.demand, good.supply, line.whole, line.odd,
            None if step is None else good.unit_prices[step],
        )
        for line, good in session.execute(statement.execution_options(populate_existing=True))
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PoolOfCommitment:
    """Which pool a commitment is to."""

    pool_id: UUID
    reference: str
    title: str
    seller_name: str


def pools_of_commitments(session: Session, commitment_ids: Collection[UUID]) -> dict[UUID, PoolOfCommitment]:
    """The pool of each of these commitments, for whoever finds them in the books; one statement."""
    statement = (
        select(Commitment.id, Pool.id, Pool.reference, Pool.title, Organisation.name)
        .join(Pool, Pool.id == Commitment.pool_id)
        .join(Organisation, Organisation.id == Pool.seller_id)
        .where(Commitment.id.in_(commitment_ids))
    )
    rows: Sequence[Any] = session.execute(statement).all() if commitment_ids else ()
    return {commitment_id: PoolOfCommitment(*rest) for commitment_id, *rest in rows}
