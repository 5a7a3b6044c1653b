"""A large sheet that two workers check and take in at once, and two sheets of the same goods."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from tests.races.conftest import Crowd, Deed, deed
from tests.trade.market import Market
from tests.trade.sheets import line, send
from trade.kernel.work import Action
from trade.pricing import actions

pytestmark = pytest.mark.race

ROWS = 48
COUNTED = "SELECT rows_written, rows_passed, state, taken, slices FROM goods_sheets ORDER BY id"


def through(market: Market, step: Action[[UUID], bool], sheet_id: UUID) -> Deed:
    """Do what a job does: one slice after the other, until there is none; answer after how many there was another."""

    def work(session: Session) -> int:
        count = 0
        while deed(market.by(market.supplier), step, sheet_id)(session):
            count += 1
        return count

    return work


def test_theme_8_two_jobs_on_one_sheet_write_each_row_once(market: Market, crowd: Crowd) -> None:
    sheet_id = send(market, [line(market, n, f"N-{n}") for n in range(2, 2 + ROWS)], slice_rows=4)

    for step in (actions.check_slice, actions.take_slice):
        assert sum(crowd([through(market, step, sheet_id)] * 4)) == ROWS // 4 - (
            2 if step is actions.check_slice else 1
        )
        if step is actions.check_slice:
            actions.confirm_sheet(market.by(market.supplier), sheet_id)
    assert market.rows(COUNTED) == [(ROWS, 0, "taken", 12, 12)]
    assert market.rows("SELECT count(*), count(DISTINCT lower(code)) FROM skus") == [(ROWS, ROWS)]
    assert market.rows("SELECT count(*) FROM ladders") == [(ROWS,)]


def test_theme_8_two_sheets_of_the_same_goods_at_once_write_them_once(market: Market, crowd: Crowd) -> None:
    lines = [line(market, n, f"N-{n}") for n in range(2, 2 + ROWS)]
    sheets = [send(market, lines, slice_rows=8) for _ in range(2)]
    for sheet_id in sheets:
        while actions.check_slice(market.by(market.supplier), sheet_id):
            pass
        actions.confirm_sheet(market.by(market.supplier), sheet_id)

    crowd([through(market, actions.take_slice, sheet_id) for sheet_id in sheets])
    counted = market.rows(COUNTED)
    assert [row[2] for row in counted] == ["taken", "taken"]
    assert sum(row[0] for row in counted) == ROWS
    assert sum(row[1] for row in counted) == 0
    assert market.rows("SELECT count(*) FROM skus") == [(ROWS,)]


def test_theme_8_a_sheet_stopped_while_it_is_written_says_what_is_written(market: Market, crowd: Crowd) -> None:
    sheet_id = send(market, [line(market, n, f"N-{n}") for n in range(2, 2 + ROWS)], slice_rows=4)
    while actions.check_slice(market.by(market.supplier), sheet_id):
        pass
    actions.confirm_sheet(market.by(market.supplier), sheet_id)

    stop = deed(market.by(market.supplier), actions.cancel_sheet, sheet_id)
    crowd([*[through(market, actions.take_slice, sheet_id)] * 2, stop])
    [(written, _, state, taken, _)] = market.rows(COUNTED)
    assert market.rows("SELECT count(*) FROM skus") == [(written,)]
    assert state == ("stopped" if taken < 12 else state)
    assert written == taken * 4
