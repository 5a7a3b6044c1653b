"""Days that are asked for in an address: instants at which they begin or end for the viewer."""

from datetime import datetime, time, timedelta

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
