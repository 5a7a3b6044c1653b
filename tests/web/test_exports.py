"""S7: no list that is given as a file runs a formula, whatever stands in whichever text; lists found from the routes."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Final

import pytest
from flask import Flask
from openpyxl import load_workbook
from werkzeug.routing import AnyConverter

from tests.web.poisoning import poison
from tests.web.strangers import Door, World, doors, furnish
from tests.web.test_access_matrix import LET_IN, permitted
from trade.kernel.cells import RUN, restored
from trade.kernel.money import Money
from web.sheets import csv_answer, workbook_answer

PAYLOADS: Final = (
    "=1+1", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(1)",
)  # fmt: skip
KINDS: Final = ("csv", "xlsx")
NUMBER: Final = re.compile(r"-?[0-9]+([.][0-9]+)?")


@pytest.fixture
def world(app, session) -> World:
    return furnish(app, session)


def exports(app: Flask) -> Iterator[tuple[Door, str]]:
    """Every address that gives a list as a file, with its kind."""
    for door in doors(app):
        found = door.rule._converters.get("kind")
        if isinstance(found, AnyConverter) and found.items >= set(KINDS):
            yield from ((door, kind) for kind in KINDS)
        elif door.rule.rule.endswith(KINDS):
            yield door, door.rule.rule.rpartition(".")[2]


def rows_of(answer, kind: str) -> Iterator[tuple[str, bool]]:
    """Every cell that is text: what it says, and whether it is marked as no formula."""
    if kind == "csv":
        for row in csv.reader(StringIO(answer.get_data(as_text=True).lstrip("\ufeff"), newline="")):
            for cell in row:
                is_safe = cell[:1] not in RUN or NUMBER.fullmatch(cell) is not None
                yield restored(cell), is_safe
        return
    for cells in load_workbook(BytesIO(answer.get_data())).worksheets[0].iter_rows():
        for one in cells:
            if isinstance(one.value, str):
                yield one.value, one.data_type == "s" and (one.value[:1] not in RUN or bool(one.quotePrefix))


def test_no_list_runs_what_people_wrote(app, world):
    assert poison(world, PAYLOADS) > 60
    wrong, bitten = [], set()
    for door, kind in exports(app):
        ids = {**world.ids, "kind": kind} if "kind" in door.parameters else None
        for who in LET_IN:
            if not permitted(world, who, door):
                continue
            answer = world.knock(who, door, ids)
            if answer.status_code == 404:
                continue
            assert answer.status_code == 200, (door.name, who, answer.status_code)
            for said, is_safe in rows_of(answer, kind):
                if not is_safe:
                    wrong.append((door.name, kind, who, said))
                if said.startswith(PAYLOADS):
                    bitten.add((door.rule.endpoint, kind))
    assert wrong == []
    assert len(bitten) >= 24, sorted(bitten)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_each_payload_comes_back_as_it_was(app, kind, payload):
    answers = {
        "csv": lambda: csv_answer("x", ["A"], [[payload]]),
        "xlsx": lambda: workbook_answer("x", "X", ["A"], [[payload]]),
    }
    with app.test_request_context():
        cells = list(rows_of(answers[kind](), kind))
    assert cells[1] == (payload.replace("\r", "") if kind == "xlsx" else payload, True)


def test_amounts_and_instants_of_a_workbook_can_be_calculated_with(app):
    at = datetime(2026, 3, 9, 17, 5, 42, tzinfo=UTC)
    with app.test_request_context():
        answer = workbook_answer("x", "X", ["A"], [[Money(123450, "GBP"), Money(7, "JPY"), at, "0012", 3]])
        cells = load_workbook(BytesIO(answer.get_data())).worksheets[0][2]
    assert [cell.value for cell in cells] == [1234.5, 7, datetime(2026, 3, 9, 17, 5), "0012", 3]  # noqa: DTZ001
    assert [cell.data_type for cell in cells] == ["n", "n", "d", "s", "n"]


def test_every_list_comes_in_both_kinds(app):
    endings = {door.rule.endpoint: kind for door, kind in exports(app)}
    assert len(endings) >= 25
    paths: dict[str, set[str]] = {}
    for door, kind in exports(app):
        paths.setdefault(re.sub(r"[.](csv|xlsx|<any.*>)$", "", door.rule.rule), set()).add(kind)
    alone = {path for path, kinds in paths.items() if kinds != set(KINDS)}
    assert alone == {
        "/retailer/uploads/template",
        "/retailer/uploads/<uuid:upload_id>/rows-to-fix",
        "/supplier/prices/lists/<uuid:price_list_id>/rows-to-fix",
        "/supplier/products/sheet/rows-to-fix",
        "/supplier/products/sheets/<uuid:sheet_id>/rows-to-fix",
        "/supplier/stock/counts/rows-to-fix",
    }


def test_a_list_too_long_for_a_workbook_is_refused_in_words_and_never_cut_off(world, monkeypatch):
    monkeypatch.setattr("adapters.sheets.writing.WORKBOOK_ROWS", 3)
    maker = world.desks["maker"]
    assert "Take the CSV" in maker.get("finance.audit_workbook", expect=409).words()
    assert maker.get("finance.audit_csv").answer.get_data(as_text=True).count("\n") > 5
