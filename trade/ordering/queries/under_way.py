"""Money that a buyer has paid and a seller has not earned yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.money import Money
from trade.ordering.loading import bought_by
from trade.ordering.models import Order
from trade.ordering.rules import OrderState
from trade.parties.models import Organisation

_OVER: Final = (OrderState.COMPLETED, OrderState.CANCELLED)
SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class PaidRow:
    """An order that was paid and is not completed; ``kept`` is what was not given back of it."""

    order_id: UUID
    reference: str
    seller_name: str
    state: OrderState
    placed_at: datetime
    kept: Money


def under_way(session: Session, actor: Actor) -> Sequence[PaidRow]:
    """The orders of the actor's organisation whose money is held for their sellers, the oldest first."""
    query = (
        select(Order, Organisation.name)
        .join(Organisation, Organisation.id == Order.seller_id)
        .where(bought_by(actor), Order.state.not_in(_OVER))
        .order_by(Order.placed_at, Order.id)
        .limit(SHOWN)
    )
    return [
        PaidRow(
            row.id, row.reference, name, OrderState(row.state), row.placed_at,
            Money(row.total_minor - row.refunded_minor, row.currency),
        )
        for row, name in session.execute(query)
    ]  # fmt: skip
