"""What a SKU is offered for: product, price candidates and stock, read in one statement."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, BindParameter, ColumnElement, Select, Uuid, and_, any_, bindparam, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from trade.catalogue.models import SKU, Category, Product
from trade.catalogue.queries import specified
from trade.catalogue.queries.commission import rate_at
from trade.kernel import prepared
from trade.kernel.actor import Actor
from trade.kernel.base import UTCDateTime
from trade.kernel.money import Money
from trade.kernel.prepared import fixed
from trade.kernel.quantities import QuantityRule
from trade.ordering.models import Cart, CartLine
from trade.ordering.packs import PARTS, OfferedPart, parts_from
from trade.ordering.rules import HeldBack, Hindrance, NotForSale, QuantityRefused, hindrance_of
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationState, TaxClass
from trade.pricing.models import BuyerLevel
from trade.pricing.queries import LEVEL_KEY, candidates_from, candidates_lateral
from trade.pricing.rules import Candidate, Counting, Price, price_for
from trade.rates.queries import claim_hours_at
from trade.stock.models import StockLevel
from trade.stock.rules import STOCK_MAX
from trade.stock.selling import AVAILABLE

AT: Final[BindParameter[datetime]] = bindparam("at", type_=UTCDateTime())
"""The instant whose prices hold. Every statement of offers is run with :func:`whose`."""

BUYER: Final[BindParameter[UUID]] = bindparam("buyer_id", type_=Uuid())
PERSON: Final[BindParameter[UUID]] = bindparam("person_id", type_=Uuid())
IS_MINE: Final = and_(Cart.buyer_id == BUYER, Cart.person_id == PERSON)
CART_ID: Final = select(Cart.id).where(IS_MINE).scalar_subquery()

CANDIDATES: Final = candidates_lateral(
    sku_id=SKU.id, seller_id=SKU.seller_id, currency=Organisation.currency, level=LEVEL_KEY, buyer_id=BUYER, at=AT
)
"""What the buyer is entitled to, as JSON a row."""

HAS_PRICE: Final[ColumnElement[bool]] = or_(CANDIDATES.c.listed.is_not(None), CANDIDATES.c.agreed.is_not(None))

_OTHER, _OTHER_LINE = aliased(SKU, name="other"), aliased(CartLine, name="other_line")
_IN_CART: Final = (
    select(_OTHER_LINE.quantity)
    .where(_OTHER_LINE.cart_id == CART_ID, _OTHER_LINE.sku_id == _OTHER.id)
    .correlate(_OTHER)
    .scalar_subquery()
)
_OTHERS: Final = (
    select(func.coalesce(func.sum(_IN_CART), fixed(0)))
    .where(_OTHER.product_id == SKU.product_id, _OTHER.id != SKU.id)
    .correlate(SKU)
    .scalar_subquery()
)
"""What the cart holds of the product's other SKUs. Looked up by their keys, not joined, so that no plan reads the cart for it."""

OFFER_COLUMNS: Final[tuple[Any, ...]] = (
    SKU.id,
    SKU.code,
    SKU.unit,
    SKU.pack_size,
    SKU.moq,
    SKU.multiple,
    SKU.archived_at,
    Product.id,
    specified(Product.name),
    specified(Product.name_zh),
    Product.state,
    Product.rank,
    Product.picture,
    Organisation.id,
    Organisation.name,
    Organisation.state,
    rate_at(AT),
    claim_hours_at(AT),
    AVAILABLE,
    Organisation.currency,
    CANDIDATES.c.listed,
    CANDIDATES.c.agreed,
    _OTHERS,
    PARTS,
    Product.held_back_at,
    Organisation.open_orders_max.is_not(None),
    Product.tax_class,
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A SKU as a buyer meets it now. ``candidates`` is empty where nobody quotes a price.

    ``available`` is what is in stock, and no more than an agreement has left where only agreements quote a price.
    ``parts`` are those of a pack, of which as many are available as its parts are good for.
    ``claim_hours`` is the time for claims after delivery, none where it is the usual.
    ``held_back_at``: since when it is not sold because of an inspection, of itself or of a part.
    ``others`` is how much of the product's other SKUs lies in the same cart, for ladders that count them together.
    """

    sku_id: UUID
    code: str
    unit: str
    pack_size: int
    rule: QuantityRule
    product_id: UUID
    name: str
    name_zh: str
    rank: int
    picture: str
    seller_id: UUID
    seller_name: str
    hindrance: Hindrance | None
    commission_rate: Decimal
    claim_hours: int | None
    available: int
    currency: str
    candidates: tuple[Candidate, ...]
    others: int
    parts: tuple[OfferedPart, ...] = ()
    held_back_at: datetime | None = None
    seller_on_trial: bool = False
    tax_class: TaxClass = TaxClass.STANDARD

    def price(self, quantity: int) -> Price:
        """What ``quantity`` costs beside the others in the cart; ``NoPrice`` where nobody quotes one."""
        return _priced(self.sku_id, self.candidates, quantity, quantity + self.others, self.rule)

    @property
    def is_for_sale(self) -> bool:
        """Whether it can be ordered now, in some quantity."""
        return self.hindrance is None

    @property
    def is_mixed(self) -> bool:
        """Whether what is bought of the product's other SKUs counts for this one's price."""
        return any(candidate.ladder.counting is Counting.PRODUCT for candidate in self.candidates)

    def require_for_sale(self) -> None:
        """Raise ``NotForSale`` unless it can be ordered now; ``HeldBack`` where an inspection is why."""
        if self.held_back_at is not None:
            raise HeldBack(self.sku_id, self.name, self.held_back_at)
        if self.hindrance is not None:
            raise NotForSale(self.sku_id, self.name, self.hindrance)

    def require_quantity(self, quantity: int) -> None:
        """Raise ``QuantityRefused`` unless the SKU is sold in this quantity."""
        if not self.rule.admits(quantity):
            near = (self.rule.below(quantity), self.rule.above(quantity))
            raise QuantityRefused(self.sku_id, self.rule.minimum, self.rule.multiple, near)


@lru_cache(maxsize=4096)
def _priced(sku_id: UUID, candidates: tuple[Candidate, ...], quantity: int, family: int, rule: QuantityRule) -> Price:
    """Price once what every buyer of a list sees: the same values come to the same price."""
    return price_for(sku_id, candidates, quantity, rule=rule, ladder_quantity=family)


def offers_statement(*columns: Any) -> Select[Any]:
    """Select offers (and ``columns`` before them), a row each, at :data:`AT`; join or filter at will, once."""
    return _offered(select(*columns, *OFFER_COLUMNS).select_from(SKU))


def line_offers_statement(*columns: Any) -> Select[Any]:
    """The same for the lines of carts, beginning with these: PostgreSQL keeps the order of so many joins as written."""
    return _offered(select(*columns, *OFFER_COLUMNS).select_from(CartLine).join(SKU, SKU.id == CartLine.sku_id))


def _offered(goods: Select[Any]) -> Select[Any]:
    return (
        goods.join(Product, Product.id == SKU.product_id)
        .join(Category, Category.id == Product.category_id)
        .join(Organisation, Organisation.id == SKU.seller_id)
        .outerjoin(StockLevel, StockLevel.sku_id == SKU.id)
        .outerjoin(BuyerLevel, and_(BuyerLevel.seller_id == SKU.seller_id, BuyerLevel.buyer_id == BUYER))
        .join(CANDIDATES, true())
    )


def whose(actor: Actor, at: datetime) -> dict[str, Any]:
    """What every statement of offers is run with: whose prices, whose cart, and when."""
    return {"at": at, "buyer_id": actor.organisation_id, "person_id": actor.person_id}


def offer_from(row: Any) -> Offer:
    """Read a row of :data:`OFFER_COLUMNS`."""
    (sku_id, code, unit, pack_size, moq, multiple, archived_at, product_id, name, name_zh, state, rank, picture,
     seller_id, seller_name, seller_state, rate, claim_hours, in_stock, currency, listed, agreed, others, parts,
     held_back_at, on_trial, tax_class) = row  # fmt: skip
    candidates = candidates_from(listed, agreed, currency)
    hindrance = hindrance_of(
        is_offered=state == "offered" and archived_at is None,
        is_held_back=held_back_at is not None,
        has_price=bool(candidates),
        seller_trades=seller_state == OrganisationState.ADMITTED,
    )
    return Offer(
        sku_id, code, unit, pack_size, QuantityRule(moq, multiple), product_id, name, name_zh, rank, picture, seller_id,
        seller_name, hindrance, rate, claim_hours, min(in_stock, _covered(candidates)), currency, candidates, others,
        parts_from(parts), held_back_at, on_trial, TaxClass(tax_class),
    )  # fmt: skip


def _covered(candidates: Collection[Candidate]) -> int:
    """How much has a price: any quantity, where a list or an agreement without a cap quotes one."""
    remaining = [candidate.remaining for candidate in candidates]
    return STOCK_MAX if None in remaining or not remaining else sum(left for left in remaining if left is not None)


_OFFERS_OF: Final = offers_statement().where(SKU.id == any_(bindparam("sku_ids", type_=ARRAY(Uuid()))))


def offers_of(session: Session, actor: Actor, sku_ids: Collection[UUID], at: datetime) -> dict[UUID, Offer]:
    """The offers of these SKUs to the actor, however many, in one statement."""
    rows = prepared.run(session, _OFFERS_OF, whose(actor, at) | {"sku_ids": list(sku_ids)})
    found = [offer_from(row) for row in rows]
    return {offer.sku_id: offer for offer in found}


def together(offers: Mapping[UUID, Offer], quantities: Mapping[UUID, int]) -> dict[UUID, Offer]:
    """The offers as they are to somebody who buys exactly these quantities at once, whatever lies in a cart."""
    totals: dict[UUID, int] = {}
    for sku_id, quantity in quantities.items():
        product = offers[sku_id].product_id
        totals[product] = totals.get(product, 0) + quantity
    return {
        sku_id: replace(offer, others=totals.get(offer.product_id, 0) - quantities.get(sku_id, 0))
        for sku_id, offer in offers.items()
    }


def amounts_by_currency(amounts: Collection[Money]) -> tuple[Money, ...]:
    """Sum amounts of several currencies, one total each, in the order of the currency's code."""
    sums: dict[str, int] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, 0) + amount.minor
    return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))
