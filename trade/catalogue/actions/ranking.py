"""Moving products to their places in lists, a few rows at a time and only those whose place is another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, Integer, Uuid, bindparam, text

from trade.kernel.actor import Permission
from trade.kernel.work import Work, action

# A product that somebody edits at this moment is passed over, so that nobody waits: its turn comes the next night.
_PLACE: Final = text(
    "WITH free AS MATERIALIZED (SELECT p.id, u.place FROM unnest(:ids, :places) AS u (id, place) JOIN products p ON p.id = u.id"
    "  WHERE p.rank <> u.place ORDER BY p.id FOR NO KEY UPDATE OF p SKIP LOCKED)"
    " UPDATE products p SET rank = free.place FROM free WHERE p.id = free.id"
).bindparams(bindparam("ids", type_=ARRAY(Uuid())), bindparam("places", type_=ARRAY(Integer)))


@action(Permission.OVERSEE)
def place_products(work: Work, places: Sequence[tuple[UUID, int]]) -> int:
    """Give products these places in lists; answer how many have another place now."""
    ids, found = [product_id for product_id, _ in places], [place for _, place in places]
    moved = work.session.execute(_PLACE, {"ids": ids, "places": found})
    return int(moved.rowcount)  # type: ignore[attr-defined]
