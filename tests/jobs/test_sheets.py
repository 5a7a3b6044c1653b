"""The jobs of a large sheet of products: they go on where they were killed, as whoever sent it (theme 8)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from adapters.clock import now
from jobs import sheets, uploads
from tests.trade.sheets import line, send
from trade.kernel.actor import Actor
from trade.pricing import actions

STATE = "SELECT state, checked, taken, slices, rows_written FROM goods_sheets"
RUN = "import sys; from jobs import sheets; sheets.take_goods_sheet(*sys.argv[1:])"


def told_of(queued, job):
    return next(told for name, told in reversed(queued) if name == job)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("rows", [12, pytest.param(10_000, marks=pytest.mark.soak)])
def test_the_jobs_do_what_is_left_and_running_them_again_changes_nothing(market, queued, rows):
    market.at = now()
    first = line(market, 2, "N-2")
    lines = [type(first)(n, {**first.cells, "code": f"N-{n}"}) for n in range(2, rows + 2)]
    sheet_id = send(market, lines, slice_rows=min(500, rows // 3))
    for _ in range(2):
        sheets.check_goods_sheet(**told_of(queued, "check_goods_sheet"))
    actions.confirm_sheet(market.by(market.supplier), sheet_id)
    for _ in range(2):
        sheets.take_goods_sheet(**told_of(queued, "take_goods_sheet"))
    [(state, checked, taken, slices, written)] = market.rows(STATE)
    assert (state, checked, taken, written) == ("taken", slices, slices, rows)
    assert market.rows("SELECT count(*) FROM skus") == [(rows,)]


@pytest.mark.usefixtures("here")
def test_theme_8_killed_in_the_middle_of_writing_it_goes_on_with_the_next_slice(market, queued, environment):
    market.at = now()
    first = line(market, 2, "N-2")
    lines = [type(first)(n, {**first.cells, "code": f"N-{n}"}) for n in range(2, 302)]
    sheet_id = send(market, lines, slice_rows=3)
    sheets.check_goods_sheet(**told_of(queued, "check_goods_sheet"))
    actions.confirm_sheet(market.by(market.supplier), sheet_id)
    told = told_of(queued, "take_goods_sheet")
    worker = subprocess.Popen([sys.executable, "-c", RUN, *told.values()], env={**os.environ, **environment})
    while not market.rows("SELECT 1 FROM goods_sheets WHERE taken > 2"):
        market.session.rollback()
        time.sleep(0.01)
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    market.session.rollback()

    [(state, _, taken, slices, written)] = market.rows(STATE)
    assert state == "taking"
    assert 2 < taken < slices
    assert written == taken * 3
    assert market.rows("SELECT count(*) FROM skus") == [(written,)]
    assert market.rows("SELECT count(*) FROM outbox WHERE job = 'take_goods_sheet' AND done_at IS NULL") == [(1,)]
    sheets.take_goods_sheet(**told)
    assert market.rows(STATE) == [("taken", slices, slices, slices, 300)]
    assert market.rows("SELECT count(*), count(DISTINCT code) FROM skus") == [(300, 300)]


@pytest.mark.usefixtures("here")
def test_a_sheet_that_was_forgotten_meanwhile_is_nothing_to_do_and_old_ones_go(market, queued):
    market.at = now()
    send(market, [line(market, n, f"N-{n}") for n in range(2, 5)], slice_rows=1)
    market.later(days=40)
    actions.forget_sheets(market.by(Actor.system()))
    sheets.check_goods_sheet(**told_of(queued, "check_goods_sheet"))
    uploads.forget_uploads()
