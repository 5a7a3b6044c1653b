"""The tax that sellers' prices hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BindParameter, Date, ScalarSelect, bindparam, cast, func, select
from sqlalchemy.orm import Session

from trade.kernel import prepared
from trade.kernel.actor import Actor
from trade.kernel.base import UTCDateTime
from trade.kernel.prepared import fixed
from trade.parties.models import Organisation, Person, SellerTaxRate
from trade.parties.rules import RATED, TaxClass, TaxRates


@dataclass(frozen=True, slots=True)
class TaxRateRow:
    """What a seller has said of the tax in its prices: for which goods, from when, when it was said, and by whom."""

    tax_class: TaxClass
    rate: Decimal
    in_force_from: date
    said_at: datetime
    said_by: str


def tax_rates_at(at: BindParameter[datetime]) -> tuple[ScalarSelect[Decimal], ...]:
    """Ask, for each organisation of a statement, which rates hold on its own day, as :class:`TaxRates` are given them."""
    return tuple(_rate_at(at, tax_class) for tax_class in RATED)


def _rate_at(at: BindParameter[datetime], tax_class: TaxClass) -> ScalarSelect[Decimal]:
    today = cast(func.timezone(Organisation.time_zone, at), Date)
    return (
        select(SellerTaxRate.rate)
        .where(
            SellerTaxRate.seller_id == Organisation.id,
            SellerTaxRate.tax_class == fixed(tax_class.value),
            SellerTaxRate.in_force_from <= today,
        )
        .order_by(SellerTaxRate.in_force_from.desc(), SellerTaxRate.said_at.desc(), SellerTaxRate.id.desc())
        .limit(fixed(1))
        .correlate(Organisation)
        .scalar_subquery()
    )


_TODAY: Final = select(*tax_rates_at(bindparam("at", type_=UTCDateTime()))).where(
    Organisation.id == bindparam("seller_id")
)


def tax_rates_of(session: Session, seller_id: UUID, at: datetime) -> TaxRates:
    """The rates that a seller's prices hold on its day at ``at``."""
    return TaxRates(*prepared.run(session, _TODAY, {"seller_id": seller_id, "at": at}).one())


def tax_rates(session: Session, actor: Actor) -> Sequence[TaxRateRow]:
    """All that the actor's organisation has said of its rates, the latest day first."""
    said = (SellerTaxRate.tax_class, SellerTaxRate.rate, SellerTaxRate.in_force_from, SellerTaxRate.said_at)
    statement = (
        select(*said, func.coalesce(Person.name, ""))
        .outerjoin(Person, Person.id == SellerTaxRate.said_by)
        .where(SellerTaxRate.seller_id == actor.organisation)
        .order_by(SellerTaxRate.in_force_from.desc(), SellerTaxRate.said_at.desc(), SellerTaxRate.id.desc())
    )
    rows: Any = session.execute(statement)
    return [TaxRateRow(TaxClass(named), *row) for named, *row in rows]
