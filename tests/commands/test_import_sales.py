import lzma
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import func, select

from commands.import_sales import import_file
from tests.trade.history.sales import sale_row, write_file
from trade.catalogue.models import Product
from trade.history.models import PastOrder, PastOrderLine
from trade.history.ports import COLUMNS
from trade.parties.models import Organisation

PROJECT = Path(__file__).parents[2]
HEADER = ",".join(COLUMNS) + "\n"
ROW = ",".join(sale_row()) + "\n"


@pytest.fixture
def import_sales(app, committed):
    def run(*arguments: object):
        return app.test_cli_runner().invoke(args=["import", "sales", *map(str, arguments)])

    return run


def nothing_written(session):
    session.rollback()
    return [session.scalar(select(func.count()).select_from(m)) for m in (PastOrder, Product, Organisation)] == [0] * 3


def test_the_last_line_is_for_scripts(import_sales, tmp_path):
    file = write_file(tmp_path / "sales.csv", [sale_row(), sale_row(code="POST"), sale_row(invoice="C1")])

    result = import_sales(file)

    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[-1] == "read=3 taken=1 refused=2 value=17.70"
    assert "refused: not goods" in result.output


def test_a_second_import_says_that_it_took_nothing(import_sales, tmp_path, committed):
    file = write_file(tmp_path / "sales.csv", [sale_row(), sale_row(invoice="2")])
    import_sales(file)

    result = import_sales(file)

    assert result.output.splitlines()[-1] == "read=2 taken=0 refused=2 value=0.00"
    assert "already imported" in result.output
    assert committed.scalar(select(func.count()).select_from(PastOrderLine)) == 2


def test_other_books_are_told_apart(import_sales, tmp_path):
    file = write_file(tmp_path / "sales.csv", [sale_row()])
    import_sales(file)

    assert "taken=1" in import_sales(file, "--source", "another-shop").output
    assert import_sales(file, "--source", "").exit_code != 0


@pytest.mark.parametrize("text", [HEADER + ROW, HEADER + ROW.rstrip("\n"), "\ufeff" + HEADER + "\n" + ROW + "\n\n"])
def test_a_mark_at_the_beginning_and_blank_lines_do_no_harm(import_sales, tmp_path, text):
    file = tmp_path / "sales.csv"
    file.write_text(text, encoding="utf-8")

    assert import_sales(file).output.endswith("read=1 taken=1 refused=0 value=17.70\n")


def test_a_compressed_file_is_read_as_it_streams(import_sales, tmp_path):
    file = tmp_path / "sales.csv.xz"
    file.write_bytes(lzma.compress((HEADER + ROW).encode()))

    assert import_sales(file).output.endswith("read=1 taken=1 refused=0 value=17.70\n")


WHOLE = lzma.compress((HEADER + ROW * 5_000).encode())
BAD_FILES = {
    "empty.csv": (b"", "is empty"),
    "empty.csv.xz": (b"", "is no whole xz file"),
    "header.csv": (b"Invoice;StockCode\n1;2\n", "must begin with the line Invoice,StockCode"),
    "columns.csv": (HEADER.replace("Price", "UnitPrice").encode() + ROW.encode(), "must begin with the line"),
    "latin.csv": (HEADER.encode() + ROW.encode() + ROW.replace("WHITE", "CAF\xc9").encode("latin-1"), "not in UTF-8"),
    "wide.csv": ((HEADER + ROW).encode("utf-16"), "not in UTF-8"),
    "plain.csv.xz": ((HEADER + ROW).encode(), "is no whole xz file"),
    "cut.csv.xz": (WHOLE[: len(WHOLE) // 2], "is no whole xz file"),
    "broken.csv.xz": (WHOLE[:200] + b"\0" * 20 + WHOLE[220:], "is no whole xz file"),
    "cut.csv": ((HEADER + ROW * 3)[:-40].encode(), "was cut off"),
    "cut_country.csv": ((HEADER + ROW * 3)[:-5].encode(), "was cut off"),
    "open_quote.csv": ((HEADER + ROW + '1,"85123A').encode(), "is no whole CSV file"),
    "sales.xlsx": (b"PK\x03\x04", "must be a .csv or a .csv.xz file"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_with_a_sentence_and_leaves_nothing(import_sales, tmp_path, committed, name):
    content, sentence = BAD_FILES[name]
    file = tmp_path / name
    file.write_bytes(content)

    result = import_sales(file)

    assert result.exit_code != 0
    assert sentence in result.output
    assert "Nothing was imported." in result.output
    assert "Traceback" not in result.output
    assert nothing_written(committed)


def test_a_file_that_is_not_there_is_named(import_sales, tmp_path):
    result = import_sales(tmp_path / "missing.csv")

    assert result.exit_code != 0
    assert "missing.csv" in result.output


@pytest.mark.slow
def test_killed_in_the_middle_it_leaves_nothing(migrated, committed, tmp_path):
    """The file is a pipe that never ends: the import is killed while it waits for more rows."""
    pipe = tmp_path / "sales.csv"
    os.mkfifo(pipe)
    command = (
        "from pathlib import Path; from commands.import_sales import import_file;"
        f"import_file({migrated.database_url!r}, Path({str(pipe)!r}), 'books')"
    )
    child = subprocess.Popen([sys.executable, "-c", command], cwd=PROJECT)
    try:
        with _opened(pipe, child) as file:
            file.write(HEADER + ROW * 20_000)
            file.flush()
            _wait_for_copy(committed)
            child.send_signal(signal.SIGKILL)
            child.wait(10)
    except BrokenPipeError:  # closing tells that the reader is gone, which is the point
        pass
    finally:
        child.kill()
        child.wait()

    assert child.returncode == -signal.SIGKILL
    assert nothing_written(committed)
    assert import_file(migrated.database_url, write_file(tmp_path / "whole.csv", [sale_row()]), "books").taken == 1


def _opened(pipe, child):
    """Open the pipe once the other process reads from it: one that ended before never will."""
    while child.poll() is None:
        with suppress(OSError):
            opened = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
            os.set_blocking(opened, True)
            return os.fdopen(opened, "w")
        time.sleep(0.05)
    pytest.fail("the import ended before it looked at its file")


def _wait_for_copy(session):
    """Wait until the other process is in the middle of copying."""
    busy = select(func.count()).select_from(func.pg_stat_get_progress_info("COPY"))
    until = time.monotonic() + 30
    while not session.scalar(busy):
        session.rollback()
        assert time.monotonic() < until
        time.sleep(0.05)
    session.rollback()
