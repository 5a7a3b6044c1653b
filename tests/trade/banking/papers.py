"""Statements as a bank would write them, and the market's way of taking them in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from itertools import count
from uuid import UUID

from adapters.bank import plain_of
from tests.trade.market import Market
from trade.banking.actions import show_paper, take_paper
from trade.banking.ports import BankReading, FileKind, ReadLine, ReadPayment, ReadStatement

ACCOUNT = "GB29NWBK60161331926819"
DAY = date(2026, 3, 9)
_numbers = count(1)


def line(minor: int, **said: str | bool) -> ReadLine:
    """Return a line of a statement; with no bank reference given it has one of its own."""
    values = {"bank_reference": f"B{next(_numbers):06}", **said}
    return ReadLine(DAY, minor, **values)  # type: ignore[arg-type]


def statement(lines: Sequence[ReadLine], opening: int = 0, bank_id: str = "") -> ReadStatement:
    """Return a statement of the platform's account that adds up."""
    closing = opening + sum(one.minor for one in lines)
    number = bank_id or f"S{next(_numbers):05}"
    return ReadStatement(number, ACCOUNT, "GBP", DAY, DAY, opening, closing, tuple(lines))


def take(market: Market, *lines: ReadLine, opening: int = 0, bank_id: str = "", content: bytes = b"") -> UUID:
    """Let lines come in on a statement; answer the paper."""
    return take_reading(market, BankReading(FileKind.CAMT, [statement(lines, opening, bank_id)]), content)


def take_reading(market: Market, reading: BankReading, content: bytes = b"") -> UUID:
    """Show a paper and take it in."""
    paper_id = show(market, reading, content)
    return take_paper(market.by(market.maker), paper_id, reading)


def show(market: Market, reading: BankReading, content: bytes = b"") -> UUID:
    """Show a paper."""
    content = content or hashlib.sha256(repr(reading).encode()).digest()
    return show_paper(
        market.by(market.maker), name="statement.xml", content=content, reading=reading, plain=plain_of(reading)
    )


def report(*payments: ReadPayment) -> BankReading:
    """Return a report on payments."""
    return BankReading(FileKind.REPORT, payments=payments)


def take_statement(market: Market) -> UUID:
    """Take in a statement with a line that nothing explains."""
    return take(market, line(-250, text="QUARTERLY CHARGES"))
