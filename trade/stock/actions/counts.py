"""Counts from other systems: a till, an ERP, a sheet. In any order and however often, the last observation holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from trade.kernel import prepared
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.kernel.together import rows_of, together
from trade.kernel.work import Work, action
from trade.stock.models import Observation
from trade.stock.moving import Change, lock_levels, move_stock
from trade.stock.places import home_of, own_warehouse
from trade.stock.rules import LOT_MAX, STOCK_MAX, UNNUMBERED, Count, Outcome, Place
from trade.stock.syncing import Planned, plan

COUNTS_MAX: Final = 10_000
SOURCE_MAX: Final = 40
AHEAD: Final = timedelta(minutes=5)
"""Clocks differ; a count from further in the future would outrank every other until then."""


@dataclass(frozen=True, slots=True)
class Synced:
    """What became of the counts, by outcome, and the SKUs whose counts were less than orders own."""

    changed: int
    agreed: int
    older: int
    promised: tuple[UUID, ...]


@action(Permission.SHIP)
def sync_counts(work: Work, *, source: str, counts: Sequence[Count]) -> Synced:
    """Take in counts of the actor's own SKUs as ``source`` observed them.

    For each place the last observation holds: of one source by its own numbering, else by its instant; of several by
    instant; a count by hand is one too. What moved after that instant is added. A count that would take what orders own
    is kept but not carried out: it is tried again whenever the source speaks again.
    """
    _check(work, source, counts)
    seller = work.actor.organisation
    home_of(work, seller)
    for warehouse_id in {count.warehouse_id for count in counts if count.warehouse_id}:
        own_warehouse(work, seller, warehouse_id)
    levels = lock_levels(work, {count.sku_id for count in counts})
    planned = plan(work.session, seller, source, counts)
    _remember(work, seller, planned)
    moves = [
        Change(one.key[0], "observed", one.after - one.before, Place(one.key[1], one.key[2]), source)
        for one in planned
        if one.after != one.before
    ]
    move_stock(work, levels, moves)
    outcomes = [one.outcome for one in planned]
    return Synced(
        outcomes.count(Outcome.CHANGED),
        outcomes.count(Outcome.AGREED),
        outcomes.count(Outcome.OLDER),
        tuple(one.key[0] for one in planned if one.outcome is Outcome.PROMISED),
    )


def _check(work: Work, source: str, counts: Sequence[Count]) -> None:
    if not source or len(source) > SOURCE_MAX:
        raise InvalidInput("source", "required")
    if not 0 < len(counts) <= COUNTS_MAX:
        raise InvalidInput("counts", "too_many" if counts else "no_lines", maximum=COUNTS_MAX)
    for count in counts:
        if not 0 <= count.counted <= STOCK_MAX:
            raise InvalidInput("counted", "out_of_range", maximum=STOCK_MAX)
        if count.observed_at > work.at + AHEAD:
            raise InvalidInput("observed_at", "in_future")
        if len(count.lot) > LOT_MAX:
            raise InvalidInput("lot", "too_long", maximum=LOT_MAX)


def _rank(row: str) -> str:
    """``Seen.rank`` as the database sees it."""
    return f"(coalesce({row}.sequence, {UNNUMBERED}), {row}.observed_at, {row}.counted)"


_REMEMBER: Final = together(
    Observation,
    ("sku_id", "warehouse_id", "lot", "source", "seller_id", "counted", "sequence", "observed_at", "received_at"),
    "ON CONFLICT (sku_id, warehouse_id, lot, source) DO UPDATE SET sequence = excluded.sequence,"
    " observed_at = excluded.observed_at, counted = excluded.counted, received_at = excluded.received_at"
    f" WHERE {_rank('excluded')} > {_rank('stock_observations')}",
)


def _remember(work: Work, seller: UUID, planned: Sequence[Planned]) -> None:
    """Keep each place's newest saying of the source; one that is older than what is kept changes nothing."""
    rows = (
        {
            "sku_id": one.key[0], "warehouse_id": one.key[1], "lot": one.key[2], "source": one.newest.source,
            "seller_id": seller, "counted": one.newest.counted, "sequence": one.newest.sequence,
            "observed_at": one.newest.observed_at, "received_at": work.at,
        }
        for one in planned
    )  # fmt: skip
    prepared.run(work.session, _REMEMBER(), rows_of(rows))
