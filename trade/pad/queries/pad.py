"""The pad as it stands: what needs a hand, what is fine, and what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.money import Money
from trade.ordering.offers import amounts_by_currency
from trade.pad.judging import Entry, Judged, held_in_cart, judge
from trade.pad.models import Pad, PadLine, shown_at

TROUBLED_ROWS: Final = 50
GOOD_ROWS: Final = 50


@dataclass(frozen=True, slots=True)
class PadRow:
    """A line and its judgement."""

    line_id: UUID
    position: int
    judged: Judged


@dataclass(frozen=True, slots=True)
class PadView:
    """The pad at today's prices: counts over all lines, and the first of each kind."""

    troubled: Sequence[PadRow]
    good: Sequence[PadRow]
    troubled_count: int
    good_count: int
    totals: tuple[Money, ...]
    next_position: int | None
    can_undo: bool
    can_redo: bool
    draft: str

    @property
    def lines(self) -> int:
        """How many lines there are."""
        return self.troubled_count + self.good_count


EMPTY: Final = PadView((), (), 0, 0, (), None, can_undo=False, can_redo=False, draft="")


def pad_view(session: Session, actor: Actor, at: datetime, *, after: int | None = None) -> PadView:
    """The actor's pad; ``after`` a position for further good lines. Six statements at the most, however long it is."""
    mine = (Pad.buyer_id == actor.organisation, Pad.person_id == actor.person_id)
    pad = session.execute(select(Pad.id, Pad.step, Pad.last_step, Pad.draft).where(*mine)).one_or_none()
    if pad is None:
        return EMPTY
    columns = (PadLine.id, PadLine.position, PadLine.text, PadLine.amount, PadLine.sku_id)
    shown = select(*columns).where(PadLine.pad_id == pad.id, shown_at(pad.step)).order_by(PadLine.position)
    lines = session.execute(shown).all()
    entries = [Entry(line.text, line.amount, line.sku_id) for line in lines]
    held = held_in_cart(session, actor) if entries else {}
    judged = judge(session, actor, entries, at, held=held)
    rows = [PadRow(line.id, line.position, found) for line, found in zip(lines, judged, strict=True)]
    troubled = [row for row in rows if row.judged.fault]
    good = [row for row in rows if not row.judged.fault]
    further = [row for row in good if after is None or row.position > after]
    return PadView(
        troubled=troubled[:TROUBLED_ROWS],
        good=further[:GOOD_ROWS],
        troubled_count=len(troubled),
        good_count=len(good),
        totals=_totals(good),
        next_position=further[GOOD_ROWS - 1].position if len(further) > GOOD_ROWS else None,
        can_undo=pad.step > 0,
        can_redo=pad.step < pad.last_step,
        draft=pad.draft,
    )


def _totals(rows: Sequence[PadRow]) -> tuple[Money, ...]:
    """What the lines come to in the cart, each SKU once."""
    prices = {row.judged.offer.sku_id: row.judged.price for row in rows if row.judged.offer and row.judged.price}
    return amounts_by_currency([price.amount for price in prices.values()])
