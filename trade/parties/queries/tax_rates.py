"""The tax that sellers' prices hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BindParameter, Date, ScalarSelect, cast, func, select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.parties.models import Organisation, Person, SellerTaxRate


@dataclass(frozen=True, slots=True)
class TaxRateRow:
    """What a seller has said of the tax in its prices: from when, when it was said, and by whom."""

    rate: Decimal
    in_force_from: date
    said_at: datetime
    said_by: str


def tax_rate_at(at: BindParameter[datetime]) -> ScalarSelect[Decimal]:
    """Ask, for each organisation of a statement, which rate holds on its own day; ``NULL`` where it has said none."""
    today = cast(func.timezone(Organisation.time_zone, at), Date)
    return (
        select(SellerTaxRate.rate)
        .where(SellerTaxRate.seller_id == Organisation.id, SellerTaxRate.in_force_from <= today)
        .order_by(SellerTaxRate.in_force_from.desc(), SellerTaxRate.said_at.desc(), SellerTaxRate.id.desc())
        .limit(1)
        .correlate(Organisation)
        .scalar_subquery()
    )


def tax_rates(session: Session, actor: Actor) -> Sequence[TaxRateRow]:
    """All that the actor's organisation has said of its rate, the latest day first."""
    statement = (
        select(SellerTaxRate.rate, SellerTaxRate.in_force_from, SellerTaxRate.said_at, func.coalesce(Person.name, ""))
        .outerjoin(Person, Person.id == SellerTaxRate.said_by)
        .where(SellerTaxRate.seller_id == actor.organisation)
        .order_by(SellerTaxRate.in_force_from.desc(), SellerTaxRate.said_at.desc(), SellerTaxRate.id.desc())
    )
    return [TaxRateRow(*row) for row in session.execute(statement)]
