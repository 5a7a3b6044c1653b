"""The pages on which owners connect their systems."""

from __future__ import annotations

import pytest

from adapters.hooks import headers_of
from tests import makers
from trade.kernel.actor import Actor
from trade.notices.actions import note_answer, take_due_notices


@pytest.fixture
def desk(market, desk_of):
    with market.as_system() as session:
        found = makers.make_member(session, makers.make_organisation(session, "supplier"))
    return desk_of(found)


def added(desk):
    page = desk.get("connections.webhook_list")
    assert "No address is told yet" in page.words()
    entries = {"Address": "https://erp.example.com/pinhuo", "Prices set": "price.changed"}
    return desk.get(desk.press(page, "Tell it", entries).goes_to)


def test_an_owner_adds_a_webhook_tests_it_reads_the_answer_and_sends_again(desk, market, queued):
    page = added(desk)
    assert "told nothing yet" in page.words()
    page = desk.get(desk.press(page, "Send a test").goes_to)
    assert "not tried yet" in page.words()
    assert queued[-1] == ("send_notices", {})

    market.at = market.at.replace(year=2099)
    (parcel,) = take_due_notices(market.by(Actor.system()))
    note_answer(market.by(Actor.system()), parcel.notice_id, 1, status=500, answer="<b>no room</b>", milliseconds=5)
    page = desk.get(page.path)
    (row,) = page.rows("What it was told")
    assert row[1] == "Test"
    assert row[2].startswith("On its way again at")
    assert "500" in row[3]
    assert "<b>no room</b>" in row[3]
    assert '"type":"webhook.test"' in row[4]
    assert "5 ms" in row[3]
    assert headers_of(parcel.notice_id, "", (), market.at)["webhook-id"] in row[4]
    assert "has not answered since" in page.words()
    note_answer(market.by(Actor.system()), parcel.notice_id, 1, status=None, answer="timed out", milliseconds=10_000)
    (row,) = desk.get(page.path).rows("What it was told")
    assert row[3].startswith("no answer")
    assert "1 attempt before" in row[3]
    assert row[3].index("timed out") < row[3].index("<b>no room</b>")
    desk.press(page, "Send again")
    assert queued[-1] == ("send_notices", {})


def test_the_secret_is_shown_to_owners_changed_and_never_stored(desk, market):
    page = added(desk)
    secret = str(page.field("Secret")["value"])
    assert secret.startswith("whsec_")
    changed = desk.get(desk.press(page, "Make a new secret").goes_to)
    assert changed.field("Secret")["value"] != secret
    assert secret not in str(market.rows("SELECT array_agg(w::text) FROM webhooks w"))


@pytest.mark.parametrize(("url", "words"), [
    ("http://erp.example.com", "must begin with https"), ("https://192.168.0.7/", "a public name"), ("", "Fill this in"),
    ("https://a:b@erp.example.com", "Leave user name and password out"), ("https://erp.example.com:22", "Use port 443"),
    ("https://erp.example.com/ x", "without spaces"),
])  # fmt: skip
def test_an_address_that_is_not_sent_to_is_refused_at_the_field(desk, url, words):
    page = desk.get("connections.webhook_list")
    refused = desk.press(page, "Tell it", {"Address": url}, expect=422)
    assert words in refused.errors()["Address"]
    assert refused.field("Address")["value"] == url


def test_a_webhook_is_changed_paused_begun_again_and_removed(desk):
    page = added(desk)
    page = desk.get(desk.press(page, "Pause it").goes_to)
    assert "Paused" in page.words()
    page = desk.get(desk.press(page, "Save", {"Address": "https://erp.example.com/other"}).goes_to)
    assert "https://erp.example.com/other" in page.words()
    assert page.has_button("Pause it")
    desk.press(page, "Remove it")
    assert "No address is told yet" in desk.get("connections.webhook_list").words()


def test_a_shop_finds_the_pages_from_its_phone(market, desk_of):
    with market.as_system() as session:
        desk = desk_of(makers.make_member(session))
    page = desk.get("connections.token_list")
    assert desk.get(page.link("Webhooks")).heading() == "Webhooks"


def test_in_chinese(desk):
    desk.post("auth.set_language", {"locale": "zh-Hans"})
    assert desk.get("connections.webhook_list").heading() == "事件通知"
