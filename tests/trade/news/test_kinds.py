"""Each kind has words, and tells of an event that is recorded somewhere."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from adapters.news_words import WORDS, said
from tests.architecture.reading import python
from trade.kernel.actor import Permission
from trade.news.rules import DELAYS, KIND, KINDS, LATE, VERBS, Channel, Kind, Side, kinds_for, wait_after
from trade.parties.rules import Role

FACTS = {"reference": "PO-1", "who": "Forge\n& Field", "total": {"minor": 124000, "currency": "GBP"}}


def test_every_kind_has_words_and_all_words_a_kind() -> None:
    assert set(WORDS) == set(KIND)
    assert len(KIND) == len(KINDS)


def test_every_verb_is_recorded_somewhere() -> None:
    code = "".join(source for path, source in python("trade") if "news" not in path.parts)
    assert {verb for verb in VERBS if f'"{verb}"' not in code and f".{verb.split('.')[1]}" not in code} == set()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_reaches_somebody_and_is_always_on_the_page_by_itself(kind: Kind) -> None:
    assert Role.OWNER in kind.roles
    assert Channel.PAGE in kind.channels
    assert Channel.TEXT not in kind.channels


def test_each_side_is_told_only_what_its_roles_may_see() -> None:
    assert kinds_for(()) == ()
    assert {kind.side for kind in kinds_for({Permission.SEE_PURCHASES, Permission.BUY})} == {Side.BUYER}
    assert KIND["sale.placed"].roles == (
        Role.OWNER, Role.SALES, Role.WAREHOUSE, Role.FINANCE_MAKER, Role.FINANCE_CHECKER,
    )  # fmt: skip
    assert KIND["inquiry.asked"].roles == (Role.OWNER, Role.SALES)


def test_a_sentence_is_filled_in_on_one_line() -> None:
    sentence = said("sale.placed", FACTS, str, ZoneInfo("Europe/London"), chinese=False)
    assert sentence == "Forge & Field ordered PO-1 for £1,240.00. Confirm it."


@pytest.mark.parametrize(("chinese", "written"), [(False, "3 Jul 2026, 19:05"), (True, "2026年7月3日 19:05")])
def test_an_instant_is_told_in_the_zone_of_whom_it_concerns(chinese: bool, written: str) -> None:
    at = datetime(2026, 7, 3, 18, 5, tzinfo=UTC).isoformat()
    facts = {"reference": {"at": at}, "who": 1200}
    said_so = said("inquiry.quoted", facts, str, ZoneInfo("Europe/London"), chinese=chinese)
    assert said_so == f"1,200 has quoted {written}."


def test_what_cannot_be_sent_is_tried_ever_more_rarely_and_then_given_up() -> None:
    waits = [wait_after(attempt) for attempt in range(1, len(DELAYS) + 2)]
    assert waits.pop() is None
    assert waits == sorted(waits, key=lambda wait: wait or LATE)
    assert sum((wait for wait in waits if wait), LATE * 0) < LATE
    assert all(re.fullmatch(r"[a-z_]+\.[a-z_]+", name) for name in KIND)
