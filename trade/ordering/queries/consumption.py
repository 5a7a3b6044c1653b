"""What agreements say was consumed, told again from the order lines that consumed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trade.kernel import prepared
from trade.ordering.models import OrderLine
from trade.pricing.models import AgreementLine


@dataclass(frozen=True, slots=True)
class ConsumptionDifference:
    """A line of an agreement whose count differs from what its order lines come to."""

    line_id: UUID
    consumed: int
    told: int


_TOLD: Final = (
    select(func.coalesce(func.sum(OrderLine.quantity - OrderLine.cancelled), 0))
    .where(OrderLine.agreement_line_id == AgreementLine.id)
    .correlate(AgreementLine)
    .scalar_subquery()
)
_DIFFERENCES: Final = (
    select(AgreementLine.id, AgreementLine.consumed, _TOLD)
    .where(AgreementLine.consumed != _TOLD)
    .order_by(AgreementLine.id)
)


def consumption_differences(session: Session) -> Sequence[ConsumptionDifference]:
    """Every line of an agreement that the order lines contradict; none, as long as nothing went wrong."""
    return [ConsumptionDifference(*row) for row in prepared.run(session, _DIFFERENCES)]
