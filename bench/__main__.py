"""``python -m bench [names…] [--sales FILE] [--scale PART]``: measure, print a table, write bench/results.json."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import (
    credit,
    forecasts,
    importing,
    lines,
    memory,
    orders,
    pages,
    phone,
    pools,
    searching,
    settlement,
    sheets,
    steady,
    uploads,
    verifying,
    watching,
)
from bench.market import Market, market
from bench.results import Result, show, write

PROJECT = Path(__file__).parents[1]
YEAR = PROJECT.parent / "shared" / "data" / "year_2009-2010.csv.xz"
SAMPLE = PROJECT / "demo" / "sales.csv.xz"


def main() -> None:
    """Run the items named, or all."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument(
        "items",
        nargs="*",
        help="pages, orders, verifying, credit, settlement, memory, phone, uploads, lines, sheets, importing, forecasts,"
        " searching, steady, pools, watching; all by default",
    )
    parser.add_argument("--sales", type=Path, default=YEAR if YEAR.exists() else SAMPLE, help="a year of invoices")
    parser.add_argument("--scale", type=float, default=1.0, help="a part of the sizes of money, to try it out: 0.01")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pinhuo-bench-") as folder, market(Path(folder)) as place:
        Path(folder).chmod(0o755)
        items: dict[str, Callable[[Market], Iterator[Result]]] = {
            "pages": lambda m: pages.run(m, Path(folder)),
            "orders": lambda m: orders.run(m, Path(folder)),
            "verifying": lambda m: verifying.run(m, given.scale),  # before the draws, which have no orders
            "credit": lambda m: credit.run(m, given.scale),
            "settlement": lambda m: settlement.run(m, given.scale),
            "memory": memory.run,
            "phone": phone.run,
            "uploads": uploads.run,
            "watching": lambda m: watching.run(m, Path(folder)),
            "lines": lines.run,
            "sheets": sheets.run,
            "pools": pools.run,
            "importing": lambda m: importing.run(m, given.sales),
            "forecasts": forecasts.run,
            "searching": lambda m: searching.run(m, Path(folder)),  # it fills the market
            "steady": lambda m: steady.run(m, Path(folder)),
        }
        results: list[Result] = []
        for name in given.items or items:
            results.extend(items[name](place))
            show(results)
            if given.scale == 1.0:  # at once: what was measured is not lost with what fails after it
                write(results, PROJECT / "bench" / "results.json")


if __name__ == "__main__":
    main()
