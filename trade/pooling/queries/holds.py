"""What a buyer has set aside for pools, and when each hold ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.money import Money
from trade.parties.models import Organisation
from trade.pooling.models import Commitment, Pool


@dataclass(frozen=True, slots=True)
class Hold:
    """Money that stays in the wallet's hold until its pool is decided at ``closes_at``."""

    pool_id: UUID
    reference: str
    title: str
    seller_name: str
    amount: Money
    withdraw_until: datetime
    closes_at: datetime


def holds(session: Session, actor: Actor) -> Sequence[Hold]:
    """The open commitments of the actor's organisation that its wallet stands for, the soonest to end first."""
    query = (
        select(Commitment, Pool, Organisation.name)
        .join(Pool, Pool.id == Commitment.pool_id)
        .join(Organisation, Organisation.id == Pool.seller_id)
        .where(Commitment.buyer_id == actor.organisation, Commitment.state == "open", Commitment.means == "wallet")
        .order_by(Pool.closes_at, Commitment.id)
    )
    return [
        Hold(
            pool.id, pool.reference, pool.title, seller, Money(row.held_minor, row.currency), pool.withdraw_until,
            pool.closes_at,
        )
        for row, pool, seller in session.execute(query)
    ]  # fmt: skip
