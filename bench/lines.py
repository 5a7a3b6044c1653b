"""A thousand pasted lines previewed, a workbook of ten thousand rows checked: each beside the bare reading and one statement."""

from __future__ import annotations

import time
from collections.abc import Iterator
from io import BytesIO
from itertools import cycle, islice

import psycopg
from python_calamine import CalamineWorkbook

from adapters.clock import now
from adapters.sheets import read_sheet, write_workbook
from bench.market import Market, buyers
from bench.results import Result, slower_is_worse
from trade.kernel.actor import Actor
from trade.kernel.ports import WrittenCell
from trade.kernel.work import Call
from trade.pad import actions
from trade.pad.actions.uploads import data_rows
from trade.pad.queries import pad_view, upload_source
from trade.pad.rules.lines import read_pasted
from trade.pad.rules.uploads import ROWS_AT_ONCE, Mapping

PASTED = 1_000
ROWS = 10_000
ROUNDS = 3


def run(market: Market) -> Iterator[Result]:
    """Measure both."""
    with psycopg.connect(market.raw_url) as connection:
        codes = [code for (code,) in connection.execute("SELECT code FROM skus ORDER BY code")]
        actor = buyers(market, [market.sku_ids[:1]])[0].actor
        yield _paste(market, actor, connection, codes)
        yield _upload(market, actor, connection, codes)


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
    began = time.perf_counter()
    with market.session(actor) as session:
        upload_id = actions.take_upload(Call(session, actor, now()), read_sheet, "order.xlsx", content)
        actions.map_upload(Call(session, actor, now()), read_sheet, upload_id, Mapping(0, 1, None, 1))
        source = upload_source(session, actor, upload_id)
        with read_sheet(source.content) as sheet:
            left = data_rows(sheet.rows, 1, source.done)
            while piece := tuple(islice(left, ROWS_AT_ONCE)):
                actions.check_rows(Call(session, actor, now()), upload_id, 1, piece)
        actions.finish_check(Call(session, actor, now()), upload_id, 1, "")
    took = time.perf_counter() - began
    note = "10,000 rows of XLSX checked and kept, as the job does it; beside calamine and one lookup; at most 5 s"
    return slower_is_worse("upload_10k", took, bare, "s", note)


def _look_up(connection: psycopg.Connection, codes: list[str]) -> None:
    folded = [code.lower() for code in codes]
    connection.execute("SELECT id, code FROM skus WHERE lower(code) = ANY(%s)", (folded,)).fetchall()
