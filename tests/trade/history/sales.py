"""Rows of sales files, for tests: each is a good sale but for what the test is about."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from trade.history.ports import COLUMNS

DEFAULTS = {
    "invoice": "489434",
    "code": "85123A",
    "description": "WHITE HANGING HEART T-LIGHT HOLDER",
    "quantity": "6",
    "at": "2009-12-01 07:45:00",
    "price": "2.95",
    "customer": "13085",
    "country": "United Kingdom",
}


def sale_row(**values: object) -> list[str]:
    """Write one row."""
    return [str(value) for value in (DEFAULTS | values).values()]


def write_file(path: Path, rows: Iterable[Sequence[str]], header: Sequence[str] = COLUMNS) -> Path:
    """Write a sales file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path
