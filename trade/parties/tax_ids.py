"""Numbers by which tax offices know organisations: read leniently, checked strictly, kept in one spelling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from stdnum.exceptions import ValidationError
from stdnum.util import get_cc_module

from trade.kernel.errors import InvalidInput

_VAT: Final = ("AT", "BE", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "IE", "IT", "NL", "PL", "PT", "SE")
KINDS: Final[dict[str, str]] = {"CN": "uscc", **dict.fromkeys(_VAT, "vat")}
"""What number is checked of each country: China's unified social credit code, elsewhere the VAT number."""


@dataclass(frozen=True, slots=True)
class TaxSheet:
    """What stands on papers. ``tax_id`` may be empty for a buyer that has none; the rest but the name may be, too."""

    country: str
    legal_name: str
    tax_id: str = ""
    address: str = ""
    phone: str = ""
    bank_name: str = ""
    bank_account: str = ""


def canonical(country: str, text: str) -> str:
    """The number in the one spelling that is kept; empty stays empty.

    Raises ``InvalidInput`` for a country whose numbers cannot be checked, and for a number that is none.
    """
    if country not in KINDS:
        raise InvalidInput("country", "tax_country_unknown")
    if not text.strip():
        return ""
    number: Any = get_cc_module(country.lower(), KINDS[country])
    try:
        found = str(number.validate(text.upper()))
    except ValidationError:
        raise InvalidInput("tax_id", "tax_id_wrong", country=country) from None
    return found if country == "CN" or found.startswith(country) else country + found
