"""Files that the bank leaves: taken in once, moved aside, and harmless when they come again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from jobs import calls
from jobs.bank import take_bank_files
from tests.trade.market import Market

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("here", "queue")]
CSV = "Account,Currency,Date,Amount,Balance,Description\nINBOX,GBP,2026-03-09,100.00,{},From nobody\n"


@pytest.fixture
def folder(here: None) -> Iterator[Path]:
    """The bank's folder, with nothing in it but what the test puts there."""
    root = calls.settings().bank
    (root / "in").mkdir(parents=True, exist_ok=True)
    yield root
    for name in ("in", "read", "known", "refused"):
        for path in (root / name).glob("*inbox-*"):
            path.unlink()


def put(folder: Path, name: str, content: str, age: int = 120) -> None:
    path = folder / "in" / name
    path.write_text(content)
    then = path.stat().st_mtime - age
    os.utime(path, (then, then))


def lies(folder: Path) -> dict[str, list[str]]:
    found = {
        name: sorted(path.name for path in (folder / name).glob("*inbox-*"))
        for name in ("in", "read", "known", "refused")
    }
    return {name: names for name, names in found.items() if names}


def test_each_file_is_taken_in_once_and_moved_where_it_belongs(market: Market, folder: Path) -> None:
    put(folder, "inbox-good.csv", CSV.format("600.00"))
    put(folder, "inbox-bad.csv", "nothing of the bank's")
    put(folder, "inbox-fresh.csv", CSV.format("700.00"), age=0)
    put(folder, ".inbox-part.csv", CSV.format("800.00"))

    take_bank_files()
    take_bank_files()

    assert lies(folder) == {
        "in": [".inbox-part.csv", "inbox-fresh.csv"],
        "read": ["inbox-good.csv"],
        "refused": ["inbox-bad.csv"],
    }
    assert market.rows("SELECT amount_minor, state FROM bank_lines") == [(10_000, "booked")]
    assert market.rows("SELECT after FROM events WHERE verb = 'banking.file_refused'") == [
        ({"name": "inbox-bad.csv", "reason": "not_a_banks"},)
    ]

    put(folder, "inbox-good.csv", CSV.format("600.00"))
    take_bank_files()

    assert lies(folder)["known"] == ["inbox-good.csv"]
    assert market.rows("SELECT count(*) FROM receipts") == [(1,)]


def test_a_worker_that_dies_before_the_file_is_moved_books_nothing_twice(
    market: Market, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, "inbox-good.csv", CSV.format("600.00"))
    with monkeypatch.context() as dying:
        dying.setattr("adapters.bank.inbox.Inbox.move", lambda *_: None)
        take_bank_files()
    assert lies(folder) == {"in": ["inbox-good.csv"]}

    take_bank_files()

    assert lies(folder) == {"known": ["inbox-good.csv"]}
    assert market.rows("SELECT count(*) FROM bank_lines") == [(1,)]
