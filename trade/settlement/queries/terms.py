"""On which terms a seller is settled, and what waits for its next statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.parties.models import Organisation
from trade.settlement.models import StatementItem
from trade.settlement.queries.statements import StatementItemRow, earned_by, item_row
from trade.settlement.rules import Terms
from trade.settlement.terms import terms_of


@dataclass(frozen=True, slots=True)
class SellerTerms:
    """How a seller is settled."""

    seller_id: UUID
    seller_name: str
    time_zone: str
    currency: str
    terms: Terms


def seller_terms(session: Session, actor: Actor, seller_id: UUID) -> SellerTerms:
    """How a seller is settled; ``NotFound`` for a stranger."""
    query = select(Organisation).where(Organisation.id == seller_id, earned_by(actor, Organisation.id.expression))
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("organisation", seller_id)
    return SellerTerms(found.id, found.name, found.time_zone, found.currency, terms_of(session, seller_id))


def items_waiting(session: Session, seller_id: UUID) -> Sequence[StatementItemRow]:
    """What a seller's next statement will take, the oldest first."""
    query = (
        select(StatementItem)
        .where(
            StatementItem.seller_id == seller_id,
            StatementItem.statement_id.is_(None),
            StatementItem.withdrawn_at.is_(None),
        )
        .order_by(StatementItem.made_at, StatementItem.id)
    )
    return [item_row(row) for row in session.scalars(query)]
