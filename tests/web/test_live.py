"""The layer in front of Flask: one asks, the others take what is kept; nothing of a person ever stays there."""

from __future__ import annotations

from itertools import count

import pytest
from flask import Flask, Response, request

from web import live


@pytest.fixture
def clock(monkeypatch):
    """Seconds that pass only when the test lets them."""
    now = [100.0]
    monkeypatch.setattr(live, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def application(clock):
    """A page for everybody that counts how often it is asked; one that is not; one that wrongly sets a cookie."""
    app, asked = Flask("live"), count(1)
    live.init_app(app)

    @app.get("/all")
    def everybody():
        return live.for_everybody(Response(f"{next(asked)}"))

    @app.get("/one")
    def somebody():
        return Response(f"{next(asked)} {request.cookies.get('who')}")

    @app.get("/wrong")
    def wrong():
        response = Response("x")
        response.set_cookie("who", "me")
        return live.for_everybody(response)

    return app.test_client()


def test_it_is_asked_once_in_its_second_and_anew_afterwards(application, clock):
    assert [application.get("/all").text for _ in range(3)] == ["1", "1", "1"]
    clock[0] += live.LIFE
    assert application.get("/all").text == "2"
    assert application.get("/all?whatever=1").text == "2"


def test_while_one_renews_it_the_others_take_what_was_there_unless_it_is_old(application, clock):
    kept = application.application.extensions["live"].answers
    assert application.get("/all").text == "1"
    clock[0] += live.LIFE
    kept["/all"].until = clock[0] + live.LIFE  # as the one who is asking just now has left it
    assert application.get("/all").text == "1"
    clock[0] += live.STALE + 1
    assert application.get("/all").text == "2"


def test_what_answers_head_is_not_handed_out(application, clock):
    application.head("/all")
    assert application.get("/all").text == "2"
    clock[0] += live.LIFE
    application.head("/all")
    assert application.get("/all").text != ""


def test_who_has_it_already_is_told_so(application):
    etag = application.get("/all").headers["ETag"]
    same = application.get("/all", headers={"If-None-Match": etag})
    assert (same.status_code, same.data, sorted(same.headers.keys())) == (304, b"", ["Cache-Control", "ETag"])
    assert application.get("/all", headers={"If-None-Match": '"other"'}).status_code == 200


def test_what_is_not_for_everybody_is_never_kept(application):
    assert application.get("/one").text == "1 None"
    application.set_cookie("who", "mei")
    assert application.get("/one").text == "2 mei"
    assert application.application.extensions["live"].answers == {}


def test_an_answer_that_sets_a_cookie_is_a_fault(application):
    with pytest.raises(AssertionError, match="cookie"):
        application.get("/wrong")


def test_what_is_kept_does_not_grow_without_end(application, monkeypatch):
    monkeypatch.setattr(live, "KEPT", 1)
    kept = application.application.extensions["live"].answers
    kept["/other"] = live.Answer("200 OK", [], b"", '"x"', 0.0, 0.0)
    application.get("/all")
    assert list(kept) == ["/all"]


def test_the_mark_and_flasks_word_about_cookies_do_not_leave(application):
    headers = {name.lower() for name, _ in application.get("/all").headers}
    assert "x-for-everybody" not in headers
    assert "vary" not in headers
