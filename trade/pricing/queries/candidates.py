"""What a SKU may cost a buyer now: every list and agreement that is theirs, as one column of a larger statement."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Text,
    and_,
    any_,
    case,
    cast,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.selectable import LateralFromClause

from trade.kernel.prepared import fixed
from trade.parties.models import Organisation
from trade.pricing.models import Agreement, AgreementLine, BuyerLevel, Ladder, PriceList
from trade.pricing.rules import Candidate, Counting, Mode, Source, Step
from trade.pricing.rules import Ladder as Steps

SOURCE_OF_AUDIENCE: Final = {
    "base": Source.BASE_LIST,
    "region": Source.REGION_LIST,
    "level": Source.LEVEL_LIST,
    "buyer": Source.BUYER_LIST,
}


_NOTHING: Final[ColumnElement[int]] = fixed(0)


def holds_at(at: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether a ladder row is valid at an instant: half-open, [from, until), and not taken back."""
    return and_(
        Ladder.valid_from <= at,
        or_(Ladder.valid_until.is_(None), Ladder.valid_until > at),
        Ladder.withdrawn_at.is_(None),
    )


def candidates_lateral(
    *,
    sku_id: InstrumentedAttribute[UUID],
    seller_id: InstrumentedAttribute[UUID],
    currency: InstrumentedAttribute[str],
    level: InstrumentedAttribute[str],
    buyer_id: BindParameter[UUID],
    at: BindParameter[datetime],
) -> LateralFromClause:
    """Gather the candidates of each row of a statement as JSON text, in the columns ``listed`` and ``agreed``; null is none.

    Only the lists of this buyer are touched: the index on a list's audience finds them among any number.
    ``level`` is the audience key of what the buyer is to that seller (``BuyerLevel.audience_key``, outer-joined).
    """
    mine = audiences(buyer_id, level)
    # Behind an offset, so that a list's ladder is looked up by list and SKU, whatever the planner thinks of the tables.
    ladder = (
        select(Ladder.id, Ladder.quantities, Ladder.unit_prices, Ladder.mode, Ladder.counting)
        .where(Ladder.price_list_id == PriceList.id, Ladder.sku_id == sku_id, holds_at(at))
        .correlate(PriceList, sku_id.table)
        .offset(_NOTHING)
        .lateral("ladder")
    )
    steps = (ladder.c.quantities, cast(ladder.c.unit_prices, ARRAY(Text)), ladder.c.mode, ladder.c.counting)
    listed = (
        select(
            cast(func.json_agg(func.json_build_array(PriceList.audience, ladder.c.id, PriceList.name, *steps)), Text)
        )
        .select_from(PriceList)
        .join(ladder, true())
        .where(
            PriceList.seller_id == seller_id,
            PriceList.audience_key == any_(mine),
            PriceList.currency == currency,
            PriceList.archived_at.is_(None),
        )
    )
    remaining = case((AgreementLine.uncapped, None), else_=AgreementLine.capacity - AgreementLine.consumed)
    agreed = (
        select(
            cast(func.json_agg(func.json_build_array(
                AgreementLine.id, Agreement.reference, cast(AgreementLine.unit_price, Text), remaining,
            )), Text)
        )
        .join(Agreement, Agreement.id == AgreementLine.agreement_id)
        .where(
            AgreementLine.buyer_id == buyer_id,
            AgreementLine.sku_id == sku_id,
            Agreement.state == fixed("accepted"),
            Agreement.currency == currency,
            Agreement.valid_from <= at,
            Agreement.valid_until > at,
        )
    )  # fmt: skip
    around = [column.table for column in (sku_id, seller_id, currency, level)]
    lists = listed.correlate(*around).scalar_subquery().label("listed")
    agreements = agreed.correlate(*around).scalar_subquery().label("agreed")
    # Behind an offset, so that each is asked once a row although it is both read and compared.
    return select(lists, agreements).correlate(*around).offset(_NOTHING).lateral("candidates")


def audiences(buyer_id: BindParameter[UUID], level: InstrumentedAttribute[str]) -> ColumnElement[Any]:
    """Whose lists are the buyer's."""
    region = select(fixed("region:") + Organisation.region_code).where(Organisation.id == buyer_id).scalar_subquery()
    words: list[Any] = [fixed("base"), fixed("buyer:") + cast(buyer_id, Text), region, level]
    return array(words, type_=Text)


LEVEL_KEY: Final[InstrumentedAttribute[str]] = BuyerLevel.audience_key
"""What the buyer is to a seller, as the audience of a list."""


def candidates_from(listed: str | None, agreed: str | None, currency: str) -> tuple[Candidate, ...]:
    """Read the columns of :func:`candidates_lateral`."""
    lists = [_listed(currency, *row) for row in (json.loads(listed) if listed else ())]
    return (*lists, *(_agreed(currency, *row) for row in json.loads(agreed))) if agreed else tuple(lists)


def _listed(
    currency: str,
    audience: str,
    ladder_id: str,
    name: str,
    quantities: Sequence[int],
    prices: Sequence[str],
    *read: str,
) -> Candidate:
    ladder = ladder_from(quantities, [Decimal(price) for price in prices], currency, *read)
    return Candidate(SOURCE_OF_AUDIENCE[audience], UUID(ladder_id), ladder, name)


def _agreed(currency: str, line_id: str, reference: str, unit_price: str, remaining: int | None) -> Candidate:
    ladder = Steps((Step(1, Decimal(unit_price)),), currency)
    return Candidate(Source.AGREEMENT, UUID(line_id), ladder, reference, remaining)


def ladder_from(
    quantities: Sequence[int], unit_prices: Sequence[Decimal], currency: str, mode: str, counting: str
) -> Steps:
    """Read a row's two arrays as a ladder."""
    steps = tuple(Step(q, p) for q, p in zip(quantities, unit_prices, strict=True))
    return Steps(steps, currency, Mode(mode), Counting(counting))
