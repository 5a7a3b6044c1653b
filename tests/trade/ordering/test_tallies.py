"""What filters count is kept by the database, whatever happens to goods, prices and stock, and costs an order nothing."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from settings import Settings
from tests.trade.deals import agreement, code_of, price_list
from tests.trade.ledger.books import superuser
from tests.trade.market import Market
from tests.trade.packs import pack, parts
from tests.trade.tallies import mistallied
from trade.catalogue.actions import (
    SKUSheet,
    add_sku,
    change_parts,
    create_product,
    edit_product,
    edit_sku,
    set_marks,
    sheet_of,
    tally_goods,
)
from trade.catalogue.models import SKU, Product
from trade.catalogue.rules import Borne, Mark
from trade.kernel.actor import Actor
from trade.kernel.errors import DomainError
from trade.kernel.work import bind_actor
from trade.ordering.actions import cancel_order
from trade.ordering.queries import Narrowing, facets, shelf
from trade.parties.actions import reinstate_organisation, suspend_organisation
from trade.pricing.actions import Audience, set_ladder
from trade.pricing.rules import Period, Step
from trade.stock.actions import receive_stock

ONE = (Step(1, Decimal("2.00")),)


@dataclass
class History:
    """A market to which things happen by chance."""

    market: Market
    chance: random.Random
    skus: list[UUID] = field(default_factory=list)
    packs: list[UUID] = field(default_factory=list)
    orders: list[UUID] = field(default_factory=list)
    shelves: list[UUID] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.market.money(minor=10_000_000)
        self.shelves = [self.market.category_id, self.market.category("0.02")]
        for _ in range(3):
            self.offer()

    def offer(self) -> None:
        stock = self.chance.choice((0, 2, 9, 40))
        if self.chance.random() < 0.3:  # without a price for everybody
            sheet = self.market.sheet(moq=1, multiple=1)
            self.skus.append(create_product(self.market.by(self.market.supplier), sheet).sku_id)
            return
        self.skus.append(self.market.goods(
            stock=stock, steps=ONE, multiple=1, moq=1, category_id=self.chance.choice(self.shelves)
        ))  # fmt: skip

    def specify(self) -> None:
        sheet = SKUSheet(f"S{self.chance.random()}", f"No. {self.chance.random()}"[:20], "", 1, 2, 1)
        product = self.of(self.chance.choice(self.skus)).product_id
        self.skus.append(add_sku(self.market.by(self.market.supplier), product, sheet))

    def edit(self) -> None:
        with self.market.as_system() as session:
            sku = session.get_one(SKU, self.chance.choice(self.skus + self.packs))
            product = session.get_one(Product, sku.product_id)
            sheet, version = sheet_of(product, sku), product.version
        sheet = replace(
            sheet, moq=self.chance.choice((1, 3, 10)), multiple=1, category_id=self.chance.choice(self.shelves),
            is_offered=self.chance.random() < 0.8,
        )  # fmt: skip
        edit_product(self.market.by(self.market.supplier), product.id, sheet=sheet, version=version)

    def archive(self) -> None:
        sku = self.of(self.chance.choice(self.skus))
        sheet = SKUSheet(sku.code, f"No. {self.chance.random()}"[:20], "", 1, self.chance.choice((1, 4)), 1)
        edit_sku(self.market.by(self.market.supplier), sku.id, sheet, is_offered=self.chance.random() < 0.6)

    def mark(self) -> None:
        marks = self.chance.sample(list(Mark), self.chance.randrange(4))
        today = self.market.at.date()
        ends = (None, today, today - timedelta(days=3), today + timedelta(days=self.chance.randrange(9)))
        borne = [Borne(mark, "", self.chance.choice(ends)) for mark in marks]
        set_marks(self.market.by(self.market.supplier), self.of(self.chance.choice(self.skus)).product_id, borne)

    def price(self) -> None:
        since = self.market.at + timedelta(days=self.chance.randrange(1, 9))
        period = self.chance.choice((None, Period(since, None), Period(since, since + timedelta(days=3))))
        moq = self.of(sku_id := self.chance.choice(self.skus)).moq
        set_ladder(
            self.market.by(self.market.supplier),
            sku_id,
            steps=(Step(moq, Decimal(self.chance.randrange(1, 9))),),
            period=period,
        )

    def price_specially(self) -> None:
        sku = self.of(self.chance.choice(self.skus))
        audience = self.chance.choice(
            (Audience(buyer=code_of(self.market, self.market.retailer)), Audience(level="VIP"))
        )
        price_list(self.market, audience, {sku.id: (Step(sku.moq, Decimal(1)),)})

    def agree(self) -> None:
        agreement(self.market, {self.chance.choice(self.skus): ("1.50", self.chance.choice((None, 3)))}, days=5)

    def put(self) -> None:
        receive_stock(
            self.market.by(self.market.supplier), self.chance.choice(self.skus), quantity=self.chance.randrange(1, 12)
        )

    def bundle(self) -> None:
        some = self.chance.sample(self.skus, min(2, len(self.skus)))
        of = {sku: self.chance.randrange(1, 4) for sku in some}
        if self.packs and self.chance.random() < 0.5:
            change_parts(self.market.by(self.market.supplier), self.chance.choice(self.packs), parts(of))
        else:
            self.packs.append(pack(self.market, of, steps=ONE))

    def order(self) -> None:
        sku = self.of(self.chance.choice(self.skus + self.packs))
        self.orders += self.market.order({sku.id: sku.moq * self.chance.randrange(1, 4)})

    def cancel(self) -> None:
        if self.orders:
            cancel_order(self.market.by(self.market.retailer), self.orders.pop(), reason="")

    def sleep(self) -> None:
        self.market.later(days=self.chance.randrange(1, 4))

    def of(self, sku_id: UUID) -> SKU:
        with self.market.as_system() as session:
            return session.get_one(SKU, sku_id, populate_existing=True)

    @property
    def things(self) -> list[Callable[[], None]]:
        return [
            self.offer, self.specify, self.edit, self.archive, self.mark, self.price, self.price_specially, self.agree, self.put,
            self.bundle, self.order, self.order, self.cancel, self.sleep,
        ]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_filters_count_what_their_lists_hold(market: Market, seed: int) -> None:
    history = History(market, random.Random(seed))
    for _ in range(30):
        with suppress(DomainError):
            history.chance.choice(history.things)()
        with market.as_system() as session:
            assert mistallied(session) == []
    for asked in (
        Narrowing(),
        Narrowing("kettle"),
        Narrowing(in_stock=True),
        Narrowing(mark=history.chance.choice(list(Mark))),
    ):
        bind_actor(market.session, market.retailer)
        told = facets(market.session, asked, market.at, market.retailer)
        rows = shelf(market.session, market.retailer, market.at, asked, limit=500).rows
        assert told.total == len(rows), asked
        assert {row.mark: row.count for row in told.marks} == plainly_marked(market, replace(asked, mark=None))


def plainly_marked(market: Market, asked: Narrowing) -> dict[Mark, int]:
    bind_actor(market.session, market.retailer)
    found: dict[Mark, int] = {}
    for row in shelf(market.session, market.retailer, market.at, asked, limit=500).rows:
        for mark in row.marks:
            found[mark] = found.get(mark, 0) + 1
    return found


def test_nothing_of_a_suspended_seller_is_counted_until_it_trades_again(market: Market) -> None:
    market.goods(), market.goods(market.rival)

    def counted() -> int:
        bind_actor(market.session, market.retailer)
        return facets(market.session, Narrowing(), market.at, market.retailer).total

    assert counted() == 2
    suspend_organisation(market.by(market.support), market.rival.organisation, "Found out")
    assert counted() == 1
    reinstate_organisation(market.by(market.support), market.rival.organisation, "Cleared")
    assert counted() == 2


@contextmanager
def written(market: Market) -> Iterator[list[int]]:
    """Count how many tallies are written meanwhile."""
    counting = text("SELECT n_tup_upd FROM pg_stat_xact_user_tables WHERE relname = 'tallied_skus'")
    market.session.execute(text("SELECT 1"))
    found: list[int] = []
    with market.as_system() as session:
        before = session.scalar(counting) or 0
    yield found
    with market.as_system() as session:
        found.append((session.scalar(counting) or 0) - before)


def test_an_order_writes_a_tally_only_when_its_goods_come_or_go(market: Market) -> None:
    market.money()
    sku_id = market.goods(stock=18, steps=(Step(6, Decimal("2.95")),))
    with written(market) as rows:
        market.order({sku_id: 6})
    assert rows == [0]
    with written(market) as rows:
        order = market.order({sku_id: 12})[0]
    assert rows == [1]
    with written(market) as rows:
        cancel_order(market.by(market.retailer), order, reason="")
    assert rows == [1]


def test_what_was_spoilt_by_hand_is_found_and_mended(committed: Session, migrated: Settings) -> None:
    market = Market(committed)
    sku_ids = [market.goods() for _ in range(3)]
    with superuser(migrated) as connection:
        connection.execute(text("UPDATE tallied_skus SET in_stock = false WHERE sku_id = :id"), {"id": sku_ids[0]})
        connection.execute(text("DELETE FROM tallied_skus WHERE sku_id = :id"), {"id": sku_ids[1]})
        connection.execute(text("UPDATE stock_levels SET enough_at = '{7}' WHERE sku_id = :id"), {"id": sku_ids[2]})
        connection.commit()
    with market.as_system() as session:
        assert sorted(mistallied(session)) == sorted(map(str, sku_ids))
    assert tally_goods(market.by(Actor.system())) == 3
    with market.as_system() as session:
        assert mistallied(session) == []


def test_only_the_system_counts_everything_anew(market: Market) -> None:
    bind_actor(market.session, market.retailer)
    with pytest.raises(DBAPIError, match="only the system"):
        market.session.execute(text("SELECT tally_all()"))
