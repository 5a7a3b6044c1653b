"""Reads camt.053 (statements) and pain.002 (reports on payments) of any version: by local names, since banks mix them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Final

from lxml import etree

from trade.banking.ports import (
    BankFileRefused,
    BankReading,
    FileFault,
    FileKind,
    ReadLine,
    ReadPayment,
    ReadStatement,
)
from trade.kernel.money import EXPONENTS

_DOCTYPE: Final = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_TEXT_MAX: Final = 500
_ID_MAX: Final = 35
"""So long are ids of statements and accounts at the most, by the standard."""


def read_xml(content: bytes) -> BankReading:
    """Return what an ISO 20022 message says; nothing outside the file is ever looked at."""
    if _DOCTYPE.search(content) or _DOCTYPE.search(content.replace(b"\0", b"")):
        raise BankFileRefused(FileFault.DOCTYPE)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
        if statements := list(_all(root, "BkToCstmrStmt/Stmt")):
            return BankReading(FileKind.CAMT, statements=[_statement(one) for one in statements])
        if reports := list(_all(root, "CstmrPmtStsRpt")):
            return BankReading(FileKind.REPORT, payments=[p for one in reports for p in _payments(one)])
    except (etree.XMLSyntaxError, ValueError, InvalidOperation) as error:
        raise BankFileRefused(FileFault.BROKEN) from error
    raise BankFileRefused(FileFault.NOT_A_BANKS)


def _statement(node: etree._Element) -> ReadStatement:
    opening, closing = _balance(node, "OPBD", "PRCD", "ITBD"), _balance(node, "CLBD", "ITBD", is_last=True)
    if opening is None or closing is None:
        raise BankFileRefused(FileFault.BROKEN)
    currency = _first(closing, "Amt").get("Ccy") or ""
    if currency not in EXPONENTS:
        raise BankFileRefused(FileFault.CURRENCY)
    entries = [
        entry for entry in _all(node, "Ntry") if _text(entry, "Sts/Cd") in {"", "BOOK"} and _status(entry) == "BOOK"
    ]
    return ReadStatement(
        bank_id=_text(node, "Id")[:_ID_MAX],
        account=(_text(node, "Acct/Id/IBAN") or _text(node, "Acct/Id/Othr/Id"))[:_ID_MAX],
        currency=currency,
        opened_on=_day(opening),
        closed_on=_day(closing),
        opening_minor=_signed(opening),
        closing_minor=_signed(closing),
        lines=[line for entry in entries for line in _lines(entry)],
    )


def _balance(node: etree._Element, *kinds: str, is_last: bool = False) -> etree._Element | None:
    """The balance of the first of these kinds that a statement has; one of several pages begins and ends between (ITBD)."""
    found = [(_text(one, "Tp/CdOrPrtry/Cd"), one) for one in _all(node, "Bal")]
    for kind in kinds:
        if of_kind := [one for name, one in found if name == kind]:
            return of_kind[-1 if is_last else 0]
    return None


def _status(entry: etree._Element) -> str:
    """The state of an entry: older versions write it straight, newer ones as a code."""
    return _text(entry, "Sts/Cd") or _text(entry, "Sts") or "BOOK"


def _lines(entry: etree._Element) -> list[ReadLine]:
    """One line an entry; where the bank booked several payments as one and says what each was, one line each."""
    details = list(_all(entry, "NtryDtls/TxDtls"))
    parts = [one for one in details if _amount_of(one) is not None]
    if len(parts) == len(details) > 1:
        signed = [_amount_of(one) or 0 for one in parts]
        sign = -1 if _text(entry, "CdtDbtInd") == "DBIT" else 1
        if sum(signed) * sign == _signed(entry):
            return [_line(entry, one, minor * sign) for one, minor in zip(parts, signed, strict=True)]
    return [_line(entry, details[0] if len(details) == 1 else entry, _signed(entry))]


def _line(entry: etree._Element, detail: etree._Element, minor: int) -> ReadLine:
    party = "Dbtr" if minor > 0 else "Cdtr"
    name = _text(detail, f"RltdPties/{party}/Pty/Nm") or _text(detail, f"RltdPties/{party}/Nm")
    reference = _text(detail, "Refs/EndToEndId")
    code = _text(detail, "RtrInf/Rsn/Cd")
    words = [node.text for node in _all(detail, "RmtInf/Ustrd")] + [
        node.text for node in _all(detail, "RmtInf/Strd/CdtrRefInf/Ref")
    ]
    extra = _text(entry, "AddtlNtryInf")
    return ReadLine(
        booked_on=_day(entry, "BookgDt"),
        minor=minor,
        reference="" if reference == "NOTPROVIDED" else reference,
        bank_reference=_text(detail, "Refs/AcctSvcrRef") or _text(entry, "AcctSvcrRef"),
        name=name[:140],
        text=" ".join(filter(None, [*words, extra if not words else ""]))[:_TEXT_MAX],
        code=code,
        is_return=bool(code) or _first_or_none(detail, "RtrInf") is not None,
    )


def _payments(report: etree._Element) -> list[ReadPayment]:
    """Every payment of a report; where the whole file is spoken of, or all of it is rejected, that too.

    A file of ours holds one group of payments, so that a group that is rejected is the file.
    """
    found = [_payment(one) for one in _all(report, "OrgnlPmtInfAndSts/TxInfAndSts")]
    file = _text(report, "OrgnlGrpInfAndSts/OrgnlMsgId")
    said = [
        ReadPayment(file, _text(whole, status), _text(whole, "StsRsnInf/Rsn/Cd"))
        for path, status in (("OrgnlGrpInfAndSts", "GrpSts"), ("OrgnlPmtInfAndSts", "PmtInfSts"))
        for whole in _all(report, path)
        if _text(whole, status)
    ]
    rejected = [one for one in said if one.is_rejected]
    return [*(rejected[-1:] if file else []), *found] or (said[:1] if file else [])


def _payment(one: etree._Element) -> ReadPayment:
    amount = next(_all(one, "OrgnlTxRef/Amt/InstdAmt"), None)
    currency = str(amount.get("Ccy")) if amount is not None else ""
    minor = _minor(amount.text or "", currency) if amount is not None and currency in EXPONENTS else None
    return ReadPayment(
        _text(one, "OrgnlEndToEndId"), _text(one, "TxSts"), _text(one, "StsRsnInf/Rsn/Cd"), minor, currency
    )


def _signed(node: etree._Element) -> int:
    amount = _first(node, "Amt")
    minor = _minor(amount.text or "", amount.get("Ccy") or "")
    return -minor if _text(node, "CdtDbtInd") == "DBIT" else minor


def _amount_of(detail: etree._Element) -> int | None:
    """The amount of one payment within an entry: directly, or as the amount of the transaction."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        amount = _first_or_none(detail, path)
        if amount is not None:
            return _minor(amount.text or "", amount.get("Ccy") or "")
    return None


def _minor(text: str, currency: str) -> int:
    if currency not in EXPONENTS:
        raise BankFileRefused(FileFault.CURRENCY)
    exact = Decimal(text.strip()).scaleb(EXPONENTS[currency])
    if exact != exact.to_integral_value() or not exact.is_finite() or abs(exact) >= 10**17:
        raise BankFileRefused(FileFault.BROKEN)
    return int(exact)


def _day(node: etree._Element, name: str = "Dt") -> date:
    text = _text(node, f"{name}/Dt") or _text(node, f"{name}/DtTm") or _text(node, name)
    return date.fromisoformat(text[:10])


def _all(node: etree._Element, path: str) -> Iterator[etree._Element]:
    """Every descendant that the path of local names leads to, whatever the version's namespace."""
    return node.iterfind(_anywhere(path))


@cache
def _anywhere(path: str) -> str:
    """The path with names of any namespace, or of none."""
    return "/".join(f"{{*}}{name}" for name in path.split("/"))


def _first(node: etree._Element, path: str) -> etree._Element:
    found = _first_or_none(node, path)
    if found is None:
        raise BankFileRefused(FileFault.BROKEN)
    return found


def _first_or_none(node: etree._Element, path: str) -> etree._Element | None:
    return node.find(_anywhere(path))


def _text(node: etree._Element, path: str) -> str:
    found = _first_or_none(node, path)
    return " ".join((found.text or "").split()) if found is not None else ""
