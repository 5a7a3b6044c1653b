"""What an import of past sales needs from outside: a stream of rows, each as its file spelt it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

COLUMNS: Final = (
    "Invoice",
    "StockCode",
    "Description",
    "Quantity",
    "InvoiceDate",
    "Price",
    "Customer ID",
    "Country",
)
"""The header of a sales file, in this order."""

SalesRows = Iterable[Sequence[str]]
"""Rows as text, in the order of :data:`COLUMNS`; a row may be too short or too long."""
