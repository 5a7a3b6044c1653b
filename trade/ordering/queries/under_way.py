"""Money that a buyer has paid and a seller has not earned yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trade.credit.models import CreditInvoice
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
    """An order that is not completed; ``kept`` is what its buyer has paid of it and was not given back."""

    order_id: UUID
    reference: str
    seller_name: str
    state: OrderState
    placed_at: datetime
    kept: Money


def under_way(session: Session, actor: Actor) -> Sequence[PaidRow]:
    """The orders of the actor's organisation whose money is held for their sellers, the oldest first.

    What is still open of an order on credit, or was given up of it, is nobody's money yet.
    """
    unpaid = CreditInvoice.open_minor + CreditInvoice.written_off_minor - CreditInvoice.recovered_minor
    kept = Order.total_minor - Order.refunded_minor - func.coalesce(unpaid, 0)
    query = (
        select(Order, Organisation.name, kept)
        .join(Organisation, Organisation.id == Order.seller_id)
        .outerjoin(CreditInvoice, CreditInvoice.order_id == Order.id)
        .where(bought_by(actor), Order.state.not_in(_OVER), kept > 0)
        .order_by(Order.placed_at, Order.id)
        .limit(SHOWN)
    )
    return [
        PaidRow(
            row.id, row.reference, name, OrderState(row.state), row.placed_at,
            Money(minor, row.currency),
        )
        for row, name, minor in session.execute(query)
    ]  # fmt: skip
