"""Demand out of a sales file, by the rules that an import follows (docs/import.md), as numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

import numpy as np

from adapters.forecasting.panel import Floats, Ints, Panel
from trade.history.rules.goods import code_of, display_name, is_goods
from trade.history.rules.places import place_of
from trade.history.rules.rows import Reason, Sale, classify
from trade.history.rules.shelves import Shelf, shelf_of

END_OF_TIME: Final = datetime.max.replace(tzinfo=UTC)
NEVER: Final = date.max


class Line(NamedTuple):
    """A sold line, and the day on which it was cancelled, if ever."""

    code: str
    region: str
    day: date
    quantity: int
    cancelled: date


@dataclass
class Demand:
    """Everything that a file says was sold. SKUs of one category stand together, so that pieces hold families."""

    lines: list[Line]
    codes: list[str]
    regions: list[str]
    families: list[Shelf]
    refused: Counter[str] = field(default_factory=Counter)

    def panel(self, until: date, known_by: date | None = None) -> Panel:
        """Units a day from the first sale to the day before ``until``.

        A line counts as cancelled only if that was known on the day ``known_by``; by default ``until``.
        """
        known_by = known_by or until
        first = min(line.day for line in self.lines)
        counted = [line for line in self.lines if line.day < until and line.cancelled >= known_by]
        days = (until - first).days
        row = {code: place for place, code in enumerate(self.codes)}
        column = {code: place for place, code in enumerate(self.regions)}
        rows = np.array([row[line.code] for line in counted], dtype=np.int64)
        regions = np.array([column[line.region] for line in counted], dtype=np.int64)
        day = np.array([(line.day - first).days for line in counted], dtype=np.int64)
        quantity = np.array([line.quantity for line in counted], dtype=np.float64)
        pairs, place = np.unique(rows * len(self.regions) + regions, return_inverse=True)
        shelves = {shelf.slug: number for number, shelf in enumerate(dict.fromkeys(self.families))}
        return Panel(
            first,
            _summed(rows, day, quantity, (len(self.codes), days)),
            _summed(place, day, quantity, (len(pairs), days)),
            pairs // len(self.regions),
            pairs % len(self.regions),
            np.array([shelves[shelf.slug] for shelf in self.families], dtype=np.int64),
        )

    @property
    def last_day(self) -> date:
        """The day of the last sale."""
        return max(line.day for line in self.lines)


def read_demand(rows: Iterable[Sequence[str]], limit: int | None = None) -> Demand:
    """Read a file's rows; with a limit, keep so many SKUs, evenly out of all (by code)."""
    sales, cancelled, refused = _sorted(rows)
    found = Counter(sale.code for sale in sales)
    codes = sorted(found)
    if limit is not None and limit < len(codes):
        codes = [codes[int(place)] for place in np.linspace(0, len(codes) - 1, max(limit, 1))]
    kept = set(codes)
    lines = _matched([sale for sale in sales if sale.code in kept], cancelled)
    names = _names(sale for sale in sales if sale.code in kept)
    shelves = {code: shelf_of(display_name(names.get(code, ""))) for code in codes}
    codes.sort(key=lambda code: (shelves[code].slug, code))
    return Demand(lines, codes, sorted({line.region for line in lines}), [shelves[code] for code in codes], refused)


def _sorted(rows: Iterable[Sequence[str]]) -> tuple[list[Sale], dict[tuple[str, str, int], list[date]], Counter[str]]:
    """Part sales from cancellations, and count the rest by reason."""
    sales: list[Sale] = []
    cancelled: dict[tuple[str, str, int], list[date]] = defaultdict(list)
    refused: Counter[str] = Counter()
    for row in rows:
        sale = classify(row, END_OF_TIME)
        if isinstance(sale, Sale):
            sales.append(sale)
            continue
        refused[sale.value] += 1
        if sale is Reason.CANCELLATION and (back := _taken_back(row)) is not None:
            cancelled[back[0]].append(back[1])
    return sales, cancelled, refused


def _taken_back(row: Sequence[str]) -> tuple[tuple[str, str, int], date] | None:
    """Of a cancellation: whose, of what and how many, and on which day. ``None`` where it cannot be told."""
    code, customer = code_of(row[1]), row[6].strip().removesuffix(".0")
    if code is None or not is_goods(code) or not customer:
        return None
    try:
        return (customer, code, -int(row[3])), datetime.fromisoformat(row[4].strip()).date()
    except ValueError:
        return None


def _matched(sales: list[Sale], cancelled: dict[tuple[str, str, int], list[date]]) -> list[Line]:
    """Let each cancellation take back the customer's last earlier sale of just as many of the SKU."""
    open_sales: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    sales.sort(key=lambda sale: sale.at)
    for place, sale in enumerate(sales):
        key = (sale.customer, sale.code, sale.quantity)
        if key in cancelled:
            open_sales[key].append(place)
    ended: dict[int, date] = {}
    for key, places in open_sales.items():
        for day in sorted(cancelled[key]):
            earlier = [place for place in places if place not in ended and sales[place].at.date() <= day]
            if earlier:
                ended[earlier[-1]] = day
    return [
        Line(sale.code, place_of(sale.country, sale.customer).code, sale.at.date(), sale.quantity, ended.get(n, NEVER))
        for n, sale in enumerate(sales)
    ]


def _names(sales: Iterable[Sale]) -> dict[str, str]:
    """The commonest description of each code."""
    described: dict[str, Counter[str]] = defaultdict(Counter)
    for sale in sales:
        if sale.description:
            described[sale.code][sale.description] += 1
    return {code: names.most_common(1)[0][0] for code, names in described.items()}


def _summed(row: Ints, column: Ints, values: Floats, shape: tuple[int, int]) -> Floats:
    flat = np.bincount(row * shape[1] + column, weights=values, minlength=shape[0] * shape[1])
    return flat.astype(np.float64).reshape(shape)
