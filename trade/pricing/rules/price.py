"""The one price function: from what a buyer is entitled to, to segments, the exact amount, why, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from trade.kernel.money import Money, line_total
from trade.kernel.quantities import QuantityRule
from trade.pricing.rules.answers import Candidate, NextStep, NoPrice, Price, Segment, Source, TraceLine, TracePart
from trade.pricing.rules.ladders import Counting, Ladder, Mode

NO_RULE: Final = UUID(int=0)
_RANK: Final = {source: rank for rank, source in enumerate(Source)}


@dataclass(frozen=True, slots=True)
class _Plan:
    """One way to pay for a quantity: agreements first, what they leave by one ladder."""

    segments: tuple[Segment, ...]
    amount: int
    agreed: int
    rest: Candidate | None

    @property
    def last_price(self) -> Decimal:
        return self.segments[-1].unit_price

    def rank(self) -> tuple[int, int, int, Decimal, UUID]:
        """Cheaper first; of equal amounts what agreements cover, the earlier source, the lower unit price."""
        source = _RANK[self.rest.source] if self.rest else 0
        return self.amount, -self.agreed, source, self.last_price, self.rest.rule_id if self.rest else NO_RULE


def price_for(
    sku_id: UUID,
    candidates: Sequence[Candidate],
    quantity: int,
    *,
    rule: QuantityRule,
    ladder_quantity: int | None = None,
) -> Price:
    """Price ``quantity`` base units of one SKU.

    ``candidates`` are what the buyer is entitled to now. The lowest amount wins; ties go to the agreement, then to
    the earlier :class:`Source`, the lower unit price and the row's id, so that the order in which they were entered
    changes nothing. An agreement covers what it has left; the rest is a segment of its own, at the step that the
    whole quantity reaches. Where nobody else quotes a price the agreement's stands for all of it, and its capacity
    is guarded where it is consumed. ``ladder_quantity`` is what the product's SKUs come to together, for ladders
    that count so; the quantity itself by default. Raises ``NoPrice`` without a candidate.
    """
    family = quantity if ladder_quantity is None else ladder_quantity
    best = _cheapest(candidates, quantity, family)
    if best is None:
        raise NoPrice(sku_id)
    shown = best.rest or next(found for found in candidates if found.rule_id == best.segments[-1].rule_id)
    return Price(
        quantity=quantity,
        counted=_counted(shown.ladder, quantity, family),
        segments=best.segments,
        amount=Money(best.amount, shown.ladder.currency),
        ladder=shown.ladder,
        trace=_trace(candidates, quantity, family, best),
        next_step=_next_step(candidates, quantity, family, best, rule),
    )


def _cheapest(candidates: Sequence[Candidate], quantity: int, family: int) -> _Plan | None:
    return min(_plans(candidates, quantity, family), key=_Plan.rank, default=None)


def _plans(candidates: Sequence[Candidate], quantity: int, family: int) -> Iterator[_Plan]:
    """Every prefix of the agreements, the cheapest first, with every ladder for what they leave."""
    agreements = sorted((c for c in candidates if c.is_agreement and c.remaining != 0), key=_by_price)
    ladders = [candidate for candidate in candidates if not candidate.is_agreement]
    agreed: tuple[Segment, ...] = ()
    rest = quantity
    for agreement in (None, *agreements):
        if agreement is not None:
            is_last = not ladders and agreement is agreements[-1]
            covered = rest if agreement.remaining is None or is_last else min(rest, agreement.remaining)
            agreed = (*agreed, _segment(agreement, covered, agreement.ladder.steps[0].unit_price))
            rest -= covered
        if rest == 0:
            yield _plan(agreed, None, ())
            return
        for candidate in ladders:
            counted = _counted(candidate.ladder, quantity, family)
            parts = candidate.ladder.parts(rest, counted)
            yield _plan(agreed, candidate, tuple(_segment(candidate, part, price) for part, price in parts))


def _by_price(candidate: Candidate) -> tuple[Decimal, UUID]:
    return candidate.ladder.steps[0].unit_price, candidate.rule_id


def _plan(agreed: tuple[Segment, ...], rest: Candidate | None, segments: tuple[Segment, ...]) -> _Plan:
    whole = (*agreed, *segments)
    amount = sum(segment.amount.minor for segment in whole)
    return _Plan(whole, amount, sum(segment.quantity for segment in agreed), rest)


def _segment(candidate: Candidate, quantity: int, unit_price: Decimal) -> Segment:
    amount = line_total(unit_price, quantity, candidate.ladder.currency)
    return Segment(quantity, unit_price, candidate.source, candidate.rule_id, amount)


def _counted(ladder: Ladder, quantity: int, family: int) -> int:
    return family if ladder.counting is Counting.PRODUCT else quantity


def _trace(candidates: Sequence[Candidate], quantity: int, family: int, best: _Plan) -> tuple[TraceLine, ...]:
    """All candidates, what counts first, then from the cheapest up."""
    lines = [_trace_line(candidate, quantity, family, best) for candidate in candidates]
    return tuple(sorted(lines, key=lambda line: (not line.won, _RANK[line.source], line.unit_price, line.rule_id)))


def _trace_line(candidate: Candidate, quantity: int, family: int, best: _Plan) -> TraceLine:
    """What a candidate won of the best plan; of one that lost, what it would have come to."""
    counted = _counted(candidate.ladder, quantity, family)
    won = [segment for segment in best.segments if segment.rule_id == candidate.rule_id]
    parts = [_trace_part(candidate.ladder, segment) for segment in won or _alone(candidate, quantity, counted)]
    last = parts[-1]
    return TraceLine(
        candidate.source, candidate.rule_id, candidate.name, sum(part.quantity for part in parts), counted,
        last.step_quantity, last.unit_price, Money.sum((part.amount for part in parts), last.amount.currency),
        bool(won), candidate.remaining, tuple(parts),
    )  # fmt: skip


def _alone(candidate: Candidate, quantity: int, counted: int) -> list[Segment]:
    covered = quantity if candidate.remaining is None else min(quantity, candidate.remaining)
    return [_segment(candidate, part, price) for part, price in candidate.ladder.parts(covered, counted)]


def _trace_part(ladder: Ladder, segment: Segment) -> TracePart:
    step = next(step for step in ladder.steps if step.unit_price == segment.unit_price)
    return TracePart(segment.quantity, step.quantity, segment.unit_price, segment.amount)


def _next_step(
    candidates: Sequence[Candidate], quantity: int, family: int, best: _Plan, rule: QuantityRule
) -> NextStep | None:
    """The nearest larger quantity at which a unit costs less than the last one does now."""
    if best.rest is not None and best.rest.ladder.mode is Mode.GRADUATED:
        return _next_part(best.rest.ladder, quantity, quantity - best.agreed, rule)
    for target in sorted(_targets(candidates, quantity, family, rule)):
        more = target - quantity
        there = _cheapest(candidates, target, family + more)
        if there is not None and there.last_price < best.last_price:
            last = best.segments[-1]
            longer = line_total(last.unit_price, last.quantity + more, last.amount.currency)
            dear = best.amount - last.amount.minor + longer.minor
            return NextStep(more, target, there.last_price, Money(dear - there.amount, last.amount.currency))
    return None


def _targets(candidates: Sequence[Candidate], quantity: int, family: int, rule: QuantityRule) -> set[int]:
    """The admitted quantities at which some ladder reaches a step: a large multiple may leap over one."""
    found: set[int] = set()
    for candidate in candidates:
        counted = _counted(candidate.ladder, quantity, family)
        for step in candidate.ladder.steps:
            if step.quantity > counted:
                found.add(rule.at_least(quantity + step.quantity - counted))
    return found - {0}


def _next_part(ladder: Ladder, quantity: int, rest: int, rule: QuantityRule) -> NextStep | None:
    """Beyond which quantity a graduated ladder, of which ``rest`` are bought, gets cheaper."""
    for step in ladder.steps:
        target = rule.at_least(quantity + step.quantity - rest) if step.quantity > rest else 0
        if target:
            return NextStep(target - quantity, target, step.unit_price, Money.zero(ladder.currency))
    return None
