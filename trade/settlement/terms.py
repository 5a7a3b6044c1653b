"""On which terms each seller is settled; who has none set is settled as usual."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.parties.models import Organisation
from trade.settlement.models import SettlementTerms
from trade.settlement.rules import USUAL, Period, Terms


def all_terms(session: Session) -> dict[UUID, tuple[Terms, str]]:
    """The terms that were set, by seller, each with the seller's time zone."""
    query = select(SettlementTerms, Organisation.time_zone).join(
        Organisation, Organisation.id == SettlementTerms.seller_id
    )
    return {row.seller_id: (_terms(row), zone) for row, zone in session.execute(query)}


def terms_of(session: Session, seller_id: UUID) -> Terms:
    """The terms of one seller."""
    row = session.get(SettlementTerms, seller_id)
    return _terms(row) if row is not None else USUAL


def _terms(row: SettlementTerms) -> Terms:
    return Terms(Period(row.period), row.service_tax_rate, row.reserve_rate, row.reserve_days)
