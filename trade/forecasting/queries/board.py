"""The seller's board: what will be wanted of each SKU, against what lies there; one statement, whatever the sorting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from trade.forecasting.queries.runs import RunRow
from trade.forecasting.rules import Cover, cover
from trade.kernel import prepared
from trade.kernel.actor import Actor
from trade.parties.models import Organisation

BOARD_ROWS: Final = 100


class Sorting(StrEnum):
    """What the board can be sorted by; each begins with what matters most."""

    COVER = "cover"
    CODE = "code"
    EXPECTED = "expected"
    HIGH = "high"
    AVAILABLE = "available"
    MAKE = "make"
    ERROR = "error"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A SKU on the board, in base units. ``agreed`` and ``pooled`` are asked for ahead, and not yet orders.

    ``agreed`` is what agreements that hold within the 30 days leave to order. ``available`` may be sold to anybody; ``reserved`` lies
    there for open pools and carts, which are among those that will want it, so both cover what is wanted.
    """

    sku_id: UUID
    code: str
    name: str
    name_zh: str
    kind: str
    model: str
    expected: Decimal
    low95: Decimal
    low80: Decimal
    high80: Decimal
    high95: Decimal
    naive: Decimal
    error: Decimal | None
    missed_days: int
    promoted_days: int
    available: int
    reserved: int
    pack_size: int
    agreed: int
    pooled: int
    past: Sequence[int]
    cover: Cover


@dataclass(frozen=True, slots=True)
class BoardPage:
    """Some rows of the board, and how many there are."""

    rows: Sequence[BoardRow]
    total: int


AVAILABLE: Final = "coalesce(l.on_hand - l.allocated - l.reserved - l.unusable, 0)"
SERVES: Final = "coalesce(l.on_hand - l.allocated - l.unusable, 0)"
"""What covers demand: also what is set aside for open pools and carts, since they are part of it."""
_MAKE: Final = f"ceil(greatest(f.high80 - {SERVES}, 0) / s.pack_size) * s.pack_size"
_ORDERS: Final[Mapping[Sorting, str]] = {
    # What hardly anybody will want runs out of nothing at once, and would stand before all that matters.
    Sorting.COVER: f"CASE WHEN f.expected >= 0.5 THEN {SERVES} / f.expected END NULLS LAST, f.expected DESC",
    Sorting.CODE: "s.code",
    Sorting.EXPECTED: "f.expected DESC",
    Sorting.HIGH: "f.high80 DESC",
    Sorting.AVAILABLE: f"{AVAILABLE}",
    Sorting.MAKE: f"{_MAKE} DESC",
    Sorting.ERROR: "f.error DESC NULLS LAST, f.expected DESC",
    Sorting.BEST: "f.error NULLS LAST, f.expected DESC",
}
_FROM: Final = """
  FROM forecasts f JOIN skus s ON s.id = f.sku_id JOIN products p ON p.id = s.product_id
  LEFT JOIN stock_levels l ON l.sku_id = f.sku_id
 WHERE f.seller_id = :seller AND (CAST(:category AS uuid) IS NULL OR p.category_id = CAST(:category AS uuid))
   AND (CAST(:search AS text) = '' OR strpos(lower(p.name), CAST(:search AS text)) > 0
        OR strpos(p.name_zh, CAST(:search AS text)) > 0 OR starts_with(lower(s.code), CAST(:search AS text)))
"""
# The page is cut before anything is looked up that only its own rows show.
_PAGE: Final = """
WITH page AS MATERIALIZED (
  SELECT f.sku_id, s.code, p.name, p.name_zh, s.pack_size, {available} AS available, coalesce(l.reserved, 0) AS reserved,
         row_number() OVER (ORDER BY {order}, f.sku_id) AS place
    {source} ORDER BY {order}, f.sku_id LIMIT :limit OFFSET :offset
)
SELECT page.*, f.kind, f.model, f.expected, f.low95, f.low80, f.high80, f.high95, f.naive, f.error, f.missed_days, f.promoted_days,
       f.days, f.past,
       coalesce((SELECT sum(t.capacity - t.consumed) FROM agreement_lines t JOIN agreements a ON a.id = t.agreement_id
                  WHERE t.sku_id = page.sku_id AND a.state = 'accepted' AND NOT t.uncapped
                    AND a.valid_until > CAST(:first AS date) AND a.valid_from < CAST(:first AS date) + 30), 0)::bigint AS agreed,
       -- Who joined is not the seller's to see before the close; how much is asked for stands with the pool.
       coalesce((SELECT sum(asked.units) FROM pool_goods g JOIN pools q ON q.id = g.pool_id
                  CROSS JOIN LATERAL unnest(q.requested[g.position * cardinality(q.quantities) + 1
                                          : (g.position + 1) * cardinality(q.quantities)]) AS asked(units)
                  WHERE g.sku_id = page.sku_id AND q.seller_id = :seller AND q.state IN ('open', 'making')), 0)::bigint AS pooled
  FROM page JOIN forecasts f ON f.sku_id = page.sku_id AND f.seller_id = :seller
 ORDER BY page.place
"""
_STATEMENTS: Final[Mapping[Sorting, TextClause]] = {
    sorting: text(_PAGE.format(available=AVAILABLE, order=order, source=_FROM)) for sorting, order in _ORDERS.items()
}
_COUNT: Final = text(f"SELECT count(*) {_FROM}")
_ONE: Final = text(_PAGE.format(available=AVAILABLE, order="s.code", source=_FROM + " AND f.sku_id = :sku"))


def board(
    session: Session,
    actor: Actor,
    run: RunRow,
    *,
    sorting: Sorting = Sorting.COVER,
    search: str = "",
    category_id: UUID | None = None,
    offset: int = 0,
    limit: int = BOARD_ROWS,
) -> BoardPage:
    """A page of the board."""
    values = _values(actor, run, search, category_id) | {"limit": limit, "offset": offset}
    rows = prepared.run(session, _STATEMENTS[sorting], values).all()
    return BoardPage(
        _told(session, actor, run, rows),
        offset + len(rows)
        if len(rows) < limit and (rows or not offset)
        else prepared.run(session, _COUNT, values).scalar_one(),
    )


def board_row(session: Session, actor: Actor, run: RunRow, sku_id: UUID) -> BoardRow | None:
    """One SKU of the board; none where it is not the actor's, or not forecast."""
    values = _values(actor, run, "", None) | {"limit": 1, "offset": 0, "sku": sku_id}
    rows = _told(session, actor, run, prepared.run(session, _ONE, values).all())
    return rows[0] if rows else None


def _values(actor: Actor, run: RunRow, search: str, category_id: UUID | None) -> dict[str, Any]:
    return {
        "seller": actor.organisation,
        "first": run.first_day,
        "search": search.lower(),
        "category": category_id,
    }


def _told(session: Session, actor: Actor, run: RunRow, rows: Sequence[Any]) -> list[BoardRow]:
    lead = session.get_one(Organisation, actor.organisation).lead_days
    return [
        BoardRow(
            row.sku_id, row.code, row.name, row.name_zh, row.kind, row.model, row.expected, row.low95, row.low80,
            row.high80, row.high95, row.naive, row.error, row.missed_days, row.promoted_days, row.available, row.reserved, row.pack_size, row.agreed,
            row.pooled, [int(units) for units in row.past],
            cover(
                row.available + row.reserved, row.days, row.high80, first_day=run.first_day, pack=row.pack_size, lead_days=lead
            ),
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A week behind or ahead; of a week ahead ``low`` and ``high`` hold with 80 %."""

    begins_on: date
    units: Decimal
    low: Decimal | None = None
    high: Decimal | None = None


_WEEKS: Final = text(
    "SELECT past, weeks, weeks_low, weeks_high FROM forecasts WHERE seller_id = :seller AND sku_id = :sku"
)


def weeks_of(session: Session, actor: Actor, run: RunRow, sku_id: UUID) -> list[WeekRow]:
    """The weeks behind a SKU's forecast, and the four ahead."""
    row = prepared.run(session, _WEEKS, {"seller": actor.organisation, "sku": sku_id}).one_or_none()
    if row is None:
        return []
    week = timedelta(weeks=1)
    behind = [WeekRow(run.first_day - week * (len(row.past) - n), units) for n, units in enumerate(row.past)]
    ahead = zip(row.weeks, row.weeks_low, row.weeks_high, strict=True)
    return behind + [WeekRow(run.first_day + week * n, *told) for n, told in enumerate(ahead)]
