"""Numbers of permits: read leniently, checked as strictly as their register allows, kept in one spelling."""

from __future__ import annotations

import re
from typing import Final

from trade.admission.rules.permits import CHINA, PermitKind
from trade.kernel.errors import InvalidInput
from trade.kernel.widths import narrow
from trade.parties.tax_ids import canonical

_NUMBER: Final = re.compile(r"[A-Z0-9][A-Z0-9 ./()-]{1,38}[A-Z0-9)]")
_FOOD: Final = re.compile(r"(JY|SC)[0-9]{14}")


def canonical_number(kind: PermitKind, country: str, text: str) -> str:
    """The number of a permit in the one spelling that is kept. Raises ``InvalidInput`` for ``number``.

    China's unified social credit code and numbers for taxes are checked digit by digit; China's food licences by their shape;
    what other registers give out, as letters and digits.
    """
    number = " ".join(narrow(text).upper().split())
    if not number:
        raise InvalidInput("number", "required")
    if kind is PermitKind.TAX or (kind is PermitKind.BUSINESS and country == CHINA):
        return _checked(country, number)
    if kind is PermitKind.FOOD and country == CHINA:
        number = number.replace(" ", "")
        if not _FOOD.fullmatch(number):
            raise InvalidInput("number", "food_number_wrong")
        return number
    if not _NUMBER.fullmatch(number):
        raise InvalidInput("number", "permit_number_wrong")
    return number


def _checked(country: str, number: str) -> str:
    try:
        return canonical(country, number)
    except InvalidInput:
        code = "credit_code_wrong" if country == CHINA else "tax_number_wrong"
        raise InvalidInput("number", code, country=country) from None
