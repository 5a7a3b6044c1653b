"""The live part: the same for all, without a price, cheap to ask for again, and over when the pool is."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.trade.pooling.pooled import close, finish, join, pool
from trade.pooling.actions import cancel_pool
from trade.pooling.rules import STEPS_MAX

PRICE = re.compile(r"[£¥$€]|\d+\.\d{2}\b|GBP")


@pytest.fixture
def code(market, offered):
    return market.rows("SELECT share_code FROM pools")[0][0]


@pytest.fixture
def poll(app, code, session):
    """Ask as a browser does that shows ``step``; nothing of earlier tests is kept."""

    def ask(step: int = 0, language: str = "en", **headers: str):
        session.commit()
        return app.test_client().get(f"/pools/{code}/progress/{language}/{step}", headers=headers)

    app.extensions["live"].answers.clear()
    return ask


def forget(app):
    app.extensions["live"].answers.clear()


def test_a_poll_that_finds_nothing_new_is_told_so_in_a_few_bytes(poll, shop, offered):
    page = shop.get(f"/retailer/pools/{offered[0]}")
    etag = page.soup.select_one("#pool-progress")["data-etag"]
    assert page.soup.select_one("#pool-progress")["hx-trigger"] == "every 15s"
    first = poll()
    assert (first.status_code, first.headers["ETag"]) == (200, etag)
    same = poll(**{"If-None-Match": etag})
    head = f"HTTP/1.1 {same.status}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in same.headers) + "\r\n"
    of_the_server = len("Server: gunicorn\r\nDate: Thu, 26 Nov 2026 15:00:00 GMT\r\nConnection: keep-alive\r\n")
    assert (same.status_code, same.data) == (304, b"")
    assert len(head) + of_the_server < 300


def test_a_thousand_polls_ask_the_database_once(poll, statements, app):
    poll()
    with statements() as seen:
        for _ in range(1000):
            assert poll(Cookie="pinhuo=anything").status_code == 200
    # The second that an answer is kept may end meanwhile, on a machine that is busy more than once.
    assert len([sql for sql in seen if "pooling_shared" in sql]) <= 60
    assert not [sql for sql in seen if "parties_viewer" in sql]
    forget(app)
    with statements() as seen:
        poll()
    assert len([sql for sql in seen if "SELECT" in sql]) <= 2


def test_what_moves_is_seen_and_a_new_step_is_announced(poll, market, offered, app):
    pool_id, sku_id = offered
    before = poll()
    assert "HX-Trigger" not in before.headers
    join(market, market.retailer, pool_id, sku_id, 12)
    forget(app)
    after = poll(**{"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.headers["HX-Trigger"] == "pool-step"
    assert "12 asked for" in after.text
    assert "48 more to the next price" in after.text
    assert "/progress/en/1" in after.text
    assert "HX-Trigger" not in poll(1).headers


def test_it_says_the_same_to_a_stranger_and_names_no_price(poll, market, offered, app, stranger, shop, code):
    pool_id, sku_id = offered
    join(market, market.retailer, pool_id, sku_id, 60)
    name = market.rows("SELECT name FROM organisations WHERE id = :id", id=market.retailer.organisation)[0][0]
    answers = [poll(2).text, poll(2, "zh").text]
    visitor = shop.app.test_client().get(f"/pools/{code}").text
    for text in (*answers, visitor):
        shown = re.sub(
            r'(width|x1|x2|aria-value\w+)="[^"]*"', "", re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
        )
        assert not PRICE.search(re.sub(r'content="[^"]*"|data-etag="[^"]*"|value="[^"]*"', "", shown)), shown
        assert name not in text
    assert "件" not in answers[0]
    assert "家店" in answers[1]


def test_it_ends_when_the_pool_does(poll, market, offered, app, shop):
    pool_id, _ = offered
    poll()
    cancel_pool(market.by(market.supplier), pool_id, reason="The kettles leak")
    forget(app)
    over = poll()
    assert over.status_code == 286
    assert over.headers["HX-Trigger"] == "pool-step"
    assert "hx-get" not in over.text
    page = shop.get(f"/retailer/pools/{pool_id}")
    assert "Called off" in page.words()
    assert page.soup.select_one("#pool-progress").get("hx-get") is None


def test_a_code_that_is_none_is_not_found(app, code):
    assert app.test_client().get("/pools/made-up/progress/en/0").status_code == 404
    assert app.test_client().get("/pools/made-up").status_code == 404
    assert app.test_client().get(f"/pools/{code}/progress/fr/0").status_code == 404
    assert app.test_client().post(f"/pools/{code}/progress/en/0").status_code == 405


def test_made_up_addresses_are_neither_kept_nor_asked_of_the_database(app, code, statements):
    kept = app.extensions["live"].answers
    kept.clear()
    assert STEPS_MAX == 8, "the address takes as many"
    with statements() as seen:
        for shown in ("9", "999999", "x", "-1"):
            assert app.test_client().get(f"/pools/{code}/progress/en/{shown}").status_code == 404
    assert not [sql for sql in seen if "pooling_shared" in sql]
    assert kept == {}


def test_the_prices_are_fetched_anew_when_a_step_is_reached(shop, market, offered):
    pool_id, sku_id = offered
    join(market, market.neighbour, pool_id, sku_id, 60)
    fragment = shop.browser.get(
        f"/retailer/pools/{pool_id}", headers={"HX-Request": "true", "HX-Trigger": "pool-price"}
    )
    assert 'id="pool-price"' in fragment.text
    assert "£2.20" in fragment.text
    assert "<h1" not in fragment.text


def test_the_link_leads_a_shop_of_the_region_on_and_a_visitor_to_signing_in(shop, desk, market, offered, code, at_desk):
    page = desk.get(f"/pools/{code}")
    assert page.heading() == "Kettles together"
    assert page.link("Sign in").startswith("/sign-in?next=")
    assert shop.get(f"/pools/{code}").link("See prices and join") == f"/retailer/pools/{offered[0]}"
    elsewhere = at_desk(market.rival)
    assert not elsewhere.get(f"/pools/{code}").has_link("See prices and join")


def test_what_is_passed_on_holds_the_link_and_no_price(shop, offered, code):
    page = shop.get(f"/retailer/pools/{offered[0]}")
    text = page.field("Copy this into WhatsApp or WeChat").get_text()
    assert text.endswith(f"/pools/{code}")
    assert not PRICE.search(text)
    assert page.soup.select_one('svg[role="img"] title').get_text() == "The pool's link"


def test_theme_18_what_was_short_is_shared_and_the_arithmetic_is_shown(market, at_desk):
    pool_id, sku_id = pool(market, in_good={"capacity": 240}, quantities=(12, 60, 240))
    market.money(market.retailer)
    market.money(market.neighbour)
    join(market, market.retailer, pool_id, sku_id, 300)
    join(market, market.neighbour, pool_id, sku_id, 90)
    close(market, pool_id)
    page = at_desk(market.retailer).get(f"/retailer/pools/{pool_id}")
    words = page.words()
    assert "What you got" in words
    assert "300 × 240 ÷ 390 = 184.62." in words
    assert "In whole multiples of 6 that is 180." in words
    assert "You get 186 at £1.85 each." in words, "the larger remainder: 4.62 of 6, the neighbour's is 1.38"
    facts = page.facts()
    assert facts["Was held"] == "£750.00"
    reference = market.rows("SELECT reference FROM orders WHERE buyer_id = :id", id=market.retailer.organisation)[0][0]
    assert "/retailer/orders/" in page.link(reference)


def test_whoever_looks_first_after_its_time_closes_it(market, at_desk):
    market.at -= timedelta(days=7, minutes=1)
    pool_id, sku_id = pool(market)
    market.money(market.retailer)
    join(market, market.retailer, pool_id, sku_id, 60)
    page = at_desk(market.retailer).get(f"/retailer/pools/{pool_id}")
    assert "Your order is being made at this moment." in page.words()
    assert market.rows("SELECT state FROM pools") == [("closed",)]
    finish(market, pool_id)
    assert "You get 60 at £2.20 each." in at_desk(market.retailer).get(f"/retailer/pools/{pool_id}").words()


def test_a_pool_that_failed_says_why_and_gives_back(market, at_desk):
    pool_id, sku_id = pool(market, minimum=60)
    market.money(market.retailer)
    join(market, market.retailer, pool_id, sku_id, 12)
    close(market, pool_id)
    page = at_desk(market.retailer).get(f"/retailer/pools/{pool_id}")
    assert "No order came of it" in page.words()
    assert "Too little was asked for, so nobody ordered." in page.words()
    assert page.facts()["Back in your wallet"] == "£30.00"
