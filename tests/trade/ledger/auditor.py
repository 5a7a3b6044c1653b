"""An auditor with books of its own: it predicts every balance from the events alone, in plain Python.

Nothing of the application's arithmetic is used here; where the two differ, one of them is wrong.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

LIMITED = {"wallet", "hold", "payable"}
Key = tuple[str, UUID | None, str]


@dataclass
class Books:
    """Balances by account, debit positive."""

    balances: Counter[Key] = field(default_factory=Counter)

    def breaks(self, *sides: tuple[Key, int]) -> set[str]:
        """Name the kinds of limited accounts that an entry would take below zero."""
        change: Counter[Key] = Counter()
        for account, minor in sides:
            change[account] += minor
        return {key[0] for key, minor in change.items() if key[0] in LIMITED and self.balances[key] + minor > 0}

    def post(self, *sides: tuple[Key, int]) -> None:
        """Book an entry."""
        assert sum(minor for _, minor in sides) == 0
        for account, minor in sides:
            self.balances[account] += minor

    def told(self) -> dict[Key, int]:
        """Return the balances that are not zero."""
        return {key: minor for key, minor in self.balances.items() if minor}


@dataclass
class Line:
    """A line of an order as the auditor knows it."""

    sku: UUID
    quantity: int
    gross: int
    rate: Decimal
    shipped: int = 0
    cancelled: int = 0
    refunded: int = 0

    @property
    def open(self) -> int:
        return self.quantity - self.shipped - self.cancelled

    def give_back(self) -> int:
        """Cancel what is open; the odd penny stays with the shipped part unless the open one is owed more of it."""
        left = self.gross - self.refunded
        whole = self.shipped + self.open
        refund, rest = divmod(left * self.open, whole)
        kept, rest_kept = divmod(left * self.shipped, whole)
        refund += 1 if refund + kept < left and rest > rest_kept else 0
        self.cancelled += self.open
        self.refunded += refund
        return refund

    def commission(self) -> int:
        earned = Decimal(self.gross - self.refunded) * self.rate
        return int(earned.to_integral_value(ROUND_HALF_UP))


@dataclass
class Sale:
    """An order as the auditor knows it."""

    buyer: Any
    seller: Any
    lines: list[Line]
    state: str = "placed"
    shipments: dict[UUID, bool] = field(default_factory=dict)
    settled: bool = False
    on_credit: bool = False
    owed: int = 0
    given_up: int = 0

    @property
    def total(self) -> int:
        return sum(line.gross for line in self.lines)


@dataclass
class Auditor:
    """What every account, shelf and order must hold."""

    books: Books = field(default_factory=Books)
    stock: dict[UUID, list[int]] = field(default_factory=dict)
    ladders: dict[UUID, list[tuple[int, Decimal]]] = field(default_factory=dict)
    rates: dict[UUID, Decimal] = field(default_factory=dict)
    packs: dict[UUID, dict[UUID, int]] = field(default_factory=dict)
    sales: dict[UUID, Sale] = field(default_factory=dict)
    payouts: dict[UUID, tuple[UUID, int, str]] = field(default_factory=dict)

    def price(self, sku: UUID, quantity: int) -> int:
        """Price a line: the step it has reached, rounded half up once."""
        unit = [price for begins, price in self.ladders[sku] if begins <= quantity][-1]
        return int((unit * quantity * 100).to_integral_value(ROUND_HALF_UP))

    def available(self, sku: UUID) -> int:
        """Return what can still be sold."""
        return min((self.stock[s][0] - self.stock[s][1]) // units for s, units in self.parts(sku).items())

    def parts(self, sku: UUID) -> dict[UUID, int]:
        """Return what one of a SKU takes from the shelf: itself, or the parts of a pack."""
        return self.packs.get(sku, {sku: 1})

    def short(self, cart: dict[UUID, int]) -> dict[UUID, int]:
        """Return of which lines of a cart there is too little, all of it taken together, and how many there could be."""
        wanted: Counter[UUID] = Counter()
        for sku, quantity in cart.items():
            for part, units in self.parts(sku).items():
                wanted[part] += units * quantity
        lacking = {part: self.available(part) for part in wanted if wanted[part] > self.available(part)}
        left = {sku: [lacking[p] // n for p, n in self.parts(sku).items() if p in lacking] for sku in cart}
        return {sku: min(counts) for sku, counts in left.items() if counts}

    def move(self, sku: UUID, quantity: int, *, on_hand: int, allocated: int) -> None:
        """Let a quantity of a SKU come and go."""
        for part, units in self.parts(sku).items():
            self.stock[part][0] += on_hand * units * quantity
            self.stock[part][1] += allocated * units * quantity

    def arrive(self, minor: int) -> None:
        self.books.post((account("bank"), minor), (account("unapplied_receipts"), -minor))

    def match(self, buyer: UUID, minor: int) -> None:
        self.books.post((account("unapplied_receipts"), minor), (account("wallet", buyer), -minor))

    def pay(self, sale: Sale) -> None:
        self.books.post(*paid(sale))
        sale.owed = sale.total if sale.on_credit else 0
        for line in sale.lines:
            self.move(line.sku, line.quantity, on_hand=0, allocated=1)

    def give_back(self, sale: Sale) -> None:
        refund = 0
        for line in sale.lines:
            self.move(line.sku, line.open, on_hand=0, allocated=-1)
            if line.open:
                refund += line.give_back()
        buyer, off = sale.buyer.organisation, min(sale.owed, refund)  # what is owed is taken off first
        recovered = min(sale.given_up, refund - off)  # then the loss: nobody is refunded what they never paid
        sale.owed -= off
        sale.given_up -= recovered
        back = (account("credit_receivable", buyer), -off), (account("bad_debt"), -recovered)
        rest = account("wallet", buyer), off + recovered - refund
        self.books.post((account("escrow", sale.seller.organisation), refund), *back, rest)

    def ship(self, line: Line, quantity: int) -> None:
        line.shipped += quantity
        self.move(line.sku, quantity, on_hand=-1, allocated=-1)

    def settle(self) -> None:
        for sale in self.sales.values():
            if sale.state == "completed" and not sale.settled:
                gross = sum(line.gross - line.refunded for line in sale.lines)
                commission = sum(line.commission() for line in sale.lines)
                seller = sale.seller.organisation
                self.books.post(
                    (account("escrow", seller), gross),
                    (account("payable", seller), commission - gross),
                    (account("commission"), -commission),
                )
                sale.settled = True


def account(kind: str, owner: UUID | None = None, currency: str = "GBP") -> Key:
    """Name an account."""
    return kind, owner, currency


def paid(sale: Sale) -> tuple[tuple[Key, int], tuple[Key, int]]:
    """Return the entry of an order's payment."""
    return (
        (account("credit_receivable" if sale.on_credit else "wallet", sale.buyer.organisation), sale.total),
        (account("escrow", sale.seller.organisation), -sale.total),
    )
