"""What a SKU is offered for: product, price candidates and stock, read in one statement."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, BindParameter, Select, Uuid, any_, bindparam, func, select
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Category, Product
from trade.kernel import prepared
from trade.kernel.base import UTCDateTime
from trade.kernel.money import Money
from trade.kernel.quantities import QuantityRule
from trade.ordering.rules import NotForSale, QuantityRefused
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationState
from trade.pricing.models import Ladder, PriceList
from trade.pricing.queries import LADDER_COLUMNS, candidate_from, holds_at
from trade.pricing.rules import Candidate, Price, price_for
from trade.stock.models import StockLevel

AT: Final[BindParameter[datetime]] = bindparam("at", type_=UTCDateTime())
"""The instant whose prices hold; every statement of offers is run with it."""

OFFER_COLUMNS: Final[tuple[Any, ...]] = (
    SKU.id,
    SKU.code,
    SKU.unit,
    SKU.pack_size,
    SKU.moq,
    SKU.multiple,
    SKU.archived_at,
    Product.id,
    Product.name,
    Product.name_zh,
    Product.state,
    Product.rank,
    Organisation.id,
    Organisation.name,
    Organisation.state,
    Category.commission_rate,
    func.coalesce(StockLevel.available, 0),
    *LADDER_COLUMNS,
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A SKU as a buyer meets it now. ``candidates`` is empty where nobody quotes a price."""

    sku_id: UUID
    code: str
    unit: str
    pack_size: int
    rule: QuantityRule
    product_id: UUID
    name: str
    name_zh: str
    rank: int
    seller_id: UUID
    seller_name: str
    is_for_sale: bool
    commission_rate: Decimal
    available: int
    candidates: tuple[Candidate, ...]

    def price(self, quantity: int) -> Price:
        """What ``quantity`` costs; ``NoPrice`` where nobody quotes one."""
        return _priced(self.sku_id, self.candidates, quantity, self.rule)

    def require_for_sale(self) -> None:
        """Raise ``NotForSale`` unless it can be ordered now."""
        if not self.is_for_sale:
            raise NotForSale(self.sku_id, self.name)

    def require_quantity(self, quantity: int) -> None:
        """Raise ``QuantityRefused`` unless the SKU is sold in this quantity."""
        if not self.rule.admits(quantity):
            near = (self.rule.below(quantity), self.rule.above(quantity))
            raise QuantityRefused(self.sku_id, self.rule.minimum, self.rule.multiple, near)


@lru_cache(maxsize=4096)
def _priced(sku_id: UUID, candidates: tuple[Candidate, ...], quantity: int, rule: QuantityRule) -> Price:
    """Price once what every buyer of a list sees: the same values come to the same price."""
    return price_for(sku_id, candidates, quantity, rule=rule)


def offers_statement(*columns: Any) -> Select[Any]:
    """Select offers (and ``columns`` before them), a row each, at :data:`AT`; join or filter at will, once."""
    return (
        select(*columns, *OFFER_COLUMNS)
        .select_from(SKU)
        .join(Product, Product.id == SKU.product_id)
        .join(Category, Category.id == Product.category_id)
        .join(Organisation, Organisation.id == SKU.seller_id)
        .outerjoin(StockLevel, StockLevel.sku_id == SKU.id)
        .outerjoin(Ladder, (Ladder.sku_id == SKU.id) & holds_at(AT))
        .outerjoin(PriceList, PriceList.id == Ladder.price_list_id)
    )


def offer_from(row: Any) -> Offer:
    """Read a row of :data:`OFFER_COLUMNS`."""
    (sku_id, code, unit, pack_size, moq, multiple, archived_at, product_id, name, name_zh, state,
     rank, seller_id, seller_name, seller_state, rate, available, *ladder) = row  # fmt: skip
    candidates = (candidate_from(ladder),) if ladder[0] is not None else ()
    is_for_sale = (
        state == "offered" and archived_at is None and seller_state == OrganisationState.ADMITTED and bool(candidates)
    )
    return Offer(
        sku_id, code, unit, pack_size, QuantityRule(moq, multiple), product_id, name, name_zh,
        rank, seller_id, seller_name, is_for_sale, rate, available, candidates,
    )  # fmt: skip


_OFFERS_OF: Final = offers_statement().where(SKU.id == any_(bindparam("sku_ids", type_=ARRAY(Uuid()))))


def offers_of(session: Session, sku_ids: Collection[UUID], at: datetime) -> dict[UUID, Offer]:
    """The offers of these SKUs, however many, in one statement."""
    rows = prepared.run(session, _OFFERS_OF, {"at": at, "sku_ids": list(sku_ids)})
    found = [offer_from(row) for row in rows]
    return {offer.sku_id: offer for offer in found}


def amounts_by_currency(amounts: Collection[Money]) -> tuple[Money, ...]:
    """Sum amounts of several currencies, one total each, in the order of the currency's code."""
    sums: dict[str, int] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, 0) + amount.minor
    return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))
