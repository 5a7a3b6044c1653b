"""A bank with faults: it reads files as a bank would, books each payment once, and loses answers as told."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from lxml import etree

from trade.kernel.money import EXPONENTS, Money
from trade.payouts.ports import BankUnclear
from trade.payouts.reporting import PaymentReport, PaymentStatus

P = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}"


class Fault(StrEnum):
    """What goes wrong with a file, or with what is said of a payment."""

    NONE = "none"
    BEFORE = "timeout before booking"
    AFTER = "timeout after booking"
    ERROR = "500"
    TWICE = "duplicate callback"
    DISORDER = "out-of-order callback"
    WRONG = "wrong amount"


@dataclass
class FakeBank:
    """Counts how often each payment was booked, and every id under which a payment ever came."""

    chance: random.Random
    weights: dict[Fault, int] = field(default_factory=lambda: dict.fromkeys(Fault, 1))
    booked: Counter[str] = field(default_factory=Counter)
    amounts: dict[str, Money] = field(default_factory=dict)
    came_in: dict[str, set[str]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    faults: Counter[Fault] = field(default_factory=Counter)
    asked: int = 0
    wrong: set[str] = field(default_factory=set)

    def submit(self, reference: str, content: bytes) -> None:
        """Take a file, or lose the answer, or both."""
        fault = self._draw()
        for end_to_end, _ in payments_of(content):
            self.came_in.setdefault(end_to_end, set()).add(reference)
        if fault in {Fault.BEFORE, Fault.ERROR}:
            raise BankUnclear(fault)
        self._take(reference, content)
        if fault is Fault.AFTER:
            raise BankUnclear(fault)

    def knows(self, reference: str) -> bool:
        """Say whether it has a file; sometimes even that gets lost."""
        self.asked += 1
        if self._draw() is Fault.ERROR:
            raise BankUnclear(Fault.ERROR)
        return reference in self.files

    def callbacks(self) -> Iterator[PaymentReport]:
        """Say of each payment what became of it: twice, backwards, or with another amount first."""
        told = []
        for end_to_end, amount in self.amounts.items():
            accepted = PaymentReport(end_to_end, PaymentStatus.ACCEPTED, amount)
            booked = PaymentReport(end_to_end, PaymentStatus.BOOKED, amount)
            fault = self._draw()
            if fault is Fault.TWICE:
                told += [accepted, booked, booked]
            elif fault is Fault.DISORDER:
                told += [booked, accepted]
            elif fault is Fault.WRONG:
                self.wrong.add(end_to_end)
                other = Money(amount.minor + 1, amount.currency)
                told += [PaymentReport(end_to_end, PaymentStatus.BOOKED, other), accepted, booked]
            else:
                told += [accepted, booked]
        self.chance.shuffle(told)
        yield from told

    def _take(self, reference: str, content: bytes) -> None:
        """Book a file's payments; a file that it has is not taken again, whatever it says."""
        if reference in self.files:
            assert self.files[reference] == content, "the same id with other bytes"
            return
        self.files[reference] = content
        for end_to_end, amount in payments_of(content):
            self.booked[end_to_end] += 1
            self.amounts[end_to_end] = amount

    def _draw(self) -> Fault:
        fault = self.chance.choices(list(self.weights), list(self.weights.values()))[0]
        self.faults[fault] += 1
        return fault


def payments_of(content: bytes) -> list[tuple[str, Money]]:
    """Read (end-to-end id, amount) of a file of payments."""
    found = []
    for one in etree.fromstring(content).iter(f"{P}CdtTrfTxInf"):
        amount = one.find(f"{P}Amt/{P}InstdAmt")
        end_to_end = one.findtext(f"{P}PmtId/{P}EndToEndId")
        assert amount is not None
        assert amount.text
        assert end_to_end
        currency = str(amount.get("Ccy"))
        found.append((end_to_end, Money(int(Decimal(amount.text).scaleb(EXPONENTS[currency])), currency)))
    return found
