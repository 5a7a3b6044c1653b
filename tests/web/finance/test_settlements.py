"""Settling: what it would come to, starting it, watching it, and reading what came of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters import clock
from tests.trade.looking import snapshot
from trade.kernel.actor import Actor
from trade.settlement.actions import settle_next, start_settlement


@pytest.fixture
def started(market):
    """A run that nobody has worked on yet, with two sellers to settle."""
    market.completed()
    market.completed(seller=market.rival)
    return start_settlement(market.by(market.maker), until=market.at + timedelta(seconds=1))


def step(market, run_id):
    return settle_next(market.by(Actor.system()), run_id, lines=1)


def test_a_settlement_is_previewed_and_started(maker, market, queued):
    market.completed()
    page = maker.get("finance.settlement_list")
    assert page.rows("What it comes to") == [["GBP", "1", "1", "£91.80", "£4.59", "£0.00", "£87.21"]]
    queued.clear()

    answer = maker.press(page, "Settle these")

    ((run_id, state),) = market.rows("SELECT id, state FROM settlement_runs")
    assert (answer.goes_to, state) == (f"/finance/settlements/{run_id}", "queued")
    assert queued == [("settle", {"run_id": str(run_id)})]


def test_the_preview_is_what_the_run_then_does(maker, market):
    market.completed(quantity=6)
    market.completed(quantity=42, seller=market.rival)
    page = maker.get("finance.settlement_list")
    ((_, sellers, lines, gross, commission, _beside, net),) = page.rows("What it comes to")

    answer = maker.press(page, "Settle these")
    run_id = answer.goes_to.rpartition("/")[2]
    while step(market, run_id):
        pass

    rows = maker.get(answer.goes_to).rows("Statements of this settlement")
    assert (str(len(rows)), str(sum(int(row[2]) for row in rows))) == (sellers, lines)
    assert market.rows("SELECT sum(gross_minor), sum(commission_minor), sum(net_minor) FROM statements") == [
        tuple(int(cell.strip("£").replace(".", "").replace(",", "")) for cell in (gross, commission, net))
    ]


def test_orders_completed_after_the_preview_wait(maker, market):
    market.completed()
    page = maker.get("finance.settlement_list", until=(market.at - timedelta(days=1)).isoformat())

    assert "Nothing is due" in page.words()
    assert not page.has_button("Settle these")


def test_an_instant_ahead_is_now_at_the_latest(maker, market):
    market.completed()

    page = maker.get("finance.settlement_list", until="9999-12-31T23:59")

    assert page.has_button("Settle these")
    assert (
        page.soup.select_one('input[name="until"][type="hidden"]')["value"]
        < (clock.now() + timedelta(minutes=1)).isoformat()
    )


def test_an_instant_before_everything_is_the_first_one(maker, market):
    market.rows("UPDATE organisations SET time_zone = 'America/New_York' RETURNING 1")
    page = maker.get("finance.settlement_list", until="0001-01-01T00:00:00+00:00")
    assert page.soup.select_one('input[name="until"]')["value"] == "1999-12-31T19:00"


@pytest.mark.parametrize(
    "until", ["", "soon", "2026-03-09T09:00", "2999-01-01T00:00:00+00:00", "0001-01-01T00:00:00+00:00"]
)
def test_a_settlement_up_to_no_instant_is_refused(maker, market, session, until):
    market.completed()
    before = snapshot(session)

    page = maker.post("finance.settle", {"until": until}, expect=422)

    assert "Settle up to now, or up to an instant that has passed." in page.alert()
    assert snapshot(session) == before


def test_one_run_at_a_time(maker, market, session, started):
    before = snapshot(session)

    page = maker.post("finance.settle", {"until": clock.now().isoformat(), "shown": "00"}, expect=409)

    assert "A settlement is under way." in page.alert()
    assert page.link("See how far it is") == f"/finance/settlements/{started}"
    assert snapshot(session) == before


def test_the_page_asks_again_only_while_the_run_is_open(maker, market, started):
    address = f"/finance/settlements/{started}"
    part = f"run-{started.hex}"

    waiting = maker.get(address)
    polled = waiting.soup.select_one(f"#{part}")
    assert (polled["hx-get"], polled["hx-trigger"]) == (address, "every 2s")
    assert waiting.link("Look again") == address
    assert "Waiting for a worker" in waiting.status()

    step(market, started)
    under_way = maker.get(address, htmx=True)
    assert under_way.soup.select_one(f"#{part}")["hx-trigger"] == "every 2s"
    assert "1 order line settled so far" in under_way.status()
    assert len(under_way.rows("Statements of this settlement")) == 1

    while step(market, started):
        pass
    done = maker.get(address, htmx=True)
    assert not done.soup.select("[hx-trigger], [hx-get]")
    assert "Done: 2 order lines settled." in done.status()
    assert "Settlement finished" in maker.get(address).items("What happened")[0]


def test_the_fragment_is_what_the_page_shows(maker, market, started):
    address = f"/finance/settlements/{started}"
    part = f"run-{started.hex}"

    whole, alone = maker.get(address).fragment(part), maker.get(address, htmx=True).fragment(part)

    assert whole.words() == alone.words()
    assert [tag.name for tag in alone.soup.parent.find_all(recursive=False)] == ["div"]


def test_nothing_new_costs_next_to_nothing(maker, market, started, statements):
    address = f"/finance/settlements/{started}"
    first = maker.get(address, htmx=True)
    tag = first.answer.headers["ETag"]
    assert first.soup.select_one("[data-etag]")["data-etag"] == tag

    headers = {"HX-Request": "true", "If-None-Match": tag}
    with statements() as seen:
        same = maker.browser.get(address, headers=headers)
    assert (same.status_code, same.data) == (304, b"")
    assert len([sql for sql in seen if "SAVEPOINT" not in sql]) <= 3
    step(market, started)
    assert maker.browser.get(address, headers=headers).status_code == 200


def test_a_page_is_never_answered_as_unchanged(maker, market, started):
    address = f"/finance/settlements/{started}"
    tag = maker.get(address, htmx=True).answer.headers["ETag"]

    answer = maker.browser.get(address, headers={"If-None-Match": tag})

    assert answer.status_code == 200
    assert "HX-Request" in answer.headers["Vary"]


def test_the_checker_watches_but_does_not_start(checker, market, session):
    market.completed()
    before = snapshot(session)

    assert not checker.get("finance.settlement_list").has_button("Settle these")
    checker.post("finance.settle", {"until": clock.now().isoformat()}, expect=403)

    assert snapshot(session) == before


def test_an_unknown_run_is_not_here(maker, market):
    maker.get("finance.settlement", run_id="00000000-0000-7000-8000-000000000000", expect=404)
