"""Lists of the finance desk as files."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

from tests.desk import Desk


def read(desk: Desk, endpoint: str, **view: Any) -> list[list[str]]:
    text = desk.get(endpoint, **view).answer.get_data(as_text=True)
    return list(csv.reader(StringIO(text.lstrip("\ufeff"))))


def test_transfers_and_statements_are_downloaded_as_the_view_shows_them(maker, settled):
    transfers = read(maker, "finance.receipts_file", kind="csv")
    assert [row[4] for row in transfers] == ["Amount", "1000.00"]
    assert len(read(maker, "finance.receipts_file", kind="csv", view="unmatched")) == 1
    statements = read(maker, "finance.statements_file", kind="csv")
    assert [row[4:7] for row in statements[1:]] == [["91.80", "4.59", "87.21"]]
    assert len(read(maker, "finance.statements_file", kind="csv", seller=settled.rival.organisation)) == 1
    assert maker.get("finance.statement_list").has_link("CSV")
    assert maker.get("finance.receipt_list").has_link("CSV")


def test_what_is_payable_prepared_and_waits_is_downloaded_as_the_lists_show_it(maker, settled):
    payable = read(maker, "finance.payables_file", kind="csv")
    assert [row[1] for row in payable] == ["Payable", "87.21"]
    maker.press(maker.get("finance.payable_list"), "Prepare all of these together", {"Payable at least": "0.01"})
    batches = read(maker, "finance.batches_file", kind="csv")
    assert [(row[2], row[8]) for row in batches[1:]] == [("1", "87.21")]
    cases = read(maker, "finance.cases_file", kind="csv")
    assert [(row[0], row[5]) for row in cases[1:]] == [(batches[1][0], "87.21")]
    assert [row[3:5] for row in read(maker, "finance.settlements_file", kind="csv")[1:]] == [["1", "1"]]


def test_a_part_of_a_list_is_downloaded_as_its_page_shows_it(maker, settled):
    seller = settled.supplier.organisation
    lines = read(maker, "finance.account_file", kind="csv", account="payable", organisation_id=seller)
    assert [row[4:] for row in lines[1:]] == [["87.21", "87.21", "GBP"]]
    run = settled.rows("SELECT id FROM settlement_runs")[0][0]
    assert len(read(maker, "finance.statements_file", kind="csv", run=run)) == 2
    assert len(read(maker, "finance.statements_file", kind="csv", run=seller)) == 1
    maker.press(maker.get("finance.payable_list"), "Prepare all of these together", {"Payable at least": "0.01"})
    batch = settled.rows("SELECT id FROM payout_batches")[0][0]
    assert [row[-2] for row in read(maker, "finance.payouts_file", kind="csv", batch=batch)[1:]] == ["87.21"]
    assert len(read(maker, "finance.payouts_file", kind="csv", batch=run)) == 1
    assert len(read(maker, "finance.cases_file", kind="csv", of="payout_batch")) == 2
    assert len(read(maker, "finance.cases_file", kind="csv", of="payout")) == 1
