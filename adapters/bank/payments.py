"""Writes payments as ISO 20022 pain.001.001.09, the message by which companies ask banks to pay."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from trade.kernel.money import EXPONENTS, Money
from trade.parties.payees import PayeeDetails, PayeeKind
from trade.payouts.ports import Payment, PaymentOrder

if TYPE_CHECKING:
    from lxml import etree

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
_NAME_MAX: Final = 140
_BIC: Final = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?")
_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")


def write_payments(order: PaymentOrder) -> bytes:
    """Return the file: one group of payments from one account, each with its own end-to-end id."""
    from lxml import etree  # noqa: PLC0415 - 4 MB, and only the job that sends writes a file

    document = etree.Element(f"{{{NAMESPACE}}}Document", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    message = _in(document, "CstmrCdtTrfInitn")
    _header(message, order)
    _group(message, order)
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _header(message: etree._Element, order: PaymentOrder) -> None:
    head = _in(message, "GrpHdr")
    _in(head, "MsgId", order.reference)
    _in(head, "CreDtTm", order.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    _sums(head, order)
    _in(_in(head, "InitgPty"), "Nm", _name(order.debtor))


def _group(message: etree._Element, order: PaymentOrder) -> None:
    group = _in(message, "PmtInf")
    _in(group, "PmtInfId", f"{order.reference}-1")
    _in(group, "PmtMtd", "TRF")
    _in(
        group, "BtchBookg", "false"
    )  # each payment is a line of its own on the bank's sheet, or nothing could be matched
    _sums(group, order)
    _in(_in(group, "ReqdExctnDt"), "Dt", order.made_at.date().isoformat())
    _in(_in(group, "Dbtr"), "Nm", _name(order.debtor))
    account = re.sub(r"[^A-Za-z0-9]", "", order.debtor_account).upper()
    _account(_in(group, "DbtrAcct"), account, is_iban=bool(_IBAN.fullmatch(account)))
    _agent(_in(group, "DbtrAgt"), "", "")
    _in(group, "ChrgBr", "SLEV" if order.payments[0].amount.currency == "EUR" else "SHAR")
    for payment in order.payments:
        _payment(group, payment)


def _sums(parent: etree._Element, order: PaymentOrder) -> None:
    total = sum(payment.amount.minor for payment in order.payments)
    _in(parent, "NbOfTxs", str(len(order.payments)))
    _in(parent, "CtrlSum", _decimal(Money(total, order.payments[0].amount.currency)))


def _payment(group: etree._Element, payment: Payment) -> None:
    one, payee = _in(group, "CdtTrfTxInf"), payment.payee
    ids = _in(one, "PmtId")
    _in(ids, "InstrId", payment.id.hex)
    _in(ids, "EndToEndId", payment.reference)
    amount = _in(_in(one, "Amt"), "InstdAmt", _decimal(payment.amount))
    amount.set("Ccy", payment.amount.currency)
    _creditor_agent(one, payee)
    _in(_in(one, "Cdtr"), "Nm", _name(payee.holder))
    _account(_in(one, "CdtrAcct"), payee.number, is_iban=payee.kind is PayeeKind.IBAN)
    _in(_in(one, "RmtInf"), "Ustrd", f"Payout {payment.reference}")


def _creditor_agent(one: etree._Element, payee: PayeeDetails) -> None:
    if payee.kind is PayeeKind.CNAPS:
        _agent(_in(one, "CdtrAgt"), "CNAPS", payee.bank_code, payee.bank_name)
    elif payee.bank_code:
        _agent(_in(one, "CdtrAgt"), "", payee.bank_code)


def _agent(agent: etree._Element, system: str, code: str, name: str = "") -> None:
    """Name a bank: by its number in a clearing system, by its BIC, or as one that the account itself tells."""
    bank = _in(agent, "FinInstnId")
    if system:
        member = _in(bank, "ClrSysMmbId")
        _in(_in(member, "ClrSysId"), "Cd", "CNAPS")
        _in(member, "MmbId", code)
        _in(bank, "Nm", _name(name))
    elif _BIC.fullmatch(code):
        _in(bank, "BICFI", code)
    else:
        _in(_in(bank, "Othr"), "Id", "NOTPROVIDED")


def _account(account: etree._Element, number: str, *, is_iban: bool) -> None:
    identity = _in(account, "Id")
    if is_iban:
        _in(identity, "IBAN", number)
    else:
        _in(_in(identity, "Othr"), "Id", number)


def _decimal(amount: Money) -> str:
    exponent = EXPONENTS[amount.currency]
    return f"{Decimal(amount.minor).scaleb(-exponent):.{exponent}f}"


def _name(text: str) -> str:
    """Return a name without what XML or a bank's screen cannot hold."""
    kept = "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")
    return kept[:_NAME_MAX] or "-"


def _in(parent: etree._Element, tag: str, text: str | None = None) -> etree._Element:
    child = parent.makeelement(f"{{{NAMESPACE}}}{tag}")
    parent.append(child)
    child.text = text
    return child
