"""The rows of a sheet of products that were not taken in, as a file with our titles and the reason of each."""

from collections.abc import Iterable, Mapping, Sequence

from flask import Response

from blueprints.supplier.product_columns import TITLES, fault_words
from blueprints.supplier.rows_to_fix import fix_file
from trade.kernel.tallies import Tally
from trade.pricing.rules.rows import JudgedGood
from trade.pricing.rules.sheet import COLUMNS
from web.translation import gettext as _


def columns_used(rows: Iterable[Mapping[str, str]]) -> list[str]:
    """The columns in which some row says something, in our order."""
    said = {name for cells in rows for name in cells}
    return [name for name in COLUMNS if name in said]


def goods_to_fix(
    columns: Sequence[str], rows: Iterable[tuple[Mapping[str, str], str]], sums: Sequence[Tally[str]]
) -> Response:
    """Give rows, each with its reason, under the titles of ``columns``; behind them the sums of what is wrong."""
    told = (([cells.get(name, "") for name in columns], reason) for cells, reason in rows)
    return fix_file([TITLES[name] for name in columns], told, sums)


def reason_of(row: JudgedGood) -> str:
    """What is wrong with a row, in one cell."""
    return "; ".join(_("%(code)s: %(told)s", code=column, told=why) for column, why, _cell in fault_words(row))
