"""A thousand pasted lines previewed, workbooks of ten and a hundred thousand rows checked: each beside the bare reading."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from itertools import cycle, islice
from typing import Final

import psycopg
from python_calamine import CalamineWorkbook

from adapters.clock import now
from adapters.sheets import read_sheet, write_workbook
from bench.market import Market, buyers
from bench.results import Result, slower_is_worse
from trade.kernel.actor import Actor
from trade.kernel.ports import SheetLimits, WrittenCell
from trade.kernel.work import Call
from trade.pad import actions
from trade.pad.actions.uploads import data_rows
from trade.pad.queries import pad_view, upload_source, upload_view
from trade.pad.rules.lines import read_pasted
from trade.pad.rules.uploads import ROWS_AT_ONCE, Mapping

PASTED = 1_000
ROWS = 10_000
LARGE = 100_000
ROUNDS = 3


def run(market: Market) -> Iterator[Result]:
    """Measure both."""
    with psycopg.connect(market.raw_url) as connection:
        codes = [code for (code,) in connection.execute("SELECT code FROM skus ORDER BY code")]
        actor = buyers(market, [market.sku_ids[:1]])[0].actor
        yield _paste(market, actor, connection, codes)
        yield _upload(market, actor, connection, codes)
        yield _large_upload(market, actor, connection, codes)


def _paste(market: Market, actor: Actor, connection: psycopg.Connection, codes: list[str]) -> Result:
    lines = [f"{code}\t24" for code in islice(cycle(codes), PASTED)]
    began = time.perf_counter()
    for _ in range(ROUNDS):
        _look_up(connection, [line.split("\t")[0] for line in lines])
    bare = (time.perf_counter() - began) / ROUNDS
    began = time.perf_counter()
    for _ in range(ROUNDS):
        with market.session(actor) as session:
            call = Call(session, actor, now())
            actions.add_lines(call, tuple(read_pasted("\n".join(lines))))
            pad_view(session, actor, call.at)
        with market.session(actor) as session:
            actions.put_pad(Call(session, actor, now()))
    took = (time.perf_counter() - began) / ROUNDS
    note = "1,000 lines read, judged, kept and previewed, then put; beside one lookup of their codes; at most 2 s"
    return slower_is_worse("pad_paste_1000", took, bare, "s", note)


def _upload(market: Market, actor: Actor, connection: psycopg.Connection, codes: list[str]) -> Result:
    rows: list[list[WrittenCell]] = [[code, 24] for code in islice(cycle(codes), ROWS)]
    content = write_workbook("Order", ["SKU", "Quantity"], rows)
    began = time.perf_counter()
    cells = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    _look_up(connection, [str(row[0]) for row in cells])
    bare = time.perf_counter() - began
    _, took = _checked(market, actor, content)
    note = "10,000 rows of XLSX checked and kept, as the job does it; beside calamine and one lookup; at most 5 s"
    return slower_is_worse("upload_10k", took, bare, "s", note)


def _large_upload(market: Market, actor: Actor, connection: psycopg.Connection, codes: list[str]) -> Result:
    """A hundred thousand rows, some of them wrong from the start: how long until the first errors stand on the page."""
    rows: list[list[WrittenCell]] = [
        ["nobody's" if n % 100 == 0 else code, 24] for n, code in enumerate(islice(cycle(codes), LARGE))
    ]
    content = write_workbook("Order", ["SKU", "Quantity"], rows)
    began = time.perf_counter()
    cells = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    _look_up(connection, [str(row[0]) for row in cells[:ROWS_AT_ONCE]])
    bare = time.perf_counter() - began
    first, whole = _checked(market, actor, content)
    note = (
        f"100,000 rows of XLSX: the first 1,000 checked, errors shown, at most 3 s; beside calamine and one lookup; "
        f"all rows {whole:.1f} s; the reading child {_peak_of_child(content)} MB of {SheetLimits().memory_bytes >> 20}"
    )
    return slower_is_worse("upload_100k", first, bare, "s", note)


def _checked(market: Market, actor: Actor, content: bytes) -> tuple[float, float]:
    """Take a file and check it as the page and the job do; answer the seconds to the first errors and to the end."""
    began = time.perf_counter()
    with market.session(actor) as session:
        upload_id = actions.take_upload(Call(session, actor, now()), read_sheet, "order.xlsx", content)
        actions.map_upload(Call(session, actor, now()), read_sheet, upload_id, Mapping(0, 1, None, 1))
        upload_view(session, actor, upload_id, now())
        first = time.perf_counter() - began
        source = upload_source(session, actor, upload_id)
        with read_sheet(source.content) as sheet:
            left = data_rows(sheet.rows, 1, source.done)
            while piece := tuple(islice(left, ROWS_AT_ONCE)):
                actions.check_rows(Call(session, actor, now()), upload_id, 1, piece)
        actions.finish_check(Call(session, actor, now()), upload_id, 1, "")
    return first, time.perf_counter() - began


_READ_ALL: Final = """
import resource, sys
from adapters.sheets import read_sheet
with read_sheet(sys.stdin.buffer.read()) as sheet:
    assert sum(1 for _ in sheet.rows) > 1
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


def _peak_of_child(content: bytes) -> int:
    """Read the file once more in a process that has no other children; answer the child's peak in MB."""
    found = subprocess.run([sys.executable, "-c", _READ_ALL], input=content, capture_output=True, check=True)
    return int(found.stdout)


def _look_up(connection: psycopg.Connection, codes: list[str]) -> None:
    folded = [code.lower() for code in codes]
    connection.execute("SELECT id, code FROM skus WHERE lower(code) = ANY(%s)", (folded,)).fetchall()
