"""Keys follow each other in time; references can be read aloud."""

from __future__ import annotations

import re
import time
from uuid import UUID

from trade.kernel import ids


def test_keys_are_version_seven_and_sort_by_the_millisecond_they_were_made(monkeypatch) -> None:
    moment = time.time_ns()
    made: list[UUID] = []
    for millisecond in range(200):
        monkeypatch.setattr(time, "time_ns", lambda ms=millisecond: moment + ms * 1_000_000)
        made.append(ids.new_id())
    assert made == sorted(made)
    assert {(key.version, key.variant) for key in made} == {(7, "specified in RFC 4122")}
    assert made[0].int >> 80 == moment // 1_000_000


def test_keys_of_one_millisecond_differ(monkeypatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 1_770_000_000_000_000_000)
    assert len({ids.new_id() for _ in range(10_000)}) == 10_000


def test_a_reference_holds_no_letter_that_is_misheard() -> None:
    for _ in range(200):
        assert re.fullmatch(r"PO-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{3}", ids.new_reference("PO"))


def test_a_token_carries_256_bits() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", ids.new_token())
