"""The least that each SKU costs a buyer now, for all SKUs at once: what a list is sorted by, and what is for sale at all."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    and_,
    any_,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql.selectable import CTE, Subquery

from trade.catalogue.models import SKU
from trade.parties.models import IS_SELLER, Organisation
from trade.pricing.models import Agreement, AgreementLine, BuyerLevel, Ladder, PriceList
from trade.pricing.queries.candidates import LEVEL_KEY, audiences, holds_at


def least_prices(buyer_id: BindParameter[UUID], at: BindParameter[datetime], *conditions: ColumnElement[bool]) -> CTE:
    """Gather the lowest of what :func:`entitled` finds, one row a SKU."""
    prices = entitled(buyer_id, at, *conditions)
    return (
        select(prices.c.sku_id, func.min(prices.c.price).label("price"), func.min(prices.c.currency).label("currency"))
        .group_by(prices.c.sku_id)
        .cte("least")
    )


def entitled(buyer_id: BindParameter[UUID], at: BindParameter[datetime], *conditions: ColumnElement[bool]) -> Subquery:
    """Gather ``sku_id``, ``price`` and ``currency``: each unit price at the MOQ to which the buyer is entitled.

    ``conditions`` are on SKUs. An agreement counts while anything of it is left, as it does on the page; a graduated
    ladder by the step that the MOQ stands on. Statements that read this run ``prepared.in_bulk``: asked SKU by SKU,
    the policies of lists and ladders are weighed anew for each.
    """
    step = func.greatest(func.width_bucket(SKU.moq, Ladder.quantities, type_=Integer), literal_column("1", Integer))
    listed = _listed(buyer_id, at, Ladder.sku_id, Ladder.unit_prices[step].label("price"), Organisation.currency)
    agreed = _agreed(buyer_id, at, AgreementLine.sku_id, AgreementLine.unit_price, Agreement.currency)
    listed = listed.join(SKU, SKU.id == Ladder.sku_id)
    return union_all(listed.where(*conditions), agreed.where(*conditions)).subquery("prices")


def specially_priced(
    buyer_id: BindParameter[UUID], at: BindParameter[datetime], *conditions: ColumnElement[bool]
) -> CompoundSelect[UUID]:
    """Name the SKUs for which :func:`entitled` finds a price elsewhere than on a list for everybody: those are tallied (``TalliedSKU``)."""
    listed = _listed(buyer_id, at, Ladder.sku_id).where(PriceList.audience != literal_column("'base'"))
    if conditions:
        listed = listed.join(SKU, SKU.id == Ladder.sku_id)
    return union_all(listed.where(*conditions), _agreed(buyer_id, at, AgreementLine.sku_id).where(*conditions))


def _listed(buyer_id: BindParameter[UUID], at: BindParameter[datetime], *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Ladder)
        .join(PriceList, PriceList.id == Ladder.price_list_id)
        .join(Organisation, Organisation.id == PriceList.seller_id)
        .outerjoin(BuyerLevel, and_(BuyerLevel.seller_id == PriceList.seller_id, BuyerLevel.buyer_id == buyer_id))
        .where(
            IS_SELLER,
            PriceList.audience_key == any_(audiences(buyer_id, LEVEL_KEY)),
            PriceList.currency == Organisation.currency,
            PriceList.archived_at.is_(None),
            holds_at(at),
        )
    )


def _agreed(buyer_id: BindParameter[UUID], at: BindParameter[datetime], *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(AgreementLine)
        .join(Agreement, Agreement.id == AgreementLine.agreement_id)
        .join(SKU, SKU.id == AgreementLine.sku_id)
        .join(Organisation, Organisation.id == SKU.seller_id)
        .where(
            AgreementLine.buyer_id == buyer_id,
            or_(AgreementLine.uncapped, AgreementLine.capacity > AgreementLine.consumed),
            Agreement.state == literal_column("'accepted'"),
            Agreement.currency == Organisation.currency,
            Agreement.valid_from <= at,
            Agreement.valid_until > at,
        )
    )
