"""Which prices a buyer is entitled to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.pricing import models
from trade.pricing.rules import Candidate, Ladder, Source, Step


@dataclass(frozen=True, slots=True)
class PastLadder:
    """A ladder of a SKU and when it held; ``until`` is empty while it does."""

    ladder: Ladder
    since: datetime
    until: datetime | None


HISTORY_ROWS: Final = 24


def holds_at(at: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether a ladder row is valid at an instant: half-open, [from, until)."""
    row = models.Ladder
    return and_(row.valid_from <= at, or_(row.valid_until.is_(None), row.valid_until > at))


def ladder_from(quantities: Sequence[int], unit_prices: Sequence[Decimal], currency: str) -> Ladder:
    """Read a row's two arrays as a ladder."""
    steps = tuple(Step(q, p) for q, p in zip(quantities, unit_prices, strict=True))
    return Ladder(steps, currency)


LADDER_COLUMNS: tuple[Any, ...] = (
    models.Ladder.id,
    models.Ladder.quantities,
    models.Ladder.unit_prices,
    models.PriceList.currency,
)


def candidate_from(row: Sequence[Any]) -> Candidate:
    """Read a row of :data:`LADDER_COLUMNS` as a candidate of the base list."""
    ladder_id, quantities, unit_prices, currency = row
    return Candidate(Source.BASE_LIST, ladder_id, ladder_from(quantities, unit_prices, currency))


def holding_steps(session: Session, sku_id: UUID, at: datetime) -> tuple[Step, ...]:
    """The steps of a SKU's base ladder that hold at an instant; none where it has no price."""
    row = session.execute(
        select(models.Ladder.quantities, models.Ladder.unit_prices)
        .where(models.Ladder.sku_id == sku_id, holds_at(at))
        .order_by(models.Ladder.valid_from.desc())
    ).first()
    return ladder_from(row[0], row[1], "").steps if row is not None else ()


def price_history(session: Session, actor: Actor, sku_id: UUID) -> Sequence[PastLadder]:
    """The newest ladders of one of the actor's SKUs; the first one may hold still."""
    rows = session.execute(
        select(*LADDER_COLUMNS[1:], models.Ladder.valid_from, models.Ladder.valid_until)
        .join(models.PriceList, models.PriceList.id == models.Ladder.price_list_id)
        .where(models.Ladder.sku_id == sku_id, models.PriceList.seller_id == actor.organisation)
        .order_by(models.Ladder.valid_from.desc())
        .limit(HISTORY_ROWS)
    )
    return [PastLadder(ladder_from(*ladder), since, until) for *ladder, since, until in rows]


def candidates_for(session: Session, sku_ids: Collection[UUID], at: datetime) -> dict[UUID, list[Candidate]]:
    """What each SKU may cost a buyer now: one statement, however many SKUs."""
    rows = session.execute(
        select(models.Ladder.sku_id, *LADDER_COLUMNS)
        .join(models.PriceList, models.PriceList.id == models.Ladder.price_list_id)
        .where(models.Ladder.sku_id.in_(sku_ids), holds_at(at))
    )
    found: dict[UUID, list[Candidate]] = {sku_id: [] for sku_id in sku_ids}
    for sku_id, *columns in rows:
        found[sku_id].append(candidate_from(columns))
    return found
