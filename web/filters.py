"""How amounts, quantities and instants are written. Called hundreds of times a page, so nothing here asks Babel.

Both languages group thousands by commas; they differ in dates.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import Flask
from markupsafe import Markup

from adapters.figures import SYMBOLS, day_of, instant_of, money, quantity, symbol, unit_price
from web.identity import known_viewer
from web.locale import CHINESE, current_locale
from web.translation import gettext as _

__all__ = [
    "SYMBOLS",
    "day",
    "instant",
    "instant_beside",
    "instant_in",
    "iso",
    "money",
    "picture_url",
    "qr",
    "quantity",
    "spaced",
    "symbol",
    "typed",
    "unit_price",
    "viewers_zone",
]

TYPED_MAX: Final = 40


def instant(at: datetime) -> str:
    """Write an instant in the time zone of the viewer's organisation: ``3 Dec 2026, 14:05``."""
    return instant_of(at.astimezone(viewers_zone()), chinese=current_locale() == CHINESE)


def instant_in(at: datetime, time_zone: str) -> str:
    """Write an instant in a zone of its own, such as that of a seller whose window it is."""
    return instant_of(at.astimezone(_zone(time_zone)), chinese=current_locale() == CHINESE)


def instant_beside(at: datetime, time_zone: str) -> str:
    """Write an instant as the viewer's clock has it, and beside it as clocks elsewhere have it, where they differ."""
    here, there = at.astimezone(viewers_zone()), at.astimezone(_zone(time_zone))
    if here.utcoffset() == there.utcoffset():
        return instant(at)
    elsewhere = f"{there:%H:%M}" if here.date() == there.date() else instant_in(at, time_zone)
    return _("%(here)s (%(there)s in %(zone)s)", here=instant(at), there=elsewhere, zone=time_zone)


def day(on: date | datetime) -> str:
    """Write a day: ``3 Dec 2026``, ``2026年12月3日``."""
    local = on.astimezone(viewers_zone()) if isinstance(on, datetime) else on
    return day_of(local, chinese=current_locale() == CHINESE)


def percent(rate: Decimal) -> str:
    """Write a rate of 0.05 as 5 %."""
    figure = f"{rate * 100:f}"
    return f"{figure.rstrip('0').rstrip('.') if '.' in figure else figure}\u00a0%"


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
    import segno  # noqa: PLC0415 - 2 MB for two pages

    drawn = segno.make(text, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff", title=title)
    return Markup(drawn.replace("<svg ", '<svg role="img" ', 1))  # noqa: S704 - segno escapes the title


def typed(text: str) -> str:
    """Write what stood in a cell on one short line, in quotes; nothing for nothing."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    shown = line if len(line) <= TYPED_MAX else f"{line[: TYPED_MAX - 1]}…"
    return f"“{shown}”" if shown else ""


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
        "instant_beside": instant_beside,
        "instant_in": instant_in,
        "day": day,
        "percent": percent,
        "iso": iso,
        "spaced": spaced,
        "picture_url": picture_url,
        "typed": typed,
    }
    app.jinja_env.filters.update(written)
    app.jinja_env.globals.update(written, qr=qr)


@cache
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
