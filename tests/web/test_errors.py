"""What somebody sees when something is refused or broken."""

from __future__ import annotations

import logging

import pytest

from tests import makers
from tests.desk import Desk
from tests.web.conftest import REFUSALS

ANSWERS = {
    "unknown": (409, "This cannot be done now"),
    "not-found": (404, "does not exist, or it is not yours"),
    "not-allowed": (403, "Your role does not include this"),
    "stale": (409, "Somebody changed this"),
    "moved": (409, "it stands at “On its way” now"),
    "in-flight": (409, "still being worked on"),
    "invalid": (422, "Enter an e-mail address"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_a_page_with_a_sentence(visitor, name):
    status, sentence = ANSWERS[name]

    assert sentence in visitor.get(f"/try/refusal/{name}", expect=status).alert()


@pytest.mark.parametrize("name", REFUSALS)
def test_htmx_gets_a_notice_that_leaves_the_page_alone(visitor, name):
    status, sentence = ANSWERS[name]

    page = visitor.get(f"/try/refusal/{name}", expect=status, htmx=True)

    assert sentence in page.alert()
    assert page.answer.headers["HX-Retarget"] == "#notices"
    assert page.answer.headers["HX-Reswap"] == "innerHTML"
    assert "HX-Request" in page.answer.vary


def test_only_what_is_still_being_worked_on_is_to_be_sent_once_more(visitor):
    for name, (status, _) in ANSWERS.items():
        page = visitor.get(f"/try/refusal/{name}", expect=status, htmx=True)
        assert page.answer.headers.get("Retry-After") == ("1" if name == "in-flight" else None)


@pytest.mark.parametrize("htmx", [False, True])
def test_a_fault_has_a_number_that_the_log_has_too(visitor, caplog, htmx):
    visitor.app.config["PROPAGATE_EXCEPTIONS"] = False
    with caplog.at_level(logging.ERROR, "pinhuo.web"):
        page = visitor.get("/try/fault", expect=500, htmx=htmx)

    number = next(word for word in page.words().split() if word.startswith("E-"))
    assert number in caplog.text
    assert "RuntimeError: secret detail" in caplog.text
    assert "secret detail" not in page.words()


def test_a_page_about_a_fault_asks_the_database_nothing(visitor, statements):
    with statements() as seen:
        visitor.get("/try/fault", expect=500)

    assert seen == []


def test_nor_does_one_for_somebody_signed_in(playground, committed, statements):
    member = makers.make_member(committed)
    desk = Desk(playground).signed_in(member, makers.make_sign_in(committed, member))

    with statements() as seen:
        desk.get("/nowhere", expect=404)

    assert seen == []


def test_when_even_that_page_breaks_there_are_still_words(visitor, monkeypatch):
    def broken(template, **facts: object):
        raise RuntimeError(f"{template} is gone, and {len(facts)} facts with it")

    monkeypatch.setattr("web.errors.render_template", broken)
    answer = visitor.browser.get("/try/fault")

    assert answer.status_code == 500
    assert "<h1>Something broke" in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status", "heading"),
    [
        ("GET", "/nowhere", 404, "Not here"),
        ("PUT", "/sign-in", 405, "This address takes no such request"),
        ("GET", "/try/two-answers?q=%00", 400, "This request cannot be read"),
        ("GET", "/organisations/not-a-uuid/choice", 404, "Not here"),
    ],
)
def test_wrong_addresses_are_explained(visitor, method, path, status, heading):
    answer = visitor.browser.open(path, method=method)

    assert answer.status_code == status
    assert f"<h1>{heading}</h1>" in answer.text


def test_a_nul_in_a_form_is_refused(visitor):
    visitor.post("/try/wave", {"word": "a\0b"}, expect=400)


def test_a_huge_form_is_refused(visitor):
    page = visitor.post("/try/wave", {"word": "x" * (17 * 1024 * 1024)}, expect=413)

    assert page.heading() == "Too large"


def test_one_address_gives_a_page_or_its_part(visitor):
    whole, part = visitor.get("/try/two-answers"), visitor.get("/try/two-answers", htmx=True)

    assert whole.soup.select_one("html")
    assert not part.soup.select_one("html")
    assert "HX-Request" in whole.answer.vary
    assert "HX-Request" in part.answer.vary


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_boosted_links_and_restored_pages_get_a_page(visitor, header):
    answer = visitor.browser.get("/try/two-answers", headers={"HX-Request": "true", header: "true"})

    assert "<html" in answer.text
