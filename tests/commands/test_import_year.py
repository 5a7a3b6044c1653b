"""A whole year of real invoices: the figures against another computation, and the memory it takes."""

import csv
import lzma
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from demo.load import SAMPLE
from trade.catalogue.models import SKU
from trade.history.models import PastOrder, PastOrderLine
from trade.pricing.models import Ladder
from trade.pricing.rules import Step, problems_of

PROJECT = Path(__file__).parents[2]
YEAR = PROJECT.parent / "shared" / "data" / "year_2009-2010.csv.xz"
FILE = YEAR if YEAR.exists() else SAMPLE
MEGABYTES = 500

IMPORT = """
import sys
from pathlib import Path
from commands.import_sales import import_file, told
print(told(import_file(sys.argv[1], Path(sys.argv[2]), "books"))[-1])
# Of this program alone: what getrusage tells begins with the size of whoever started it.
print(next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) // 1024)
"""


def counted_otherwise():
    """Count with one expression a row, in the words of the data's description rather than of our rules."""
    no_goods = re.compile(
        r"(POST|DOT|M|D|S|B|C2|C3|PADS|BANK CHARGES|AMAZONFEE|CRUK|ADJUST.*|TEST.*|GIFT.*)", re.IGNORECASE
    )
    read = taken = 0
    value = Decimal(0)
    invoices = set()
    with lzma.open(FILE, "rt", encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            read += 1
            quantity, price = int(row["Quantity"]), Decimal(row["Price"])
            if row["Invoice"].isdigit() and quantity > 0 and price > 0 and not no_goods.fullmatch(row["StockCode"]):
                taken += 1
                value += quantity * price
                invoices.add(row["Invoice"])
    return f"read={read} taken={taken} refused={read - taken} value={value:.2f}", taken, len(invoices)


@pytest.fixture
def imported(migrated, committed):
    """The last line of the report, and the megabytes that it took; `make bench` has the seconds."""
    command = [sys.executable, "-c", IMPORT, migrated.database_url, str(FILE)]
    done = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
    line, megabytes = done.stdout.splitlines()
    return line, int(megabytes)


@pytest.mark.slow
def test_a_year_of_invoices(imported, committed):
    line, megabytes = imported
    expected, taken, invoices = counted_otherwise()

    assert line == expected
    assert committed.scalar(select(func.count()).select_from(PastOrderLine)) == taken
    assert committed.scalar(select(func.count()).select_from(PastOrder)) == invoices
    assert megabytes < MEGABYTES

    every_ladder_can_be_saved(committed)
    white_heart = committed.scalars(select(Ladder).join(SKU, SKU.id == Ladder.sku_id).where(SKU.code == "85123A")).one()
    assert white_heart.quantities == [6, 32]
    assert white_heart.unit_prices == [Decimal("2.95"), Decimal("2.55")]


def every_ladder_can_be_saved(session):
    rows = session.execute(select(SKU, Ladder).join(Ladder, Ladder.sku_id == SKU.id)).all()
    assert len(rows) > 3_000
    for sku, ladder in rows:
        steps = [Step(*step) for step in zip(ladder.quantities, ladder.unit_prices, strict=True)]
        assert problems_of(steps, sku.quantity_rule) == [], sku.code
    assert sum(len(ladder.quantities) > 1 for _, ladder in rows) > len(rows) // 12
