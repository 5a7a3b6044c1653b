"""Random acts of buyers, sellers and finance through the business actions, against the auditor."""

from __future__ import annotations

from copy import copy
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from tests.trade.ledger.auditor import Auditor, Line, Sale, account, paid
from tests.trade.ledger.machine_of_books import compare
from tests.trade.ledger.machine_of_credit import OnCredit
from tests.trade.market import Market, gbp
from tests.trade.packs import pack
from trade.checks import CHECKS
from trade.credit.rules import Means
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.ledger.actions import LimitExceeded, match_receipt, record_receipt
from trade.ledger.verify import verify
from trade.ordering.actions import (
    cancel_order,
    close_short,
    complete_orders,
    confirm_order,
    confirm_receipt,
    place_orders,
    set_cart_line,
    ship_order,
)
from trade.ordering.verify import verify_stock
from trade.payouts import queries
from trade.payouts.actions import approve_payout, book_payout, prepare_payout, reject_payout
from trade.payouts.rules import NothingToPay, PayoutOpen
from trade.pricing.rules import Step
from trade.settlement.actions import settle_next, start_settlement
from trade.stock.rules import StockShort

PICKS = st.integers(0, 10**6)
LADDERS = (((1, "0.333333"), (7, "0.199")), ((5, "12.5049"),), ((1, "3.005"), (20, "2.995")), ((3, "999.99"),))
WINDOW = 3


class MachineOfTrade(OnCredit, RuleBasedStateMachine):
    """One example is one transaction that is rolled back at its end."""

    operations: ClassVar[int] = 0

    def __init__(self, connection: Connection, market: Market) -> None:
        super().__init__()
        self.undo = connection.begin_nested()
        self.market = copy(market)
        self.market.session = self.session = Session(connection, join_transaction_mode="create_savepoint")
        self.auditor = Auditor()
        self.unmatched: list[tuple[UUID, int]] = []
        self.carts: dict[UUID, dict[UUID, int]] = {}

    @initialize(stocks=st.lists(st.integers(1, 400), min_size=4, max_size=4), fees=st.sampled_from(["0.05", "0.0333"]))
    def open(self, stocks: list[int], fees: str) -> None:
        """Two sellers offer two SKUs each, and one of them a pack of its two."""
        self.market.category_id = self.market.category(fees)
        self.sellers: dict[UUID, Actor] = {}
        for number, (ladder, stock) in enumerate(zip(LADDERS, stocks, strict=True)):
            seller = (self.market.supplier, self.market.rival)[number % 2]
            steps = tuple(Step(quantity, Decimal(price)) for quantity, price in ladder)
            multiple = ladder[0][0] if len(ladder) == 1 else 1
            sku = self.market.goods(seller, stock=stock, steps=steps, multiple=multiple)
            self.sellers[sku] = seller
            self.auditor.stock[sku] = [stock, 0]
            self.auditor.ladders[sku] = [(quantity, Decimal(price)) for quantity, price in ladder]
            self.auditor.rates[sku] = Decimal(fees)
        ones = dict(zip(list(self.sellers)[::2], (2, 3), strict=True))
        sku = pack(self.market, ones, steps=(Step(2, Decimal("7.7701")),))
        self.auditor.packs[sku], self.sellers[sku] = ones, self.market.supplier
        self.auditor.ladders[sku], self.auditor.rates[sku] = [(2, Decimal("7.7701"))], Decimal(fees)
        self.give_means()

    def by(self, actor: Actor) -> Any:
        type(self).operations += 1
        return self.market.by(actor)

    def buyer(self, pick: int) -> Actor:
        return (self.market.retailer, self.market.neighbour)[pick % 2]

    def find(self, pick: int, *states: str) -> Any:
        found = [(order, sale) for order, sale in self.auditor.sales.items() if sale.state in states]
        return found[pick % len(found)] if found else None

    @rule(pick=PICKS, minor=st.integers(1, 300_000), known=st.booleans())
    def money_arrives(self, pick: int, minor: int, known: bool) -> None:
        buyer = self.buyer(pick).organisation if known else None
        receipt = record_receipt(
            self.by(self.market.maker), bank_reference=f"b{self.operations}-{pick}", payer="", amount=gbp(minor),
            received_on=self.market.at.date(), organisation_id=buyer,
        )  # fmt: skip
        self.auditor.arrive(minor)
        if buyer:
            self.auditor.match(buyer, minor)
        else:
            self.unmatched.append((receipt, minor))

    @precondition(lambda self: self.unmatched)
    @rule(pick=PICKS)
    def money_is_matched(self, pick: int) -> None:
        receipt, minor = self.unmatched.pop()
        match_receipt(self.by(self.market.maker), receipt, organisation_id=self.buyer(pick).organisation)
        self.auditor.match(self.buyer(pick).organisation, minor)

    @rule(pick=PICKS, times=st.integers(1, 30))
    def fill_a_cart(self, pick: int, times: int) -> None:
        buyer, sku = self.buyer(pick), list(self.sellers)[pick // 2 % 5]
        ladder = self.auditor.ladders[sku]
        quantity = ladder[0][0] * times if len(ladder) == 1 else times
        set_cart_line(self.by(buyer), sku, quantity=quantity)
        self.carts.setdefault(buyer.organisation, {})[sku] = quantity

    @rule(pick=PICKS, means=st.sampled_from(Means))
    def place(self, pick: int, means: Means) -> None:
        """Order the cart: predicted to succeed, to lack stock, money, or credit."""
        buyer = self.buyer(pick)
        cart = self.carts.get(buyer.organisation)
        if not cart:
            return self.fill_a_cart(pick, 1 + pick % 30)
        sales = self.sales_of(buyer, cart, on_credit=means is Means.CREDIT)
        shown = (gbp(sum(sale.total for sale in sales)),)
        if short := self.auditor.short(cart):
            with pytest.raises(StockShort) as lacking:
                place_orders(self.by(buyer), shown=shown, means=means)
            assert {s.sku_id: s.available for s in lacking.value.shortages} == short
            return None
        if means is Means.CREDIT and self.credit_refuses(buyer, sales, shown, means):
            return None
        if self.auditor.books.breaks(*(side for sale in sales for side in paid(sale))):
            with pytest.raises(LimitExceeded):
                place_orders(self.by(buyer), shown=shown, means=means)
            return None
        placed = place_orders(self.by(buyer), shown=shown, means=means).order_ids
        for order in placed:
            seller = self.market.read_order(order).seller_id
            sale = next(sale for sale in sales if sale.seller.organisation == seller)
            self.auditor.sales[order] = sale
            self.auditor.pay(sale)
        assert len(placed) == len(sales)
        cart.clear()
        return None

    def sales_of(self, buyer: Actor, cart: dict[UUID, int], *, on_credit: bool) -> list[Sale]:
        sales: dict[UUID, Sale] = {}
        for sku, quantity in sorted(cart.items()):
            sale = sales.setdefault(
                self.sellers[sku].organisation, Sale(buyer, self.sellers[sku], [], on_credit=on_credit)
            )
            sale.lines.append(Line(sku, quantity, self.auditor.price(sku, quantity), self.auditor.rates[sku]))
        return list(sales.values())

    @precondition(lambda self: self.find(0, "placed"))
    @rule(pick=PICKS)
    def confirm(self, pick: int) -> None:
        order, sale = self.find(pick, "placed")
        confirm_order(self.by(sale.seller), order)
        sale.state = "confirmed"

    @precondition(lambda self: self.find(0, "placed", "confirmed"))
    @rule(pick=PICKS)
    def cancel(self, pick: int) -> None:
        order, sale = self.find(pick, "placed", "confirmed")
        cancel_order(self.by((sale.buyer, sale.seller, self.market.support)[pick % 3]), order, reason="")
        self.auditor.give_back(sale)
        sale.state = "cancelled"

    @precondition(lambda self: self.find(0, "confirmed", "partly_shipped"))
    @rule(pick=PICKS, parts=st.lists(st.integers(0, 100), min_size=2, max_size=2))
    def ship(self, pick: int, parts: list[int]) -> None:
        order, sale = self.find(pick, "confirmed", "partly_shipped")
        wanted = [line.open * part // 100 for line, part in zip(sale.lines, [*parts, 100, 100], strict=False)]
        if not any(wanted):
            wanted = [line.open for line in sale.lines]
        self.ship_of(order, sale, wanted)

    def ship_of(self, order: UUID, sale: Sale, wanted: list[int]) -> None:
        ids = [line.id for line in self.market.lines(order)]
        quantities = dict(zip(ids, wanted, strict=True))
        shipment = ship_order(self.by(sale.seller), order, quantities=quantities)
        for line, quantity in zip(sale.lines, wanted, strict=True):
            self.auditor.ship(line, quantity)
        sale.shipments[shipment] = False
        sale.state = "partly_shipped" if any(line.open for line in sale.lines) else "shipped"

    @precondition(lambda self: self.find(0, "partly_shipped"))
    @rule(pick=PICKS)
    def close(self, pick: int) -> None:
        self.close_of(*self.find(pick, "partly_shipped"))

    def close_of(self, order: UUID, sale: Sale) -> None:
        close_short(self.by(sale.seller), order, reason="")
        self.auditor.give_back(sale)
        sale.state = "delivered" if all(sale.shipments.values()) else "shipped"

    @precondition(lambda self: self.find(0, "placed", "confirmed"))
    @rule(pick=PICKS, part=st.integers(1, 99))
    def sell_short(self, pick: int, part: int) -> None:
        """Ship a part of an order and give up the rest, which is where pennies are divided."""
        order, sale = self.find(pick, "placed", "confirmed")
        if sale.state == "placed":
            confirm_order(self.by(sale.seller), order)
            sale.state = "confirmed"
        self.ship_of(order, sale, [max(1, line.open * part // 100) for line in sale.lines])
        if sale.state == "partly_shipped":
            self.close_of(order, sale)

    @precondition(lambda self: any(sale.shipments for sale in self.auditor.sales.values()))
    @rule(pick=PICKS)
    def receive(self, pick: int) -> None:
        """Confirm any receipt, also one that was confirmed before."""
        all_of = [(sale, shipment) for sale in self.auditor.sales.values() for shipment in sale.shipments]
        sale, shipment = all_of[pick % len(all_of)]
        confirm_receipt(self.by(sale.buyer), shipment)
        sale.shipments[shipment] = True
        if sale.state == "shipped" and all(sale.shipments.values()):
            sale.state = "delivered"

    @precondition(lambda self: self.find(0, "delivered") and self.nothing_is_late)
    @rule()
    def complete(self) -> None:
        self.market.later(days=WINDOW)
        done = [sale for sale in self.auditor.sales.values() if sale.state == "delivered"]
        assert complete_orders(self.by(Actor.system()), claim_window_days=WINDOW) == len(done)
        for sale in done:
            sale.state = "completed"

    @precondition(lambda self: self.find(0, "completed"))
    @rule()
    def settle(self) -> None:
        self.market.later(seconds=1)
        run = start_settlement(self.by(self.market.maker), until=self.market.at)
        while settle_next(self.by(Actor.system()), run):
            pass
        self.auditor.settle()

    @precondition(lambda self: self.find(0, "completed"))
    @rule(pick=PICKS)
    def prepare(self, pick: int) -> None:
        seller = (self.market.supplier, self.market.rival)[pick % 2].organisation
        owed = -self.auditor.books.balances[account("payable", seller)]
        waiting = any(owner == seller and state == "prepared" for owner, _, state in self.auditor.payouts.values())
        call = self.by(self.market.maker)
        if waiting or not owed:
            with pytest.raises(PayoutOpen if waiting else NothingToPay):
                prepare_payout(call, seller_id=seller, currency="GBP")
        else:
            payout = prepare_payout(call, seller_id=seller, currency="GBP")
            self.auditor.payouts[payout] = (seller, owed, "prepared")

    @precondition(lambda self: any(state == "prepared" for _, _, state in self.auditor.payouts.values()))
    @rule(approves=st.booleans())
    def decide(self, approves: bool) -> None:
        payout, (seller, owed, _) = next(item for item in self.auditor.payouts.items() if item[1][2] == "prepared")
        if approves:
            with self.market.as_system() as session:
                shown = queries.payout(session, self.market.checker, payout).content_hash
            approve_payout(self.by(self.market.checker), payout, shown=shown)
            self.auditor.books.post((account("payable", seller), owed), (account("payout_clearing"), -owed))
        else:
            reject_payout(self.by(self.market.checker), payout, reason="")
        self.auditor.payouts[payout] = (seller, owed, "sent" if approves else "rejected")

    @precondition(lambda self: any(state == "sent" for _, _, state in self.auditor.payouts.values()))
    @rule()
    def book(self) -> None:
        payout, (seller, owed, _) = next(item for item in self.auditor.payouts.items() if item[1][2] == "sent")
        book_payout(self.by(self.market.maker), payout)
        self.auditor.books.post((account("payout_clearing"), owed), (account("bank"), -owed))
        self.auditor.payouts[payout] = (seller, owed, "booked")

    @invariant()
    def everything_is_what_the_auditor_says(self) -> None:
        bind_actor(self.session, Actor.system())
        compare(self.session, self.auditor.books)
        shelves = self.session.execute(text("SELECT sku_id, on_hand, allocated, reserved FROM stock_levels"))
        assert {sku: [on_hand, allocated, reserved] for sku, on_hand, allocated, reserved in shelves} == {
            sku: [*level, 0] for sku, level in self.auditor.stock.items()
        }
        orders = self.session.execute(text("SELECT id, state FROM orders"))
        states = {order: sale.state for order, sale in self.auditor.sales.items()}
        assert {order: state for order, state in orders} == states  # noqa: C416 - rows, not pairs

    def teardown(self) -> None:
        try:
            self.session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
            assert verify(self.session, also=CHECKS).is_sound
            assert verify_stock(self.session) == []
        finally:
            self.session.close()
            self.undo.rollback()
