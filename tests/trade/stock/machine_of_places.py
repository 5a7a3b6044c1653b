"""Random acts on goods in several places and lots, against a plain account of what should lie and be promised where."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from tests.trade.market import Market
from tests.trade.stock import places
from trade.kernel.actor import Actor
from trade.kernel.work import Work, action, bind_actor
from trade.stock import actions as stock
from trade.stock.rules import Area, NotFree, Place, StockShort, Wanted, distance, sold_until, usable_on
from trade.stock.verify import verify_shelves

PICKS = st.integers(0, 10**6)
FEW = st.integers(1, 30)
AREAS = {places.SOUTH: "GB", places.NORTH: "GB", places.ISLES: "GB", places.ABROAD: "FR"}
OPENED = ((places.SOUTH, ()), (places.NORTH, (places.ISLES,)), (places.ABROAD, (places.ISLES, places.NORTH)))
LIFE = {"": None, "A": 4, "B": 9, "C": 40}
"""Lots, and how many days after the opening each dies."""


@action()
def promise(work: Work, line: UUID, sku: UUID, quantity: int, region: str | None, owner: str | None) -> None:
    """Allocate as an order does."""
    stock.allocate(work, [Wanted(line, sku, quantity)], region=region, owner=owner)


@action()
def give_back(work: Work, line: UUID, sku: UUID, quantity: int) -> None:
    """Release as a cancelled order does."""
    stock.release(work, [Wanted(line, sku, quantity)])


@action()
def let_go(work: Work, line: UUID, sku: UUID, quantity: int, owned: int) -> dict[str, int]:
    """Ship as an order does, as much of it as keeps; answer what cannot leave, by lot."""
    dead = stock.replace_dead(work, {line: [sku]}).get(line, [])
    leaving = min(quantity, owned - sum(units.quantity for units in dead))
    if leaving:
        stock.ship(work, [Wanted(line, sku, leaving)], uuid4())
    return {units.lot: units.quantity for units in dead}


@action()
def reserve(work: Work, owner: str, sku: UUID, quantity: int) -> None:
    """Reserve as a pool does."""
    stock.reserve(work, owner, {sku: quantity}, until=work.at + timedelta(days=2))


@dataclass
class Heap:
    """What lies at one place."""

    on_hand: int = 0
    allocated: int = 0


class MachineOfPlaces(RuleBasedStateMachine):
    """One example is one transaction that is rolled back at its end."""

    operations: ClassVar[int] = 0
    splits: ClassVar[int] = 0
    replacements: ClassVar[int] = 0

    def __init__(self, connection: Connection, market: Market) -> None:
        super().__init__()
        self.undo = connection.begin_nested()
        self.market = copy(market)
        self.market.session = self.session = Session(connection, join_transaction_mode="create_savepoint")
        self.born = self.market.at.date()
        self.heaps: dict[tuple[int, str], Heap] = {}
        self.lines: dict[UUID, dict[tuple[int, str], int]] = {}
        self.reserved: dict[str, tuple[int, Any]] = {}

    @initialize(shelf_days=st.sampled_from([0, 2]))
    def open(self, shelf_days: int) -> None:
        """One SKU in three warehouses."""
        places.regions(self.market)
        self.shelf_days = shelf_days
        self.sku = self.market.goods(stock=0)
        self.houses = [
            places.warehouse(self.market, f"W{n}", region, nearby=nearby) for n, (region, nearby) in enumerate(OPENED)
        ]
        stock.set_shelf_days(self.by(), self.sku, days=shelf_days)

    def by(self, actor: Actor | None = None) -> Any:
        type(self).operations += 1
        return self.market.by(actor or self.market.supplier)

    def dies(self, lot: str) -> date | None:
        life = LIFE[lot]
        return None if life is None else self.born + timedelta(days=life)

    def fit(self, lot: str) -> bool:
        return usable_on(self.dies(lot), sold_until(self.market.at.date(), self.shelf_days))

    def in_order(self, region: str | None) -> list[tuple[int, str]]:
        """Return the places from which a buyer is served, first to last."""
        buyer = Area(region, AREAS[region]) if region else None

        def turn(key: tuple[int, str]) -> Any:
            house, nearby = OPENED[key[0]]
            return distance(Area(house, AREAS[house]), nearby, buyer), key[0], self.dies(key[1]) or date.max, key[1]

        return sorted((key for key in self.heaps if self.fit(key[1])), key=turn)

    def unreserved(self, but: str | None = None) -> int:
        free = sum(h.on_hand - h.allocated for (_, lot), h in self.heaps.items() if self.fit(lot))
        return max(0, free - sum(q for owner, (q, _) in self.living().items() if owner != but))

    def living(self) -> dict[str, tuple[int, Any]]:
        return {owner: kept for owner, kept in self.reserved.items() if kept[1] > self.market.at}

    @rule(pick=PICKS, quantity=FEW)
    def put(self, pick: int, quantity: int) -> None:
        house, lot = pick % 3, list(LIFE)[pick // 3 % 4]
        places.put(
            self.market, self.sku, quantity, self.houses[house] if pick % 2 or house else None, lot, self.dies(lot)
        )
        self.heaps.setdefault((house, lot), Heap()).on_hand += quantity

    @precondition(lambda self: self.heaps)
    @rule(region=st.sampled_from([*AREAS, None]), quantity=FEW, owner=st.sampled_from([None, None, "a", "b"]))
    def promise(self, region: str | None, quantity: int, owner: str | None) -> None:
        line = uuid4()
        available = self.unreserved(owner)
        if quantity > available:
            with pytest.raises(StockShort) as lacking:
                promise(self.by(self.market.retailer), line, self.sku, quantity, region, owner)
            assert lacking.value.shortages[0].available == available
            return
        promise(self.by(self.market.retailer), line, self.sku, quantity, region, owner)
        taken = self.lines.setdefault(line, {})
        left = quantity
        for key in self.in_order(region):
            heap = self.heaps[key]
            part = min(left, heap.on_hand - heap.allocated)
            if part:
                heap.allocated += part
                taken[key] = part
                left -= part
        type(self).splits += len(taken) > 1
        if owner in self.reserved:
            had, until = self.reserved[owner]
            self.reserved[owner] = (had - min(had, quantity), until)

    @precondition(lambda self: any(self.lines.values()))
    @rule(pick=PICKS, part=st.integers(1, 100), ships=st.booleans())
    def part_with(self, pick: int, part: int, ships: bool) -> None:
        """Ship or give back a part of a line: what expires first leaves first, and last comes back first."""
        open_lines = [line for line, taken in self.lines.items() if any(taken.values())]
        line = open_lines[pick % len(open_lines)]
        taken = self.lines[line]
        quantity = max(1, sum(taken.values()) * part // 100)
        if ships:
            dead = self.replaced(taken)
            assert let_go(self.by(), line, self.sku, quantity, sum(taken.values())) == dead
            quantity = min(quantity, sum(taken.values()) - sum(dead.values()))
        else:
            give_back(self.by(), line, self.sku, quantity)
        kept = dict(self.rows_of(line))
        assert self.by_lot(kept) == self.without(self.by_lot(taken), quantity, last_first=not ships, only_fit=ships)
        for key in taken:
            leaves = taken[key] - kept.get(key, 0)
            assert leaves == 0 or not ships or self.fit(key[1]), "a dead lot left"
            self.heaps[key].allocated -= leaves
            self.heaps[key].on_hand -= leaves if ships else 0
        self.lines[line] = kept

    def replaced(self, taken: dict[tuple[int, str], int]) -> dict[str, int]:
        """Serve a line from other places where its lots are dead, as shipping must; return what is left, by lot."""
        spare = self.unreserved()
        left: dict[str, int] = {}
        for key in sorted((key for key in taken if taken[key] and not self.fit(key[1])), key=lambda key: key[1]):
            for other in self.in_order(None):
                part = min(taken[key], spare, self.heaps[other].on_hand - self.heaps[other].allocated)
                taken[key] -= part
                taken[other] = taken.get(other, 0) + part
                self.heaps[key].allocated -= part
                self.heaps[other].allocated += part
                spare -= part
                type(self).replacements += part
            if taken[key]:
                left[key[1]] = left.get(key[1], 0) + taken[key]
        return left

    def by_lot(self, taken: dict[tuple[int, str], int]) -> dict[str, int]:
        return {name: total for name in LIFE if (total := sum(q for (_, lot), q in taken.items() if lot == name))}

    def without(self, lots: dict[str, int], quantity: int, *, last_first: bool, only_fit: bool) -> dict[str, int]:
        for lot in sorted(lots, key=lambda lot: self.dies(lot) or date.max, reverse=last_first):
            if only_fit and not self.fit(lot):
                continue
            part = min(quantity, lots[lot])
            lots[lot] -= part
            quantity -= part
        assert quantity == 0
        return {lot: left for lot, left in lots.items() if left}

    def rows_of(self, line: UUID) -> list[tuple[tuple[int, str], int]]:
        rows = self.market.rows(
            "SELECT w.position, h.lot, a.quantity FROM stock_allocations a JOIN stock_holdings h ON h.id = a.holding_id"
            " JOIN warehouses w ON w.id = h.warehouse_id WHERE a.line_id = :line AND a.quantity > 0",
            line=line,
        )
        return [((position, lot), quantity) for position, lot, quantity in rows]

    @precondition(lambda self: self.heaps)
    @rule(owner=st.sampled_from(["a", "b"]), quantity=st.integers(0, 40))
    def reserve(self, owner: str, quantity: int) -> None:
        if quantity > self.unreserved(owner):
            with pytest.raises(StockShort):
                reserve(self.by(self.market.retailer), owner, self.sku, quantity)
            return
        reserve(self.by(self.market.retailer), owner, self.sku, quantity)
        self.reserved[owner] = (quantity, self.market.at + timedelta(days=2))

    @precondition(lambda self: self.heaps)
    @rule(pick=PICKS, quantity=FEW)
    def write_off(self, pick: int, quantity: int) -> None:
        key = list(self.heaps)[pick % len(self.heaps)]
        heap = self.heaps[key]
        place = Place(self.houses[key[0]], key[1])
        stock.expire_reservations(self.market.by(Actor.system()))
        unpromised = sum(h.on_hand - h.allocated for h in self.heaps.values()) - sum(
            q for q, _ in self.living().values()
        )
        if quantity > max(0, min(heap.on_hand - heap.allocated, unpromised)):
            with pytest.raises(NotFree):
                stock.write_off(self.by(), self.sku, quantity=quantity, reason="", place=place)
            return
        stock.write_off(self.by(), self.sku, quantity=quantity, reason="", place=place)
        heap.on_hand -= quantity

    @rule(weighs=st.booleans())
    def a_day_passes(self, weighs: bool) -> None:
        self.market.later(days=1)
        if weighs:
            stock.weigh_lots(self.market.by(Actor.system()))
            stock.expire_reservations(self.market.by(Actor.system()))

    @invariant()
    def every_unit_is_where_the_account_has_it(self) -> None:
        bind_actor(self.session, Actor.system())
        assert verify_shelves(self.session) == []
        if any((house, lot) != (0, "") for house, lot in self.heaps):
            found = places.holdings(self.market, self.sku)
            assert {key: held for key, held in found.items() if any(held)} == {
                (f"W{house}", lot): (h.on_hand, h.allocated)
                for (house, lot), h in self.heaps.items()
                if h.on_hand or h.allocated
            }

    def teardown(self) -> None:
        self.session.close()
        self.undo.rollback()
