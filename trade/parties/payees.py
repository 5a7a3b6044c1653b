"""What a bank account that money is sent to must satisfy, and how much of its number is shown."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from stdnum import luhn
from stdnum.iso7064 import mod_11_10

from trade.kernel.errors import InvalidInput


class PayeeKind(StrEnum):
    """How a bank account is named: by IBAN; in China by bank code (CNAPS) and number; elsewhere by its number alone."""

    IBAN = "iban"
    CNAPS = "cnaps"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class PayeeDetails:
    """A bank account as somebody typed it, or, judged, as it is kept: numbers without their spaces.

    ``bank_code`` is the BIC of an IBAN's bank (may be empty), or the twelve digits of a Chinese branch.
    """

    kind: PayeeKind
    holder: str
    number: str
    bank_name: str = ""
    bank_code: str = ""


_SHOWN: Final = 4
_MOST: Final = {"holder": 140, "bank_name": 80, "bank_code": 12}
"""How long each may be as it is kept: one sign that was typed may be kept as several."""
_CARD: Final = re.compile(r"^62\d{14,17}$", re.ASCII)
"""Numbers of cards in China begin so; they alone carry Luhn's check digit, numbers of company accounts do not."""
_CHINESE_NUMBER: Final = re.compile(r"^\d{8,32}$", re.ASCII)
_LOCAL_NUMBER: Final = re.compile(r"^[A-Z0-9]{5,34}$")
_BIC: Final = re.compile(r"^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$")


def judged(details: PayeeDetails) -> PayeeDetails:
    """Return the account as it is kept; ``InvalidInput`` at the field that cannot be right."""
    holder = " ".join(unicodedata.normalize("NFKC", details.holder).split())
    tidy = replace(
        details,
        holder=holder,
        number=_compact(details.number),
        bank_name=" ".join(details.bank_name.split()),
        bank_code=_compact(details.bank_code),
    )
    if not tidy.holder:
        raise InvalidInput("holder", "required")
    for field, most in _MOST.items():
        if len(getattr(tidy, field)) > most:
            raise InvalidInput(field, "too_long")
    return _JUDGES[tidy.kind](tidy)


def masked(number: str) -> str:
    """Return what everybody but the approver sees of a number: its last four places."""
    return f"•••• {number[-_SHOWN:]}" if number else ""


def grouped(number: str) -> str:
    """Return a number in groups of four, as cards and papers print it."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def _iban(details: PayeeDetails) -> PayeeDetails:
    from schwifty import IBAN  # noqa: PLC0415 - its register of banks is read only when somebody names an account
    from schwifty.exceptions import SchwiftyException  # noqa: PLC0415

    try:
        found = IBAN(details.number)
    except SchwiftyException as error:
        raise InvalidInput("number", "iban") from error
    if details.bank_code and not _BIC.match(details.bank_code):
        raise InvalidInput("bank_code", "bic")
    known = str(found.bic) if found.bic else ""
    return replace(
        details,
        number=found.compact,
        bank_code=details.bank_code or known,
        bank_name=details.bank_name or (found.bank_name or "")[:80],
    )


def _chinese(details: PayeeDetails) -> PayeeDetails:
    if not details.bank_name:
        raise InvalidInput("bank_name", "required")
    if not re.fullmatch(r"[0-9]{12}", details.bank_code) or not mod_11_10.is_valid(details.bank_code):
        raise InvalidInput("bank_code", "cnaps")
    if not _CHINESE_NUMBER.match(details.number):
        raise InvalidInput("number", "chinese_account")
    if _CARD.match(details.number) and not luhn.is_valid(details.number):
        raise InvalidInput("number", "card")
    return details


def _local(details: PayeeDetails) -> PayeeDetails:
    if not _LOCAL_NUMBER.match(details.number):
        raise InvalidInput("number", "account_number")
    return details


_JUDGES: Final = {PayeeKind.IBAN: _iban, PayeeKind.CNAPS: _chinese, PayeeKind.LOCAL: _local}


def _compact(text: str) -> str:
    return re.sub(r"[\s\-./]", "", unicodedata.normalize("NFKC", text)).upper()
