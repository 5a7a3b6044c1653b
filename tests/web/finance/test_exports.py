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
