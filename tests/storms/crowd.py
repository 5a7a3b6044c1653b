"""Several people with phones who order the same goods at once, and what must be true of it afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from threading import Event
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from tests.storms.phone import Phone
from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.ledger.verify import verify
from trade.ordering.verify import verify_stock
from trade.parties.models import Person
from trade.pricing.rules import Step

MONEY: Final = 10_000_000
STOCK: Final = 1_000_000
PRICE: Final = 250


@dataclass
class Crowd:
    """Four people, two of each of two shops; three kinds of goods of two sellers."""

    market: Market
    port: int
    people: list[Actor] = field(init=False)
    phones: list[Phone] = field(init=False)
    goods: list[UUID] = field(init=False)

    def __post_init__(self) -> None:
        market = self.market
        shops = (market.retailer, market.neighbour)
        self.people = [person for shop in shops for person in (shop, market.colleague(shop))]
        for shop in shops:
            market.money(shop, MONEY)
        sellers = (market.supplier, market.rival, market.supplier)
        one_each = (Step(1, Decimal("2.50")),)
        self.goods = [market.goods(seller, stock=STOCK, steps=one_each, multiple=1) for seller in sellers]
        self.phones = [Phone(self.port, self._login(person)) for person in self.people]
        for phone in self.phones:
            phone.sign_in()

    def order(self, phone: Phone, number: int) -> None:
        """Let a phone place its next order."""
        phone.order(f"{phone.login} {number}", self.goods[number % len(self.goods)], 1 + number % 5)

    @contextmanager
    def ordering(self) -> Iterator[Callable[[], int]]:
        """Let everybody order for as long as the block lasts; it is told how many orders are confirmed by now."""
        over = Event()

        def shop(phone: Phone) -> None:
            number = 0
            while not over.is_set():
                self.order(phone, number)
                number += 1

        with self._at_once(shop):
            try:
                yield lambda: sum(len(phone.confirmed) for phone in self.phones)
            finally:
                over.set()

    def order_each(self, many: int) -> None:
        """Let everybody place so many orders."""

        def shop(phone: Phone) -> None:
            for number in range(many):
                self.order(phone, number)

        with self._at_once(shop):
            pass

    def account(self, session: Session) -> None:
        """Every confirmed order is there, once, with its goods and its money; nothing else is."""
        bind_actor(session, Actor.system())
        self.market.session = session
        confirmed = {note: 1 for phone in self.phones for note in phone.confirmed}
        sellers = [self.market.supplier.organisation, self.market.rival.organisation]
        found = self.market.rows(
            "SELECT note, count(*) FROM orders WHERE seller_id = ANY(:sellers) GROUP BY note", sellers=sellers
        )
        assert dict(found) == confirmed
        units = dict.fromkeys(self.goods, 0)
        for note in confirmed:
            number = int(note.split()[-1])
            units[self.goods[number % len(self.goods)]] += 1 + number % 5
        assert {sku: self.market.stock(sku) for sku in self.goods} == {
            sku: (STOCK, allocated, 0) for sku, allocated in units.items()
        }
        paid = 2 * MONEY - sum(self.market.balance("wallet", shop) for shop in self.people[::2])
        assert paid == PRICE * sum(units.values())
        assert verify_stock(session) == []
        assert verify(session).is_sound

    @contextmanager
    def _at_once(self, deed: Callable[[Phone], None]) -> Iterator[None]:
        with ThreadPoolExecutor(len(self.phones)) as pool:
            doing: list[Future[None]] = [pool.submit(deed, phone) for phone in self.phones]
            yield
        for one in doing:
            one.result()

    def _login(self, actor: Actor) -> str:
        with self.market.as_system() as session:
            return str(session.get_one(Person, actor.person_id).email)
