"""What is wrong with the rows of a sheet, summed up: how one line of it reads, and the sheet behind a file of rows to fix."""

from collections.abc import Sequence
from typing import Final

from flask import Flask

from adapters.sheets import BehindSheet
from trade.kernel.tallies import Tally
from web.filters import quantity, typed
from web.translation import gettext as _

SUMS_MAX: Final = 20
"""So many kinds of fault a page lists; the file has all."""


def often(tally: Tally[str]) -> str:
    """What stands in such rows most often, and in how many: “Drinks” (300), “n/a” (12)."""
    return ", ".join(f"{typed(value)} ({quantity(rows)})" for value, rows in tally.values)


def sums_sheet(sums: Sequence[Tally[str]]) -> BehindSheet:
    """The sums as a sheet behind the rows: what one mending would heal, the most first."""
    header = [_("Rows"), _("What is wrong"), _("Most often")]
    return _("What is wrong"), header, [(one.rows, one.fault, often(one)) for one in sums], (10, 70, 60)


def init_app(app: Flask) -> None:
    """Give templates what a line of the sums needs."""
    app.jinja_env.filters["often"] = often
    app.jinja_env.globals["SUMS_MAX"] = SUMS_MAX
