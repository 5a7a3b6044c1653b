"""Setting prices on a list: now, from a day on, or for some days."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, select, text

from trade.catalogue.models import SKU
from trade.kernel import prepared
from trade.kernel.actor import Permission
from trade.kernel.base import UTCDateTime
from trade.kernel.errors import DomainError, NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_all, lock_one
from trade.kernel.together import columns_of, rows_of, together
from trade.kernel.work import Work, action
from trade.pricing.actions.lists import lock_list
from trade.pricing.models import Ladder, PriceList
from trade.pricing.rules import LadderProblem, LadderTerms, Moment, Period, Step, problems_of_terms, refused
from trade.pricing.rules.ladders import Counting, Mode
from trade.pricing.rules.timeline import Held, rearrange

CLOCKS: Final = timedelta(minutes=1)
"""Two machines' clocks may differ by so much: a ladder that begins within it has begun."""

Row = Held[UUID, LadderTerms]

_INSTANTS: Final = ARRAY(UTCDateTime())
_MOVE: Final = text(
    "UPDATE ladders l SET valid_from = u.since, valid_until = u.until"
    " FROM unnest(:ids, :since, :until) AS u (id, since, until) WHERE l.id = u.id"
).bindparams(
    bindparam("ids", type_=ARRAY(Uuid())), bindparam("since", type_=_INSTANTS), bindparam("until", type_=_INSTANTS)
)
_ADD: Final = together(
    Ladder,
    ("id", "price_list_id", "sku_id", "mode", "counting", "quantities", "unit_prices", "valid_from", "valid_until"),
)
_WITHDRAW: Final = text("UPDATE ladders SET withdrawn_at = :at WHERE id = ANY (:ids)").bindparams(
    bindparam("ids", type_=ARRAY(Uuid())), bindparam("at", type_=UTCDateTime())
)


class LadderRefused(DomainError):
    """A ladder that cannot be saved; ``problems`` names row index and reason."""

    def __init__(self, problems: list[tuple[int, LadderProblem]]) -> None:
        super().__init__(str(problems))
        self.problems = problems


class LadderUnfit(LadderRefused):
    """The ladder that holds no longer fits its SKU; ``refitted`` is the nearest one that would."""

    def __init__(self, problems: list[tuple[int, LadderProblem]], refitted: tuple[Step, ...]) -> None:
        super().__init__(problems)
        self.refitted = refitted


class ListRefused(DomainError):
    """A pasted list of which some codes cannot be priced: ``unknown`` codes, and the ladders' problems by code."""

    def __init__(self, unknown: Sequence[str], problems: Mapping[str, list[tuple[int, LadderProblem]]]) -> None:
        super().__init__(f"{unknown} {problems}")
        self.unknown = tuple(unknown)
        self.problems = dict(problems)


@dataclass(frozen=True, slots=True)
class ListSet:
    """How many SKUs were priced."""

    count: int


@action(Permission.SELL)
def set_ladder(
    work: Work,
    sku_id: UUID,
    *,
    steps: Sequence[Step],
    mode: Mode = Mode.ALL_UNITS,
    counting: Counting = Counting.SKU,
    list_id: UUID | None = None,
    period: Period | None = None,
) -> UUID:
    """Price one of the actor's SKUs on a list (the one for everybody by default), from now on or for ``period``.

    Raises ``LadderRefused`` when the ladder has gaps, rises, ignores MOQ and multiple, or is graduated and counts a
    family.
    """
    sku = lock_one(
        work.session,
        select(SKU).where(SKU.id == sku_id, SKU.seller_id == work.actor.organisation),
    )
    if sku is None:
        raise NotFound("sku", sku_id)
    terms = LadderTerms(tuple(steps), mode, counting)
    problems = problems_of_terms(terms, sku.quantity_rule)
    if problems:
        raise LadderRefused(problems)
    price_list = lock_list(work, list_id)
    return put_ladders(work, price_list, {sku.id: terms}, period)[sku.id]


@action(Permission.SELL)
def set_list(
    work: Work,
    list_id: UUID,
    *,
    ladders: Mapping[str, Sequence[Step]],
    mode: Mode = Mode.ALL_UNITS,
    counting: Counting = Counting.SKU,
    period: Period | None = None,
) -> ListSet:
    """Price many of the actor's SKUs, by code, on one of their lists: all of them or none.

    Raises ``ListRefused`` with every code that is unknown or whose ladder cannot be saved.
    """
    named = select(SKU.id).where(SKU.seller_id == work.actor.organisation, SKU.code.in_(ladders))
    skus = {sku.code: sku for sku in lock_all(work.session, SKU, SKU.id, work.session.scalars(named))}
    wanted = {code: LadderTerms(tuple(steps), mode, counting) for code, steps in ladders.items()}
    unknown, problems = refused(wanted, {code: sku.quantity_rule for code, sku in skus.items()})
    if unknown or problems:
        raise ListRefused(unknown, problems)
    price_list = lock_list(work, list_id)
    put_ladders(work, price_list, {skus[code].id: terms for code, terms in wanted.items()}, period)
    return ListSet(len(wanted))


def put_ladders(
    work: Work, price_list: PriceList, wanted: Mapping[UUID, LadderTerms], period: Period | None = None
) -> dict[UUID, UUID]:
    """Let these terms hold, by SKU, on a locked list from now on or for ``period``; answer the new ladders.

    The SKUs' rows are locked by the caller. Of two changes at the same time the later to get the lock wins, even if it
    was asked for earlier.
    """
    held = by_sku(held_rows(work, price_list.id, wanted))
    begun: dict[UUID, UUID] = {}
    added: list[dict[str, object]] = []
    moved: dict[UUID, Period] = {}
    withdrawn: list[UUID] = []
    for sku_id, terms in wanted.items():
        rows = held.get(sku_id, [])
        when = _from_now(work, rows) if period is None else period
        changes = rearrange(rows, terms, when)
        moved |= changes.moved
        withdrawn += changes.withdrawn
        for said, span in changes.added:
            key = new_id()
            added.append({"id": key, "price_list_id": price_list.id, "sku_id": sku_id, **_said(said, span)})
            if span.since == when.since:
                begun[sku_id] = key
        _tell(work, sku_id, price_list, held_at(rows, when), terms, period)
    _end(work, moved, withdrawn)  # what held must end before what follows may begin
    prepared.run(work.session, _ADD(), rows_of(added))
    return begun


def _end(work: Work, moved: Mapping[UUID, Period], withdrawn: Sequence[UUID]) -> None:
    """Let ladders hold for another period, or never: one statement each, however many, since each counts its SKUs anew."""
    if moved:
        spans = [(key, span.since, span.until) for key, span in moved.items()]
        prepared.run(work.session, _MOVE, columns_of(("ids", "since", "until"), spans))
    if withdrawn:
        prepared.run(work.session, _WITHDRAW, {"ids": list(withdrawn), "at": work.at})


def held_rows(work: Work, list_id: UUID, sku_ids: Collection[UUID]) -> Sequence[Ladder]:
    """What holds or is scheduled on a list, of these SKUs."""
    statement = select(Ladder).where(
        Ladder.price_list_id == list_id,
        Ladder.sku_id.in_(sku_ids),
        Ladder.withdrawn_at.is_(None),
        Ladder.valid_until.is_(None) | (Ladder.valid_until > work.at),
    )
    return work.session.scalars(statement.execution_options(populate_existing=True)).all()


def by_sku(rows: Sequence[Ladder]) -> dict[UUID, list[Row]]:
    """Ladders as terms and periods, by SKU."""
    found: dict[UUID, list[Row]] = {}
    for row in rows:
        held = Held(row.id, terms_of(row), Period(row.valid_from, row.valid_until))
        found.setdefault(row.sku_id, []).append(held)
    return found


def _from_now(work: Work, rows: Sequence[Row]) -> Period:
    """From now on, without an end; just after what began by a clock that is ahead of ours."""
    begun = [row.period.since for row in rows if row.period.since <= work.at + CLOCKS]
    return Period(max([work.at, *(since + timedelta(microseconds=1) for since in begun)]), None)


def held_at(rows: Sequence[Row], period: Period) -> LadderTerms | None:
    """What holds when a period begins."""
    holding = (row.terms for row in rows if row.period.moment(period.since) is Moment.NOW)
    return next(holding, None)


def _said(terms: LadderTerms, period: Period) -> dict[str, object]:
    """A ladder as ``_ADD`` reads it."""
    return {
        "mode": terms.mode, "counting": terms.counting,
        "quantities": [step.quantity for step in terms.steps], "unit_prices": [step.unit_price for step in terms.steps],
        "valid_from": period.since, "valid_until": period.until,
    }  # fmt: skip


def terms_of(row: Ladder) -> LadderTerms:
    """Read a row's steps, and how they count."""
    steps = tuple(Step(q, p) for q, p in zip(row.quantities, row.unit_prices, strict=True))
    return LadderTerms(steps, Mode(row.mode), Counting(row.counting))


def _tell(
    work: Work,
    sku_id: UUID,
    price_list: PriceList,
    before: LadderTerms | None,
    terms: LadderTerms,
    period: Period | None,
) -> None:
    """Record a change for the seller alone: no buyer reads what another pays."""
    after: dict[str, object] = {"steps": written(terms)}
    if price_list.audience != "base":
        after["list"] = price_list.name
    if period is not None:
        after["since"] = period.since.isoformat()
        after["until"] = period.until.isoformat() if period.until else None
    told = {"steps": written(before)} if before is not None else {}
    work.record("pricing.ladder_set", "sku", sku_id, parties=(price_list.seller_id,), before=told, after=after)


def written(terms: LadderTerms) -> list[str]:
    """Steps as an event tells them."""
    return [f"{step.quantity}: {step.unit_price:f}" for step in terms.steps]
