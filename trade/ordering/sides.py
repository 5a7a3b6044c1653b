"""Who buys and who sells, as an order freezes them; and what a seller asks of every order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select

from trade.kernel import prepared
from trade.kernel.base import UTCDateTime
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.parties.models import Organisation
from trade.parties.queries import tax_rates_at
from trade.parties.rules import TaxRates


@dataclass(frozen=True, slots=True)
class Party:
    """Who an organisation is in law, where its business days are counted, its terms as a seller, and the tax in its prices."""

    id: UUID
    name: str
    legal_name: str
    tax_id: str
    address: str
    time_zone: str
    currency: str
    order_minimum_minor: int
    lead_days: int
    open_orders_max: int | None
    tax: TaxRates

    @property
    def frozen(self) -> dict[str, str]:
        """What stands on the order for ever."""
        return {"name": self.name, "legal_name": self.legal_name, "tax_id": self.tax_id, "address": self.address}

    @property
    def order_minimum(self) -> Money:
        """What the goods of an order come to at least; nothing where any order is welcome."""
        return Money(self.order_minimum_minor, self.currency)


_PARTIES: Final = select(
    Organisation.id,
    Organisation.name,
    Organisation.legal_name,
    Organisation.tax_id,
    Organisation.address,
    Organisation.time_zone,
    Organisation.currency,
    Organisation.order_minimum_minor,
    Organisation.lead_days,
    Organisation.open_orders_max,
    *tax_rates_at(bindparam("at", type_=UTCDateTime())),
).where(Organisation.id == any_(bindparam("ids", type_=ARRAY(Uuid()))))


def sides_of(work: Work, seller_ids: Iterable[UUID]) -> dict[UUID, Party]:
    """The actor's organisation and these sellers, in one statement."""
    return parties_of(work, [work.actor.organisation, *seller_ids])


def parties_of(work: Work, ids: Iterable[UUID]) -> dict[UUID, Party]:
    """These organisations, in one statement."""
    rows = prepared.run(work.session, _PARTIES, {"ids": list(ids), "at": work.at})
    found = [_party(row) for row in rows]
    return {party.id: party for party in found}


def _party(row: Any) -> Party:
    *said, standard, reduced = row
    values: Any = (*said, TaxRates(standard, reduced))
    return Party(*values)
