"""Which rows of a sales file are sales, and why the others are not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from trade.history.ports import COLUMNS
from trade.history.rules.goods import code_of, is_goods, tidy


class Reason(StrEnum):
    """Why a row is refused; the first that holds, in this order."""

    MALFORMED = "malformed"
    CANCELLATION = "cancellation"
    ADJUSTMENT = "adjustment"
    NOT_GOODS = "not_goods"
    STOCK_CORRECTION = "stock_correction"
    NO_PRICE = "no_price"
    ALREADY_IMPORTED = "already_imported"
    REPEATED_INVOICE = "repeated_invoice"


class Sale(NamedTuple):
    """One invoice line that was really a sale of goods. ``customer`` is empty at the counter."""

    invoice: str
    code: str
    description: str
    quantity: int
    at: datetime
    unit_price: Decimal
    customer: str
    country: str

    @property
    def value(self) -> Decimal:
        """What the line was worth, unrounded."""
        return self.unit_price * self.quantity


CURRENCY: Final = "GBP"
"""Of every price in a sales file."""

EARLIEST_YEAR: Final = 1950
_INVOICE: Final = re.compile(r"[A-Z0-9-]{1,20}")
_CUSTOMER: Final = re.compile(r"[A-Za-z0-9-]{0,20}")
_QUANTITY: Final = re.compile(r"-?[0-9]{1,9}")
_PRICE: Final = re.compile(r"-?[0-9]{1,8}(\.[0-9]{1,4})?")
_CACHED: Final = 1 << 16


def classify(row: Sequence[str], until: datetime) -> Sale | Reason:
    """Read one row as a sale, or say why it is none. Sales after ``until`` are malformed."""
    if len(row) != len(COLUMNS):
        return Reason.MALFORMED
    invoice, code, customer = _invoice(row[0]), code_of(row[1]), _customer(row[6])
    quantity, at, price = _quantity(row[3]), _instant(row[4]), _price(row[5])
    if invoice is None or code is None or customer is None:
        return Reason.MALFORMED
    if quantity is None or price is None or at is None or at > until:
        return Reason.MALFORMED
    reason = _no_sale(invoice, code, quantity, price)
    if reason is not None:
        return reason
    return Sale(invoice, code, tidy(row[2]), quantity, at, price, customer, tidy(row[7]))


def _no_sale(invoice: str, code: str, quantity: int, price: Decimal) -> Reason | None:
    if invoice[0] == "C":
        return Reason.CANCELLATION
    if invoice[0] == "A" or price < 0:
        return Reason.ADJUSTMENT
    if not is_goods(code):
        return Reason.NOT_GOODS
    if quantity <= 0:
        return Reason.STOCK_CORRECTION
    return Reason.NO_PRICE if price == 0 else None


@lru_cache(_CACHED)
def _invoice(text: str) -> str | None:
    found = text.strip().upper()
    return found if _INVOICE.fullmatch(found) else None


@lru_cache(_CACHED)
def _quantity(text: str) -> int | None:
    return int(text) if _QUANTITY.fullmatch(text.strip()) else None


@lru_cache(_CACHED)
def _price(text: str) -> Decimal | None:
    return Decimal(text.strip()) if _PRICE.fullmatch(text.strip()) else None


@lru_cache(_CACHED)
def _instant(text: str) -> datetime | None:
    """Read ``2009-12-01 07:45:00``; the file names no zone, so it is taken as UTC."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    aware = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    return aware if aware.year >= EARLIEST_YEAR else None


@lru_cache(_CACHED)
def _customer(text: str) -> str | None:
    """Fold ``13085.0``, as spreadsheets write it, to ``13085``."""
    found = text.strip().removesuffix(".0")
    return found if _CUSTOMER.fullmatch(found) else None
