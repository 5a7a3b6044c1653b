"""What a SKU has cost, costs and will cost, on every list of its seller."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, bindparam, select
from sqlalchemy.orm import Session

from trade.kernel import prepared
from trade.kernel.actor import Actor
from trade.kernel.base import UTCDateTime
from trade.pricing.models import Ladder, PriceList
from trade.pricing.queries.candidates import holds_at, ladder_from
from trade.pricing.rules import Ladder as Steps
from trade.pricing.rules import Period

HISTORY_ROWS: Final = 40


@dataclass(frozen=True, slots=True)
class DatedLadder:
    """A ladder of a SKU on a list, and the period in which it holds."""

    ladder_id: UUID
    list_id: UUID
    list_name: str
    audience: str
    ladder: Steps
    period: Period


def price_calendar(session: Session, actor: Actor, sku_id: UUID) -> Sequence[DatedLadder]:
    """The ladders of one of the actor's SKUs, the latest to begin first; what was taken back is left out."""
    rows = session.execute(
        select(
            Ladder.id, PriceList.id, PriceList.name, PriceList.audience, Ladder.quantities, Ladder.unit_prices,
            PriceList.currency, Ladder.mode, Ladder.counting, Ladder.valid_from, Ladder.valid_until,
        )
        .join(PriceList, PriceList.id == Ladder.price_list_id)
        .where(Ladder.sku_id == sku_id, PriceList.seller_id == actor.organisation, Ladder.withdrawn_at.is_(None))
        .order_by(Ladder.valid_from.desc(), Ladder.id.desc())
        .limit(HISTORY_ROWS)
    )  # fmt: skip
    return [
        DatedLadder(ladder_id, list_id, name, audience, ladder_from(*ladder), Period(since, until))
        for ladder_id, list_id, name, audience, *ladder, since, until in rows
    ]


_BASE: Final = (
    select(Ladder.sku_id, Ladder.quantities, Ladder.unit_prices, PriceList.currency, Ladder.mode, Ladder.counting)
    .join(PriceList, PriceList.id == Ladder.price_list_id)
    .where(
        Ladder.sku_id == any_(bindparam("sku_ids", type_=ARRAY(Uuid()))),
        PriceList.audience == "base",
        holds_at(bindparam("at", type_=UTCDateTime())),
    )
)


def base_ladders(session: Session, sku_ids: Collection[UUID], at: datetime) -> dict[UUID, Steps]:
    """What each of these SKUs costs everybody; one statement, however many."""
    values: dict[str, Any] = {"sku_ids": list(sku_ids), "at": at}
    return {sku_id: ladder_from(*ladder) for sku_id, *ladder in prepared.run(session, _BASE, values)}


def base_ladder(session: Session, sku_id: UUID, at: datetime) -> Steps | None:
    """The ladder of a SKU for everybody that holds at an instant; ``None`` where it has no price."""
    return base_ladders(session, [sku_id], at).get(sku_id)
