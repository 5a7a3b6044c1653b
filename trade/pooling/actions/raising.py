"""Raising a commitment, and leaving a pool."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert, select, update

from trade.credit.rules import Means
from trade.kernel import prepared
from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound, StaleVersion
from trade.kernel.money import Money
from trade.kernel.work import Work, action
from trade.ordering.held import set_free
from trade.pooling.committing import (
    for_nothing,
    hold,
    judge_commitment,
    line_rows,
    require_within_limits,
    tell_member,
)
from trade.pooling.counting import count
from trade.pooling.loading import OfferedPool, offered_pool
from trade.pooling.models import Commitment, CommitmentLine
from trade.pooling.rules import CommitmentState, OnlyRaised


@action(Permission.BUY)
def raise_commitment(
    work: Work, pool_id: UUID, *, quantities: Mapping[UUID, int], only_from: int | None = None
) -> UUID:
    """Commit to more, up to the close: quantities that are named stay or rise, a price condition stays or loosens.

    The commitment keeps its place among equals. Raises ``OnlyRaised`` beside what joining refuses with.
    """
    pool = offered_pool(work, pool_id)
    pool.require_open(work.at)
    old, lines = own_commitment(work, pool)
    before = {line.sku_id: line.quantity for line in lines}
    after = before | dict(quantities)
    step = old.only_from if only_from is None else only_from
    judge_commitment(pool, after, step)
    if step > old.only_from or any(after[sku_id] < quantity for sku_id, quantity in before.items()):
        raise OnlyRaised
    if after == before and step == old.only_from:
        return old.id
    held = pool.ceiling(after, step)
    more = held - Money(old.held_minor, old.currency)
    require_within_limits(work, held, replaces=old.id)
    change = _difference(pool.change(after, step), pool.change(before, old.only_from))
    version = old.version + 1
    values = {
        "held_minor": held.minor, "only_from": step, "changed_at": work.at, "version": version,
        "person_id": work.actor.person,
    }  # fmt: skip
    _change(work, old, values)
    _write_raised(work, pool, old, after, step)
    hold(work, Means(old.means), old.id, more, f"{version}:raised")
    told = {"units": sum(after.values()), "held": held.minor, "currency": held.currency, "step": step}
    tell_member(work, pool, old.id, "pooling.commitment_raised", told)
    work.at_last(partial(count, work, pool, change))
    return old.id


@action(Permission.BUY)
def withdraw_commitment(work: Work, pool_id: UUID) -> UUID:
    """Leave a pool, up to its deadline for that; all that was held is free again.

    Whether it is open is decided by the count alone: of a seller who is suspended meanwhile everybody may take leave.
    """
    pool = offered_pool(work, pool_id)
    old, lines = own_commitment(work, pool)
    change = pool.change({line.sku_id: line.quantity for line in lines}, old.only_from, sign=-1)
    held = Money(old.held_minor, old.currency)
    values = {"state": CommitmentState.WITHDRAWN, "released_minor": held.minor, "resolved_at": work.at}
    _change(work, old, values)
    set_free(work, for_nothing(old))
    told = {"released": held.minor, "currency": held.currency}
    tell_member(work, pool, old.id, "pooling.commitment_withdrawn", told)
    work.at_last(partial(count, work, pool, change, members=-1, withdraws=True))
    return old.id


def own_commitment(work: Work, pool: OfferedPool) -> tuple[Commitment, list[CommitmentLine]]:
    """The open commitment of the actor's organisation, as it is now; ``NotFound`` without one."""
    statement = select(Commitment).where(
        Commitment.pool_id == pool.id,
        Commitment.buyer_id == work.actor.organisation,
        Commitment.state == CommitmentState.OPEN,
    )
    found = work.session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound("commitment", pool.id)
    lines = select(CommitmentLine).where(CommitmentLine.commitment_id == found.id)
    return found, list(work.session.scalars(lines.execution_options(populate_existing=True)))


def _change(work: Work, old: Commitment, values: Mapping[str, Any]) -> None:
    """Change a commitment that is still as it was read; ``StaleVersion`` where a colleague was faster."""
    same = (Commitment.id == old.id) & (Commitment.version == old.version) & (Commitment.state == CommitmentState.OPEN)
    changed = work.session.execute(update(Commitment).where(same).values(**values).returning(Commitment.id))
    if changed.one_or_none() is None:
        raise StaleVersion("commitment")


_ADD_LINE: Final = insert(CommitmentLine).inline()


def _write_raised(
    work: Work, pool: OfferedPool, old: Commitment, quantities: Mapping[UUID, int], only_from: int
) -> None:
    rows = line_rows(pool, {"id": old.id, "buyer_id": old.buyer_id}, quantities, only_from)
    for row in rows:
        of_line = (CommitmentLine.commitment_id == old.id) & (CommitmentLine.sku_id == row["sku_id"])
        values = {"quantity": row["quantity"], "hold_price": row["hold_price"]}
        found = work.session.execute(
            update(CommitmentLine).where(of_line).values(**values).returning(CommitmentLine.sku_id)
        )
        if found.one_or_none() is None:
            prepared.run(work.session, _ADD_LINE, row)


def _difference(after: list[int], before: list[int]) -> list[int]:
    return [new - old for new, old in zip(after, before, strict=True)]
