"""How long it is tried, and what is signed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.notices.rules import (
    DELAYS,
    OLD_SECRET_HOLDS,
    URL_MAX,
    VERBS,
    AddressRefused,
    body_of,
    target_of,
    type_of,
    wait_after,
)
from trade.notices.secrets import secret_of, secrets_of

AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


@given(st.uuids())
def test_a_notice_is_tried_for_about_three_days_ever_more_rarely_and_then_parked(notice_id: UUID) -> None:
    waits = [wait_after(attempt, notice_id) for attempt in range(1, len(DELAYS) + 2)]
    assert waits.pop() is None
    total = sum((wait for wait in waits if wait), timedelta())
    assert timedelta(days=2) < total < timedelta(days=4)
    for wait, delay in zip(waits, DELAYS, strict=True):
        assert wait is not None
        assert delay * 4 / 5 <= wait <= delay * 6 / 5


def test_what_failed_together_does_not_come_back_together() -> None:
    assert len({wait_after(3, uuid4()) for _ in range(200)}) > 20


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for url in (text, f"https://{text}", f"https://example.com/{text}"):
        try:
            target = target_of(url)
        except AddressRefused:
            continue
        assert (target.scheme, len(url) <= URL_MAX) == ("https", True)
        assert not any(letter in target.path for letter in "\r\n \0#")
        assert target.path.startswith("/")
        assert not target.host.replace(".", "").isdigit()


@pytest.mark.parametrize(("url", "port", "path"), [
    ("https://erp.example.com", 443, "/"), ("https://erp.example.com/a/b?c=d", 443, "/a/b?c=d"),
    ("https://ERP.example.com:8443/", 8443, "/"), ("https://xn--fiq228c.example.com/?x", 443, "/?x"),
])  # fmt: skip
def test_a_public_address_is_taken_apart(url: str, port: int, path: str) -> None:
    target = target_of(url)
    assert (target.port, target.path, target.host) == (port, path, target.host.lower())


def test_this_machine_is_an_address_where_it_is_allowed_and_nothing_else_beside() -> None:
    assert target_of("http://127.0.0.1:9000/x", local=True).port == 9000
    for url in (
        "http://example.com/",
        "http://10.0.0.1/",
        "https://10.0.0.1/",
        "http://127.0.0.2/",
        "ftp://localhost/",
    ):
        with pytest.raises(AddressRefused):
            target_of(url, local=True)


def test_each_event_has_one_type() -> None:
    verbs = [verb for verbs in VERBS.values() for verb in verbs]
    assert len(verbs) == len(set(verbs))
    assert {type_of(verb) for verb in verbs} == set(VERBS)


def test_the_text_is_the_same_at_every_attempt() -> None:
    data = {"b": 1, "a": "蓝壶"}
    assert body_of("order.placed", AT, data) == body_of("order.placed", AT, data)
    assert json.loads(body_of("order.placed", AT, data)) == {
        "type": "order.placed", "timestamp": "2026-05-04T09:30:00Z", "data": data,
    }  # fmt: skip


def test_secrets_differ_by_webhook_generation_and_key_and_the_old_one_holds_for_a_day() -> None:
    one, other = uuid4(), uuid4()
    assert len({secret_of("k", one, 1), secret_of("k", one, 2), secret_of("k", other, 1), secret_of("l", one, 1)}) == 4
    new, old = secret_of("k", one, 2), secret_of("k", one, 1)
    assert secrets_of("k", one, 1, None, AT) == [old]
    assert secrets_of("k", one, 2, AT, AT) == [new, old]
    assert secrets_of("k", one, 2, AT, AT + OLD_SECRET_HOLDS) == [new]
