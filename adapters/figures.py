"""How amounts, quantities, days and instants are written, on pages and in letters. Nothing here asks who reads.

Both languages group thousands by commas; they differ in dates.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from trade.kernel.money import Money, exponent_of

SYMBOLS: Final = {
    "CNY": "¥",
    "JPY": "JP¥",
    "GBP": "£",
    "EUR": "€",
    "USD": "US$",
    "HKD": "HK$",
    "KRW": "₩",
    "VND": "₫",
}
"""No two currencies share a sign: where the world does (¥, $), all but one carry their country."""

MINUS: Final = "−"
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def money(amount: Money) -> str:
    """Write an amount: ``£1,240.00``, ``−¥8.00``, ``JP¥500``, ``KWD 1.250``."""
    exponent = exponent_of(amount.currency)
    digits = f"{abs(amount.minor):0{exponent + 1}d}"
    whole, part = (digits[:-exponent], digits[-exponent:]) if exponent else (digits, "")
    sign = MINUS if amount.minor < 0 else ""
    return f"{sign}{symbol(amount.currency)}{int(whole):,}{'.' if part else ''}{part}"


def unit_price(price: Decimal, currency: str) -> str:
    """Write a unit price with the currency's digits, and up to six where it has them: ``£0.125``."""
    exponent = exponent_of(currency)
    whole, _, part = f"{abs(price):,.6f}".partition(".")
    part = part[:exponent] + part[exponent:].rstrip("0")
    sign = MINUS if price < 0 else ""
    return f"{sign}{symbol(currency)}{whole}{'.' if part else ''}{part}"


def symbol(currency: str) -> str:
    """Return the currency's sign, or its code and a space that does not break."""
    return SYMBOLS.get(currency) or f"{currency}\u00a0"


def quantity(count: int) -> str:
    """Write a count: ``12,000``."""
    return f"{count:,}" if count >= 0 else f"{MINUS}{-count:,}"


def day_of(on: date, *, chinese: bool) -> str:
    """Write a day: ``3 Dec 2026``, ``2026年12月3日``."""
    return f"{on.year}年{on.month}月{on.day}日" if chinese else f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def instant_of(local: datetime, *, chinese: bool) -> str:
    """Write an instant as its time zone has it: ``3 Dec 2026, 14:05``."""
    return f"{day_of(local, chinese=chinese)}{' ' if chinese else ', '}{local:%H:%M}"
