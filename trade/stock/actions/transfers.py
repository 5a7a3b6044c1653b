"""Goods under way from one warehouse to another: they lie nowhere until somebody says what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, MoveRefused, NotFound
from trade.kernel.ids import new_id, new_reference
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.stock.models import StockLevel, Transfer, TransferLine
from trade.stock.moving import Change, held_at, lock_levels, move_stock, require_free
from trade.stock.places import own_warehouse, settled_place
from trade.stock.rules import STOCK_MAX, ArrivalRefused, Place

LINES_MAX = 500


@dataclass(frozen=True, slots=True)
class Sent:
    """So many units of a SKU's lot that leave for another warehouse."""

    sku_id: UUID
    quantity: int
    lot: str = ""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of a transfer's line: put in, turned away as unfit, or lost on the way."""

    line_id: UUID
    received: int = 0
    rejected: int = 0
    lost: int = 0

    @property
    def units(self) -> int:
        """How many are under way no more."""
        return self.received + self.rejected + self.lost


@action(Permission.SHIP)
def send_transfer(work: Work, *, from_id: UUID, to_id: UUID, sent: Sequence[Sent], note: str = "") -> UUID:
    """Send goods from one warehouse to another; answer the transfer.

    Raises ``NotFree`` for what orders own or what does not lie there.
    """
    seller = work.actor.organisation
    if from_id == to_id:
        raise InvalidInput("to_id", "same_place")
    for warehouse_id in (from_id, to_id):
        own_warehouse(work, seller, warehouse_id)
    lines = _merged(sent)
    levels = lock_levels(work, {line.sku_id for line in lines})
    places = [settled_place(work, seller, line.sku_id, Place(from_id, line.lot)) for line in lines]
    _require_free(work, levels, list(zip(lines, places, strict=True)))
    transfer = Transfer(
        id=new_id(), reference=new_reference("TR"), seller_id=seller, from_id=from_id, to_id=to_id,
        state="on_its_way", note=note, sent_at=work.at,
    )  # fmt: skip
    work.session.add(transfer)
    work.session.flush()
    work.session.execute(
        insert(TransferLine),
        [_line(transfer, line, place, n) for n, (line, place) in enumerate(zip(lines, places, strict=True), 1)],
    )
    move_stock(
        work,
        levels,
        [
            Change(line.sku_id, "sent", -line.quantity, place, transfer.reference, transfer.id)
            for line, place in zip(lines, places, strict=True)
        ],
    )
    units = sum(line.quantity for line in lines)
    work.record("stock.transfer_sent", "transfer", transfer.id, after={"state": transfer.state, "units": units})
    return transfer.id


@action(Permission.SHIP)
def receive_transfer(work: Work, transfer_id: UUID, *, arrived: Sequence[Arrived]) -> UUID:
    """Say what arrived of a transfer, whole or in parts; it has arrived when nothing is under way any more.

    Raises ``ArrivalRefused`` for nothing at all, or for more than is under way.
    """
    transfer = _lock(work, transfer_id)
    lines = {line.id: line for line in _lines(work, transfer)}
    told = [one for one in arrived if one.units]
    if not told:
        raise ArrivalRefused
    for one in told:
        _take_in(lines.get(one.line_id), one)
    work.session.flush()
    put_in = [(lines[one.line_id], one.received) for one in told if one.received]
    levels = lock_levels(work, {line.sku_id for line, _ in put_in})
    move_stock(work, levels, [_arrival(transfer, line, units) for line, units in put_in])
    if not any(line.in_transit for line in lines.values()):
        transfer.state, transfer.arrived_at = "arrived", work.at
    figures = {name: sum(getattr(one, name) for one in told) for name in ("received", "rejected", "lost")}
    work.record("stock.transfer_arrived", "transfer", transfer.id, after={"state": transfer.state, **figures})
    return transfer.id


def _merged(sent: Sequence[Sent]) -> list[Sent]:
    """The lines with one for each lot, in the order of keys."""
    sums: dict[tuple[UUID, str], int] = {}
    for one in sent:
        if not 0 < one.quantity <= STOCK_MAX:
            raise InvalidInput("quantity", "out_of_range", maximum=STOCK_MAX)
        key = one.sku_id, one.lot.strip()
        sums[key] = sums.get(key, 0) + one.quantity
    if not 0 < len(sums) <= LINES_MAX:
        raise InvalidInput("lines", "no_lines" if not sums else "too_many", maximum=LINES_MAX)
    return [Sent(sku_id, quantity, lot) for (sku_id, lot), quantity in sums.items()]


def _require_free(work: Work, levels: dict[UUID, StockLevel], leaving: Sequence[tuple[Sent, Place]]) -> None:
    """Each lot must lie there free, and all of a SKU together must not be needed for what is reserved."""
    of_sku: dict[UUID, int] = {}
    for line, place in leaving:
        level = levels[line.sku_id]
        of_sku[line.sku_id] = of_sku.get(line.sku_id, 0) + line.quantity
        require_free(level, held_at(work, level, place), line.quantity, of_level=of_sku[line.sku_id])


def _line(transfer: Transfer, line: Sent, place: Place, position: int) -> dict[str, Any]:
    return {
        "id": new_id(), "transfer_id": transfer.id, "seller_id": transfer.seller_id, "sku_id": line.sku_id,
        "position": position, "lot": place.lot, "expires_on": place.expires_on, "shipped": line.quantity,
        "received": 0, "rejected": 0, "lost": 0, "in_transit": line.quantity,
    }  # fmt: skip


def _lock(work: Work, transfer_id: UUID) -> Transfer:
    found = lock_one(
        work.session,
        select(Transfer).where(Transfer.id == transfer_id, Transfer.seller_id == work.actor.organisation),
    )
    if found is None:
        raise NotFound("transfer", transfer_id)
    if found.state != "on_its_way":
        raise MoveRefused("transfer", found.state, "arrived")
    return found


def _lines(work: Work, transfer: Transfer) -> list[TransferLine]:
    """The lines of a locked transfer; its lock guards them."""
    statement = select(TransferLine).where(TransferLine.transfer_id == transfer.id).order_by(TransferLine.position)
    return list(work.session.scalars(statement.execution_options(populate_existing=True)))


def _take_in(line: TransferLine | None, one: Arrived) -> None:
    if line is None:
        raise NotFound("transfer_line", one.line_id)
    if min(one.received, one.rejected, one.lost) < 0 or one.units > line.in_transit:
        raise ArrivalRefused(line.in_transit, line.id)
    line.received += one.received
    line.rejected += one.rejected
    line.lost += one.lost
    line.in_transit -= one.units


def _arrival(transfer: Transfer, line: TransferLine, units: int) -> Change:
    place = Place(transfer.to_id, line.lot, line.expires_on)
    return Change(line.sku_id, "arrived", units, place, transfer.reference, transfer.id)
