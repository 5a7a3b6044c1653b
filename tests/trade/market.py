"""A small market to trade on: two sellers, two buyers, the platform's people, goods with a price and stock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests import makers
from tests.trade.looking import snapshot
from trade.catalogue.actions import ProductSheet, create_product
from trade.catalogue.models import Category
from trade.kernel.actor import Actor
from trade.kernel.errors import DomainError
from trade.kernel.idempotency import Command
from trade.kernel.ids import new_id
from trade.kernel.money import Money
from trade.kernel.work import Call, bind_actor
from trade.ledger.actions import record_receipt
from trade.ordering.actions import (
    complete_orders,
    confirm_order,
    confirm_receipt,
    place_orders,
    set_cart_line,
    ship_order,
)
from trade.ordering.models import Order, OrderLine
from trade.ordering.offers import offers_of
from trade.parties.actions import set_limits
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationKind, Role, SpendingLimits
from trade.pricing.actions import set_ladder
from trade.pricing.rules import Step
from trade.settlement.actions import dispute_line, settle_next, start_settlement
from trade.stock.actions import receive_stock

OPENED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WINDOW_DAYS = 7
STEPS = (Step(6, Decimal("2.95")), Step(36, Decimal("2.55")))
_numbers = count(1)


def gbp(minor: int) -> Money:
    """Return pence as money."""
    return Money(minor, "GBP")


@dataclass
class Market:
    """Who trades here. The clock moves only when a test moves it."""

    session: Session
    at: datetime = OPENED
    supplier: Actor = field(init=False)
    rival: Actor = field(init=False)
    retailer: Actor = field(init=False)
    neighbour: Actor = field(init=False)
    support: Actor = field(init=False)
    maker: Actor = field(init=False)
    checker: Actor = field(init=False)
    category_id: UUID = field(init=False)

    def __post_init__(self) -> None:
        with makers.in_one_go(self.session):
            platform = self.organisation(OrganisationKind.PLATFORM)
            self.supplier = self.person(self.organisation(OrganisationKind.SUPPLIER, bank_account=makers.IBAN))
            self.rival = self.person(self.organisation(OrganisationKind.SUPPLIER, bank_account=makers.IBAN_OF_RIVAL))
            self.retailer = self.person(self.organisation(OrganisationKind.RETAILER))
            self.neighbour = self.person(self.organisation(OrganisationKind.RETAILER))
            self.support = self.person(platform, Role.SUPPORT)
            self.maker = self.person(platform, Role.FINANCE_MAKER)
            self.checker = self.person(platform, Role.FINANCE_CHECKER)
        self.category_id = self.category("0.05")

    def organisation(self, kind: OrganisationKind, **values: Any) -> Organisation:
        """Make an admitted organisation."""
        return makers.make_organisation(self.session, kind, **values)

    def person(self, organisation: Organisation, role: Role = Role.OWNER) -> Actor:
        """Return a new member of an organisation, as who acts."""
        return makers.actor_of(makers.make_member(self.session, organisation, roles=[role]))

    def colleague(self, actor: Actor, role: Role = Role.OWNER) -> Actor:
        """Return another person of the same organisation."""
        with self.as_system() as session:
            organisation = session.get_one(Organisation, actor.organisation)
        return self.person(organisation, role)

    def category(self, rate: str) -> UUID:
        """Make a category with this commission."""
        number = next(_numbers)
        made = Category(
            id=new_id(), slug=f"shelf-{number}", name=f"Shelf {number}", name_zh="架",
            position=number, commission_rate=Decimal(rate),
        )  # fmt: skip
        with self.as_system() as session:
            session.add(made)
            session.commit()
            return made.id

    def by(self, actor: Actor, *, key: str | None = None, sent: bytes = b"") -> Call:
        """Return a call by ``actor`` now, under an idempotency key where one is given."""
        command = Command(key, sent, actor.person_id or UUID(int=0)) if key else None
        return Call(self.session, actor, self.at, command)

    def sheet(self, **values: Any) -> ProductSheet:
        """Say what a product is."""
        number = next(_numbers)
        plain = ProductSheet(
            f"C{number}", f"Blue kettle {number}", "蓝壶", "", self.category_id, "piece", 1, 6, 6, "", is_offered=True
        )
        return replace(plain, **values)

    def goods(
        self, seller: Actor | None = None, *, stock: int = 100, steps: tuple[Step, ...] = STEPS, **values: Any
    ) -> UUID:
        """Offer a SKU: six at 2.95, from 36 at 2.55, a hundred in stock."""
        seller = seller or self.supplier
        made = create_product(self.by(seller), self.sheet(**{"moq": steps[0].quantity, **values}))
        set_ladder(self.by(seller), made.sku_id, steps=steps)
        if stock:
            receive_stock(self.by(seller), made.sku_id, quantity=stock)
        return made.sku_id

    def money(self, buyer: Actor | None = None, minor: int = 100_000) -> UUID:
        """Let money arrive in a buyer's wallet; answer the receipt."""
        buyer = buyer or self.retailer
        return record_receipt(
            self.by(self.maker), bank_reference=f"bank-{next(_numbers)}", payer="P", amount=gbp(minor),
            received_on=self.at.date(), organisation_id=buyer.organisation,
        )  # fmt: skip

    def order(self, quantities: dict[UUID, int], buyer: Actor | None = None) -> tuple[UUID, ...]:
        """Put goods into the cart and order them."""
        buyer = buyer or self.retailer
        total = 0
        for sku_id, quantity in quantities.items():
            set_cart_line(self.by(buyer), sku_id, quantity=quantity)
        with self.as_system() as session:
            offers = offers_of(session, buyer, list(quantities), self.at)
            total = sum(offers[sku_id].price(quantity).amount.minor for sku_id, quantity in quantities.items())
        return place_orders(self.by(buyer), shown=(gbp(total),)).order_ids

    def request(self, sku_id: UUID, quantity: int = 6) -> UUID:
        """Let a colleague of the retailer's ask for goods beyond a limit of nothing; answer the request."""
        buyer = self.colleague(self.retailer, Role.BUYER)
        member_id = self.rows("SELECT id FROM members WHERE person_id = :id", id=buyer.person_id)[0][0]
        set_limits(self.by(self.retailer), member_id, limits=SpendingLimits(gbp(0)))
        set_cart_line(self.by(buyer), sku_id, quantity=quantity)
        with self.as_system() as session:
            amount = offers_of(session, buyer, [sku_id], self.at)[sku_id].price(quantity).amount
        request_id = place_orders(self.by(buyer), shown=(amount,)).request_id
        assert request_id is not None
        return request_id

    def one_order(self, quantity: int = 36, seller: Actor | None = None, buyer: Actor | None = None) -> UUID:
        """Order one line of new goods with money that has just arrived."""
        sku_id = self.goods(seller)
        self.money(buyer)
        return self.order({sku_id: quantity}, buyer)[0]

    def confirmed(self, quantity: int = 36, seller: Actor | None = None) -> UUID:
        """Make an order that its seller has confirmed."""
        order_id = self.one_order(quantity, seller)
        confirm_order(self.by(seller or self.supplier), order_id)
        return order_id

    def ship(self, order_id: UUID, quantity: int | None = None, seller: Actor | None = None) -> UUID:
        """Ship all of each line, or this much of it; answer the shipment."""
        quantities = {line.id: quantity or line.quantity for line in self.lines(order_id)}
        return ship_order(self.by(seller or self.supplier), order_id, quantities=quantities)

    def completed(self, quantity: int = 36, seller: Actor | None = None) -> UUID:
        """Make an order whose claim window has ended."""
        order_id = self.confirmed(quantity, seller)
        confirm_receipt(self.by(self.retailer), self.ship(order_id, seller=seller))
        self.later(days=WINDOW_DAYS)
        complete_orders(self.by(Actor.system()), claim_window_days=WINDOW_DAYS)
        return order_id

    def settle(self) -> UUID:
        """Settle every seller up to a moment from now; answer the run."""
        self.later(seconds=1)
        run_id = start_settlement(self.by(self.maker), until=self.at)
        while settle_next(self.by(Actor.system()), run_id):
            pass
        return run_id

    def dispute(self, reason: str = "Agreed on 4 %") -> UUID:
        """Let the supplier dispute a line of its newest statement."""
        newest = (
            "SELECT order_line_id FROM statement_lines WHERE seller_id = :seller ORDER BY statement_id DESC LIMIT 1"
        )
        ((line_id,),) = self.rows(newest, seller=self.supplier.organisation)
        return dispute_line(self.by(self.supplier), line_id, reason=reason)

    def later(self, **period: float) -> None:
        """Let time pass."""
        self.at += timedelta(**period)

    def read_order(self, order_id: UUID) -> Order:
        """Return an order as it is now."""
        with self.as_system() as session:
            return session.get_one(Order, order_id, populate_existing=True)

    def lines(self, order_id: UUID) -> list[OrderLine]:
        """Return the lines of an order as they are now."""
        with self.as_system() as session:
            rows = session.query(OrderLine).filter_by(order_id=order_id).order_by(OrderLine.position)
            return list(rows.populate_existing())

    def rows(self, statement: str, **values: Any) -> list[Any]:
        """Ask the database, seeing everything."""
        with self.as_system() as session:
            return [tuple(row) for row in session.execute(text(statement), values)]

    def balance(self, kind: str, actor: Actor | None = None) -> int:
        """Sum an account's postings, on the side on which it normally stands."""
        owner = actor.organisation_id if actor else None
        rows = self.rows(
            "SELECT coalesce(sum(CASE c.side WHEN 'debit' THEN p.amount_minor ELSE -p.amount_minor END), 0)"
            " FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id JOIN ledger_chart c USING (kind)"
            " WHERE a.kind = :kind AND a.organisation_id IS NOT DISTINCT FROM CAST(:owner AS uuid)",
            kind=kind, owner=owner,
        )  # fmt: skip
        return int(rows[0][0])

    def stock(self, sku_id: UUID) -> tuple[int, int, int]:
        """Return (on hand, allocated, reserved)."""
        found = self.rows("SELECT on_hand, allocated, reserved FROM stock_levels WHERE sku_id = :sku", sku=sku_id)
        return found[0] if found else (0, 0, 0)

    def verbs(self, subject_id: UUID) -> list[str]:
        """Return what happened to a record, in order."""
        return [
            v for (v,) in self.rows("SELECT verb FROM events WHERE subject_id = :id ORDER BY number", id=subject_id)
        ]

    @contextmanager
    def as_system(self) -> Iterator[Session]:
        """Look at everything for a moment; the transaction ends with it."""
        bind_actor(self.session, Actor.system())
        yield self.session
        self.session.commit()

    @contextmanager
    def refuses(self, refusal: type[DomainError], /, **facts: Any) -> Iterator[None]:
        """Expect exactly this refusal with these facts, and that nothing has changed anywhere."""
        before = snapshot(self.session)
        with pytest.raises(refusal) as caught:
            yield
        assert type(caught.value) is refusal
        assert {name: getattr(caught.value, name) for name in facts} == facts
        assert snapshot(self.session) == before
