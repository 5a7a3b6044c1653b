"""Statements that a bank gives as CSV: columns are known by their titles, in English or Chinese; nothing is guessed.

Each row names its day, its amount and the balance after it. The balances must follow from row to row, so that a column read
wrongly, a row that is missing or a comma that means something else never passes.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import StringIO
from itertools import islice, pairwise
from typing import Final, NoReturn

from trade.banking.ports import BankFileRefused, BankReading, FileFault, FileKind, ReadLine, ReadStatement
from trade.kernel.cells import Header, find_header
from trade.kernel.money import EXPONENTS
from trade.kernel.ports import HEAD_ROWS, SheetRow
from trade.kernel.widths import narrow

WORDS: Final[Mapping[str, frozenset[str]]] = {
    "day": frozenset({"date", "day", "bookingdate", "transactiondate", "postingdate", "交易日期", "记账日期", "日期", "交易时间"}),
    "amount": frozenset({"amount", "transactionamount", "金额", "交易金额", "发生额"}),
    "paid_in": frozenset({"paidin", "credit", "creditamount", "moneyin", "deposit", "收入", "贷方发生额", "贷方金额", "收入金额"}),
    "paid_out": frozenset({"paidout", "debit", "debitamount", "moneyout", "withdrawal", "支出", "借方发生额", "借方金额", "支出金额"}),
    "balance": frozenset({"balance", "runningbalance", "accountbalance", "余额", "账户余额"}),
    "currency": frozenset({"currency", "币种"}),
    "account": frozenset({"account", "accountnumber", "iban", "账号", "本方账号"}),
    "name": frozenset({"name", "counterparty", "payee", "payer", "对方户名", "户名", "对方名称"}),
    "text": frozenset({"description", "details", "narrative", "memo", "摘要", "附言", "用途"}),
    "reference": frozenset({"reference", "paymentreference", "endtoendid", "客户参考号"}),
    "bank_reference": frozenset({"bankreference", "transactionid", "流水号", "交易流水号"}),
}  # fmt: skip
"""What each column is called, as :func:`trade.kernel.cells.folded` has it."""
_GROUPED: Final = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN: Final = re.compile(r"\d+(\.\d+)?")
_COMMA: Final = re.compile(r"(\d{1,3}(\.\d{3})+|\d+),\d{2}")
_DAY: Final = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?([ T].*)?")
Row = tuple[int, Mapping[str, str]]


def read_csv(text: str) -> BankReading | None:
    """The statement that a text is, the oldest line first; ``None`` where no row has the titles of one."""
    rows = _rows(text)
    head = [SheetRow(number, cells) for number, cells in islice(rows, HEAD_ROWS)]
    header = find_header(head, WORDS)
    if header is None or not {"day", "balance"} <= set(header.columns):
        return None
    if "amount" not in header.columns and not {"paid_in", "paid_out"} <= set(header.columns):
        return None
    found = [(number, _cells(cells, header)) for number, cells in rows if number > header.number and any(cells)]
    found = [row for row in found if row[1].get("day") or row[1].get("balance")]
    if not found:
        raise BankFileRefused(FileFault.EMPTY)
    return BankReading(FileKind.CSV, [_statement(found)])


def _rows(text: str) -> list[tuple[int, list[str]]]:
    first = text[:4096]
    mark = max(",;\t", key=first.count)
    try:
        return list(enumerate(csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True), start=1))
    except csv.Error as error:
        raise BankFileRefused(FileFault.BROKEN) from error


def _cells(cells: Sequence[str], header: Header) -> Mapping[str, str]:
    return {name: " ".join(cells[at].split()) for name, at in header.columns.items() if at < len(cells)}


def _statement(rows: Sequence[Row]) -> ReadStatement:
    account, currency = _only(rows, "account").replace(" ", ""), _only(rows, "currency")
    currency = currency.upper() or "?"
    exponent = EXPONENTS.get(currency)
    if exponent is None:
        raise BankFileRefused(FileFault.CSV_CURRENCY if currency == "?" else FileFault.CURRENCY)
    if not account:
        raise BankFileRefused(FileFault.CSV_ACCOUNT)
    read = [(number, _line(number, row, exponent), _minor(number, row["balance"], exponent)) for number, row in rows]
    read = read if _follows(read) is None else _oldest_first(read)
    opening = read[0][2] - read[0][1].minor
    lines = [line for _, line, _ in read]
    first, last = lines[0].booked_on, lines[-1].booked_on
    return ReadStatement(f"{first}/{last}", account, currency, first, last, opening, read[-1][2], lines)


def _oldest_first(read: list[tuple[int, ReadLine, int]]) -> list[tuple[int, ReadLine, int]]:
    """Turn a list round that begins with the newest; one whose balances follow neither way is refused at its row."""
    turned = read[::-1]
    if _follows(turned) is not None:
        raise BankFileRefused(FileFault.CSV_BALANCE, row=_follows(read) or 0)
    return turned


def _follows(read: Sequence[tuple[int, ReadLine, int]]) -> int | None:
    """The first row whose balance is not the one before and its amount, or whose day lies before; ``None`` if all follow."""
    for (_, before, was), (number, line, now) in pairwise(read):
        if now != was + line.minor or line.booked_on < before.booked_on:
            return number
    return None


def _line(number: int, row: Mapping[str, str], exponent: int) -> ReadLine:
    if row.get("amount"):
        minor = _minor(number, row["amount"], exponent)
    else:
        came, left = (_minor(number, row.get(name) or "0", exponent) for name in ("paid_in", "paid_out"))
        minor = came - abs(left)
    return ReadLine(
        booked_on=_day(number, row.get("day", "")),
        minor=minor,
        reference=row.get("reference", "")[:80],
        bank_reference=row.get("bank_reference", "")[:80],
        name=row.get("name", "")[:140],
        text=row.get("text", "")[:500],
    )


def _only(rows: Sequence[Row], name: str) -> str:
    """What every row says in a column; a file of two accounts or currencies is no statement."""
    found = {row.get(name, "") for _, row in rows} - {""}
    if len(found) > 1:
        raise BankFileRefused(FileFault.CSV_MIXED)
    return next(iter(found), "")


def _day(number: int, text: str) -> date:
    """A day with its year first; any other order could be read in two ways."""
    found = _DAY.fullmatch(narrow(text).strip())
    try:
        return date(*(int(part) for part in found.groups()[:3])) if found else _no_day(number)
    except ValueError:
        return _no_day(number)


def _no_day(number: int) -> NoReturn:
    raise BankFileRefused(FileFault.CSV_DAY, row=number)


def _minor(number: int, text: str, exponent: int) -> int:
    """An amount in minor units; a sign before or behind it, or brackets, make it less than nothing."""
    plain = narrow(text).replace(" ", "").replace("−", "-").lstrip("£$€¥")
    is_less = plain[:1] == "-" or plain[-1:] == "-" or (plain[:1] == "(" and plain[-1:] == ")")
    digits = plain.strip("+-()").lstrip("£$€¥")
    if _COMMA.fullmatch(digits) and exponent == 2 and not _GROUPED.fullmatch(digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif _GROUPED.fullmatch(digits):
        digits = digits.replace(",", "")
    elif not _PLAIN.fullmatch(digits):
        raise BankFileRefused(FileFault.CSV_AMOUNT, row=number)
    exact = Decimal(digits).scaleb(exponent)
    if exact != exact.to_integral_value() or exact >= 10**17:
        raise BankFileRefused(FileFault.CSV_AMOUNT, row=number)
    return -int(exact) if is_less else int(exact)
