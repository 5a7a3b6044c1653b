"""Setting papers: one child at a time, and one that takes too long is refused in words."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest

from adapters.confinement import PAPERS
from adapters.papers import set_paper
from tests.printed import BOX, text_of
from trade.invoicing.ports import PaperTooLong

SHEET: Mapping[str, Any] = {
    "lang": "en", "width": "a4", "title": "Paper", "lead": [], "parties": [], "facts": [], "tables": [], "notes": [], "foot": "",
}  # fmt: skip


def test_a_paper_that_takes_too_long_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.confinement.asking._START", 0.001 - PAPERS.patience)
    with pytest.raises(PaperTooLong):
        set_paper(SHEET)


def test_one_child_at_a_time_however_many_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    together = Barrier(2)
    met: list[bool] = []

    def ask(*_: object) -> bytes:
        try:
            together.wait(0.2)
            met.append(True)
        except BrokenBarrierError:
            together.reset()
        return b"%PDF-"

    monkeypatch.setattr("adapters.papers.setting.asked", ask)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(set_paper, [SHEET, SHEET])) == [b"%PDF-"] * 2
    assert not met


NAMES = [
    "深圳拼货商贸有限公司", "臺灣國際貿易", "喆堃鑫", "䶮记商行", "𠮷野家", "㛃记", "Łódź Ørsted", "₦1,000 ₫500 ₩9 €2 £3 ¥4", "Ọjà Ṣọlá", "“¥−–”…",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_sign_of_a_name_is_drawn_by_a_font_of_our_own(name: str) -> None:
    said = text_of(set_paper({**SHEET, "lang": "zh", "title": name, "facts": [["名称", name]]}))
    assert BOX not in said
    assert said.replace(" ", "").count(name.replace(" ", "")) == 2


def test_a_sign_that_no_font_has_is_seen_by_these_tests() -> None:
    assert BOX in text_of(set_paper({**SHEET, "title": "𓀀"}))
