"""Days that are asked for in an address: instants at which they begin or end for the viewer."""

from datetime import date, datetime, time, timedelta
from typing import Final

from flask import request

from web.filters import viewers_zone


def day_asked(text: str | None, *, after: bool = False) -> datetime | None:
    """Return when a day begins for the viewer (``after``: when it has ended); nothing for what is no day."""
    try:
        on = datetime.strptime(text or "", "%Y-%m-%d").date()  # noqa: DTZ007 - a day, whose zone is the viewer's
    except ValueError:
        return None
    if not 1970 < on.year < 9000:
        return None
    return datetime.combine(on + timedelta(days=1) if after else on, time(), viewers_zone())


SPAN_MOST: Final = timedelta(days=366)
SPAN_USUAL: Final = timedelta(days=92)


def span_asked(today: date) -> tuple[date, date]:
    """Return the days that ``from`` and ``until`` of the address name; the last three months where they cannot be."""
    usual = today - SPAN_USUAL, today
    try:
        first = date.fromisoformat(request.args.get("from", ""))
        last = date.fromisoformat(request.args.get("until", ""))
    except ValueError:
        return usual
    return (first, last) if timedelta(0) <= last - first <= SPAN_MOST else usual
