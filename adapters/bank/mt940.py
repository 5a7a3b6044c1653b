"""Reads MT940, SWIFT's older statement of an account, by the mt-940 library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import mt940

from trade.banking.ports import BankFileRefused, BankReading, FileFault, FileKind, ReadLine, ReadStatement
from trade.kernel.money import EXPONENTS

_START: Final = re.compile(r"^:20:", re.MULTILINE)
_TEXT_MAX: Final = 500
_SIGNS: Final = mt940.Options(reversal_sign=True, case_insensitive_marks=True)
"""A credit that the bank takes back (``RC``) leaves the account."""
_NOTHING: Final = {"NONREF", "NOTPROVIDED", ""}
_RETURN: Final = re.compile(r"\b(RUECKGABE|RÜCKGABE|RETOURE|RETURN|RTN|RJCT|RTRN|退汇|退回)\b", re.IGNORECASE)


def is_mt940(text: str) -> bool:
    """Whether a text has the tags without which it is no such statement."""
    return all(tag in text for tag in (":20:", ":25:", ":60", ":62"))


def read_mt940(text: str) -> BankReading:
    """Return the statements of a file: each begins at its own ``:20:``; pages of one statement are several of them."""
    starts = [found.start() for found in _START.finditer(text)]
    parts = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    try:
        statements = [_statement(mt940.parse(part, options=_SIGNS)) for part in parts if is_mt940(part)]
    except BankFileRefused:
        raise
    except Exception as error:  # the library raises whatever its own pieces raise at damaged files
        raise BankFileRefused(FileFault.BROKEN) from error
    if not statements:
        raise BankFileRefused(FileFault.NOT_A_BANKS)
    return BankReading(FileKind.MT940, statements=statements)


def _statement(found: Any) -> ReadStatement:
    data = found.data
    opening = data.get("final_opening_balance") or data.get("intermediate_opening_balance")
    closing = data.get("final_closing_balance") or data.get("intermediate_closing_balance")
    if opening is None or closing is None:
        raise BankFileRefused(FileFault.BROKEN)
    currency = str(closing.amount.currency)
    if currency not in EXPONENTS:
        raise BankFileRefused(FileFault.CURRENCY)
    number = "/".join(str(data.get(key)) for key in ("statement_number", "sequence_number") if data.get(key))
    return ReadStatement(
        bank_id=f"{data.get('transaction_reference', '')} {number}".strip()[:70],
        account=re.sub(r"\s", "", str(data.get("account_identification", "")))[:40],
        currency=currency,
        opened_on=_day(opening.date),
        closed_on=_day(closing.date),
        opening_minor=_minor(opening.amount.amount, currency),
        closing_minor=_minor(closing.amount.amount, currency),
        lines=list(_lines(found, currency)),
    )


def _lines(found: Any, currency: str) -> Iterator[ReadLine]:
    for one in found.transactions:
        data = one.data
        if "amount" not in data:
            continue
        details = " ".join(str(data.get("transaction_details") or "").split())
        reference = str(data.get("end_to_end_reference") or data.get("customer_reference") or "").strip()
        purpose = " ".join(str(data.get("purpose") or "").split())
        code = str(data.get("return_debit_notice") or "")
        yield ReadLine(
            booked_on=_day(data.get("entry_date") or data["date"]),
            minor=_minor(data["amount"].amount, currency),
            reference="" if reference in _NOTHING else reference[:80],
            bank_reference=str(data.get("bank_reference") or "").strip()[:80],
            name=str(data.get("applicant_name") or "").strip()[:140],
            text=(purpose or details)[:_TEXT_MAX],
            code=code[:8],
            is_return=bool(code) or bool(_RETURN.search(details)),
        )


def _minor(amount: Any, currency: str) -> int:
    exact = amount.scaleb(EXPONENTS[currency])
    if exact != exact.to_integral_value() or abs(exact) >= 10**17:
        raise BankFileRefused(FileFault.BROKEN)
    return int(exact)


def _day(found: Any) -> date:
    return date(found.year, found.month, found.day)
