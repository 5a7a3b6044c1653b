"""How amounts, quantities and instants are written. Called hundreds of times a page, so nothing here asks Babel.

Both languages group thousands by commas; they differ in dates.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import segno
from flask import Flask
from markupsafe import Markup

from trade.kernel.money import Money, exponent_of
from web.identity import known_viewer
from web.locale import CHINESE, current_locale

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


def instant(at: datetime) -> str:
    """Write an instant in the time zone of the viewer's organisation: ``3 Dec 2026, 14:05``."""
    local = at.astimezone(viewers_zone())
    return f"{day(local)}{' ' if current_locale() == CHINESE else ', '}{local:%H:%M}"


def day(on: date | datetime) -> str:
    """Write a day: ``3 Dec 2026``, ``2026年12月3日``."""
    local = on.astimezone(viewers_zone()) if isinstance(on, datetime) else on
    if current_locale() == CHINESE:
        return f"{local.year}年{local.month}月{local.day}日"
    return f"{local.day} {_MONTHS[local.month - 1]} {local.year}"


def iso(at: datetime) -> str:
    """Write an instant for the ``datetime`` attribute of ``<time>``."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def viewers_zone() -> ZoneInfo:
    """Return the time zone of the viewer's organisation; UTC for visitors."""
    who = known_viewer()
    return _zone(who.time_zone if who is not None else "UTC")


def spaced(secret: str) -> str:
    """Write a key in groups of four, as people type it."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def qr(text: str, title: str) -> Markup:
    """Draw a QR code as inline SVG: no other server sees what it says."""
    drawn = segno.make(text, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff", title=title)
    return Markup(drawn.replace("<svg ", '<svg role="img" ', 1))  # noqa: S704 - segno escapes the title


def picture_url(name: str, size: str) -> str:
    """The address of a picture's file, "thumb" or "page"; empty for no picture."""
    return f"/pictures/{name}/{size}" if name else ""


def init_app(app: Flask) -> None:
    """Give templates and imported macros the filters, and the same names as globals."""
    written = {
        "money": money,
        "unit_price": unit_price,
        "quantity": quantity,
        "instant": instant,
        "day": day,
        "iso": iso,
        "spaced": spaced,
        "picture_url": picture_url,
    }
    app.jinja_env.filters.update(written)
    app.jinja_env.globals.update(written, qr=qr)


@cache
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
