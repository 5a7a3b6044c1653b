"""Rows of sums in what people send: that they were left out, and whether they agree with what was read."""

from collections.abc import Iterable

from trade.kernel.totals import LeftOut
from web.filters import quantity
from web.translation import gettext as _

SHOWN_MAX = 5


def told(rows: Iterable[LeftOut]) -> list[str]:
    """Say of each row of sums that it was left out; those that disagree with the rows above them come first, a few in all."""
    ordered = sorted(rows, key=lambda row: not row.differs)
    return [_sentence(row) for row in ordered[:SHOWN_MAX]]


def _sentence(row: LeftOut) -> str:
    said = _("Row %(row)s looks like a total and was left out.", row=row.number)
    if not row.differs:
        return said
    differs = _(
        "It says %(said)s, but the rows above it come to %(above)s: look whether one is missing.",
        said=quantity(row.said or 0),
        above=quantity(row.above),
    )
    return f"{said} {differs}"
