"""The job that checks a large upload: it goes on where it was killed, as whoever uploaded the file (theme 8)."""

from __future__ import annotations

import pytest

from adapters.sheets import read_sheet
from jobs import uploads
from trade.pad import actions
from trade.pad.queries import upload_view
from trade.pad.rules.uploads import Mapping


@pytest.mark.usefixtures("here")
def test_the_job_checks_what_is_left_and_running_it_twice_changes_nothing(market, queued):
    market.goods(code="K-1")
    content = "SKU,Qty\n" + "K-1,6\nNOPE,6\n" * 1500
    upload = actions.take_upload(market.by(market.retailer), read_sheet, "a.csv", content.encode())
    actions.map_upload(market.by(market.retailer), read_sheet, upload, Mapping(0, 1, None, 1))
    told = next(told for job, told in queued if job == "check_upload")
    for _ in range(2):
        uploads.check_upload(**told)
    with market.as_system() as session:
        head = upload_view(session, market.retailer, upload, market.at).head
    assert (head.state, head.rows_done, head.rows_good) == ("checked", 3000, 1500)
