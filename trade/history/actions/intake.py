"""The part of an import that sees every row: what is taken is handed on at once, and only sums are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from trade.history.ports import SalesRows
from trade.history.rules.places import Place, place_of
from trade.history.rules.rows import Reason, Sale, classify
from trade.kernel.ids import new_id

STAGE: Final = "incoming_lines"
FAR_APART: Final = 5_000
"""Rows of one invoice lie near each other. One that returns after so many others was copied into the file again."""


@dataclass(slots=True)
class Invoice:
    """An invoice as far as its rows have come."""

    id: UUID
    at: datetime
    place: Place
    customer: str
    last_row: int
    lines: int = 0
    is_over: bool = False
    key: str = ""

    def __post_init__(self) -> None:
        """Spell the id once: each line repeats it."""
        self.key = str(self.id)


@dataclass(slots=True)
class Good:
    """A SKU met in the file, and how often each description named it."""

    id: UUID
    is_new: bool
    descriptions: Counter[str] = field(default_factory=Counter)
    key: str = ""

    def __post_init__(self) -> None:
        """Spell the id once: each line repeats it."""
        self.key = str(self.id)


@dataclass(slots=True)
class Customer:
    """A customer met in the file: since when, and how many lines were sold where."""

    since: datetime
    places: Counter[Place] = field(default_factory=Counter)

    @property
    def place(self) -> Place:
        """Where most lines were sold; of equals, where the first was."""
        return self.places.most_common(1)[0][0]


class Intake:
    """Sorts the rows of one file, and remembers what the tables need beside the lines."""

    def __init__(self, known_invoices: Collection[str], known_goods: Mapping[str, UUID], until: datetime) -> None:
        """Begin with what earlier imports brought; sales after ``until`` are no past sales."""
        self.known_invoices = known_invoices
        self.until = until
        self.read = self.taken = 0
        self.refused: Counter[Reason] = Counter()
        self.value = Decimal(0)
        self.invoices: dict[str, Invoice] = {}
        self.goods = {code: Good(sku_id, is_new=False) for code, sku_id in known_goods.items()}
        self.earliest_at = datetime.max.replace(tzinfo=UTC)
        self.latest_at = datetime.min.replace(tzinfo=UTC)

    @property
    def new_goods(self) -> dict[str, Good]:
        """Goods that no earlier import knew, by code."""
        return {code: good for code, good in self.goods.items() if good.is_new}

    def customers(self) -> dict[str, Customer]:
        """Everybody who bought something, by number; counter sales have no customer."""
        found: dict[str, Customer] = {}
        for invoice in self.invoices.values():
            if invoice.customer:
                customer = found.setdefault(invoice.customer, Customer(invoice.at))
                customer.since = min(customer.since, invoice.at)
                customer.places[invoice.place] += invoice.lines
        return found

    def lines(self, rows: SalesRows) -> Iterator[str]:
        """Sort all rows, and yield each line that is taken as text for PostgreSQL's COPY."""
        for row in rows:
            self.read += 1
            line = self._line(row)
            if isinstance(line, Reason):
                self.refused[line] += 1
            else:
                self.taken += 1
                yield line

    def _line(self, row: Sequence[str]) -> str | Reason:
        sale = classify(row, self.until)
        if isinstance(sale, Reason):
            return sale
        if sale.invoice in self.known_invoices:
            return Reason.ALREADY_IMPORTED
        invoice = self._invoice(sale)
        if invoice.is_over:
            return Reason.REPEATED_INVOICE
        invoice.lines += 1
        good = self._good(sale)
        self.value += sale.value
        who = invoice.customer or r"\N"
        return f"{invoice.key}\t{invoice.lines}\t{good.key}\t{sale.quantity}\t{sale.unit_price}\t{who}\n"

    def _invoice(self, sale: Sale) -> Invoice:
        invoice = self.invoices.get(sale.invoice)
        if invoice is None:
            place = place_of(sale.country, sale.customer)
            invoice = Invoice(new_id(), sale.at, place, sale.customer, last_row=self.read)
            self.invoices[sale.invoice] = invoice
            self.earliest_at = min(self.earliest_at, sale.at)
            self.latest_at = max(self.latest_at, sale.at)
        elif self.read - invoice.last_row > FAR_APART:
            invoice.is_over = True
        else:
            invoice.last_row = self.read
        return invoice

    def _good(self, sale: Sale) -> Good:
        good = self.goods.get(sale.code)
        if good is None:
            good = self.goods[sale.code] = Good(new_id(), is_new=True)
        if sale.description:
            good.descriptions[sale.description] += 1
        return good
