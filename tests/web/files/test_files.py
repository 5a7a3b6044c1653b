"""A photo from the camera goes through the door by itself; its address works for a while, for whoever may see it, and acts on nothing."""

from __future__ import annotations

import io
from contextlib import ExitStack
from datetime import timedelta
from threading import Thread
from uuid import UUID

import time_machine
from sqlalchemy import update

from adapters import clock
from adapters.files import check_files, checking, slots
from tests.adapters import hostile
from tests.pages import Page
from trade.files.ports import Sent
from trade.files.rules import FileKind
from trade.kernel.actor import Actor
from trade.parties.actions import suspend_organisation
from trade.parties.models import Member
from web.filing import SECONDS, file_url

PAGE = "files.add_photo"


def sent(content: bytes = b"", name: str = "IMG_1.jpg") -> dict:
    return {"photo": (io.BytesIO(content or hostile.photo()), name)}


def address_in(page: Page) -> str:
    (image,) = page.soup.select("img")
    return str(image["src"])


def test_a_photo_is_kept_shown_and_saved_as_an_attachment_that_does_nothing(app, at_desk, market, stranger):
    desk = at_desk(market.retailer)
    page = desk.post(PAGE, sent(name="../my box.jpg"), htmx=True, expect=200)
    address = address_in(page)
    answer = stranger.browser.get(address)
    assert (answer.status_code, answer.content_type) == (200, "image/jpeg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=photo-")
    assert "Set-Cookie" not in answer.headers
    assert market.rows("SELECT title, kind FROM files") == [("my box.jpg", "photo")]


def test_an_address_ends_and_a_forged_one_opens_nothing(at_desk, market, stranger):
    address = address_in(at_desk(market.retailer).post(PAGE, sent(), htmx=True, expect=200))
    assert stranger.browser.get(address[:-2] + "xx").status_code == 404
    assert stranger.browser.get("/files/x").status_code == 404
    with time_machine.travel(clock.now() + timedelta(seconds=SECONDS + 2), tick=False):
        assert stranger.browser.get(address).status_code == 404


def test_an_address_opens_what_its_member_may_see_and_ends_with_the_membership(app, at_desk, market, stranger):
    at_desk(market.retailer).post(PAGE, sent(), htmx=True, expect=200)
    ((file_id,),) = market.rows("SELECT id FROM files")
    for who, status in ((market.retailer, 200), (market.maker, 200), (market.supplier, 404), (market.neighbour, 404)):
        assert stranger.browser.get(made_for(app, who, file_id)).status_code == status
    address = made_for(app, market.retailer, file_id)
    suspend_organisation(market.by(market.support), market.retailer.organisation, reason="x")
    assert stranger.browser.get(address).status_code == 200, "who is suspended shows permits"
    with market.as_system() as session:
        session.execute(update(Member).where(Member.person_id == market.retailer.person_id).values(ended_at=market.at))
        session.commit()
    assert stranger.browser.get(address).status_code == 404


def made_for(app, who: Actor, file_id: UUID) -> str:
    from flask import g  # noqa: PLC0415

    with app.test_request_context():
        g.actor = who
        return file_url(file_id)


def test_the_same_photo_sent_again_after_a_lost_answer_is_kept_once(at_desk, market):
    desk = at_desk(market.retailer)
    photo = hostile.photo()
    first = desk.post(PAGE, {**sent(photo), "idempotency_key": "k" * 20}, htmx=True, expect=200)
    again = desk.post(PAGE, {**sent(photo), "idempotency_key": "k" * 20}, htmx=True, expect=200)
    assert first.soup.select_one("input")["value"] == again.soup.select_one("input")["value"]
    assert market.rows("SELECT count(*) FROM files") == [(1,)]


def test_what_is_hostile_is_refused_in_words_and_nothing_is_kept(at_desk, market):
    desk = at_desk(market.retailer)
    for content, words in (
        (hostile.png(30_000, 30_000), "too many pixels"),
        (b"<svg/>", "not a picture that can be read"),
    ):
        assert words in desk.post(PAGE, sent(content), htmx=True, expect=422).words()
    desk.post(PAGE, {}, htmx=True, expect=422)
    assert market.rows("SELECT count(*) FROM files") == [(0,)]


def test_a_photo_that_finds_no_room_is_sent_again_with_its_key_and_taken_then(at_desk, market, monkeypatch):
    desk, photo = at_desk(market.retailer), hostile.photo()
    monkeypatch.setattr(checking, "PATIENCE", 0.05)
    with ExitStack() as held:
        for _ in range(slots.SLOTS):
            held.enter_context(slots.slot(0))
        refused = desk.post(PAGE, {**sent(photo), "idempotency_key": "b" * 20}, htmx=True, expect=503)
        assert "Nothing is lost" in refused.words()
    assert market.rows("SELECT count(*) FROM files") == [(0,)]
    desk.post(PAGE, {**sent(photo), "idempotency_key": "b" * 20}, htmx=True, expect=200)
    assert market.rows("SELECT count(*) FROM files") == [(1,)]


def test_others_are_served_while_hostile_files_are_looked_at(at_desk, market):
    files = [Sent(name, content) for name, content in hostile.floods()]
    desk = at_desk(market.neighbour)
    answers, served = [], 0
    looking = Thread(target=lambda: answers.extend(check_files(files, FileKind.PHOTO)))
    looking.start()
    while looking.is_alive() or not served:
        desk.get("retailer.own_sales")
        served += 1
    looking.join()
    assert len(answers) == len(files)
    assert served > 0
