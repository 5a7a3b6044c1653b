"""What a seller asks of every order, and what a member may order without asking."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.kernel.money import Money
from trade.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class Terms:
    """A seller's terms: what an order comes to at least (nothing: any order), and its days before it can deliver."""

    seller_id: UUID
    order_minimum: Money
    lead_days: int
    time_zone: str


def terms_of(session: Session, seller_ids: Collection[UUID]) -> dict[UUID, Terms]:
    """The terms of these sellers, in one statement."""
    columns = (
        Organisation.id,
        Organisation.order_minimum_minor,
        Organisation.currency,
        Organisation.lead_days,
        Organisation.time_zone,
    )
    rows = session.execute(select(*columns).where(Organisation.id.in_(seller_ids)))
    return {
        seller_id: Terms(seller_id, Money(minor, currency), lead_days, time_zone)
        for seller_id, minor, currency, lead_days, time_zone in rows
    }
