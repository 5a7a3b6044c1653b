"""What a seller asks of every order, and what a member may order without asking."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from trade.kernel.base import UTCDateTime
from trade.kernel.money import Money
from trade.parties.models import Organisation
from trade.parties.queries.tax_rates import tax_rates_at
from trade.parties.rules import TaxRates


@dataclass(frozen=True, slots=True)
class Terms:
    """A seller's terms: what an order comes to at least (nothing: any order), its days before it can deliver, its taxes."""

    seller_id: UUID
    order_minimum: Money
    lead_days: int
    time_zone: str
    tax: TaxRates


def terms_of(session: Session, seller_ids: Collection[UUID], at: datetime) -> dict[UUID, Terms]:
    """The terms of these sellers as they hold at ``at``, in one statement."""
    columns = (
        Organisation.id,
        Organisation.order_minimum_minor,
        Organisation.currency,
        Organisation.lead_days,
        Organisation.time_zone,
        *tax_rates_at(bindparam("at", at, type_=UTCDateTime())),
    )
    rows: Any = session.execute(select(*columns).where(Organisation.id.in_(seller_ids)))
    return {
        seller_id: Terms(seller_id, Money(minor, currency), lead_days, time_zone, TaxRates(*rates))
        for seller_id, minor, currency, lead_days, time_zone, *rates in rows
    }
