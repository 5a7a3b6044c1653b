"""A form that arrives when its session has ended is kept through signing in, and sent by its person."""

from __future__ import annotations

import re
from io import BytesIO

import pyotp
import pytest

from adapters import clock
from tests import makers
from trade.parties.models import SignIn
from web.unsent import LARGEST

ENDED = "You were signed out before your form was sent"
WEIGHT = {
    "Row 1: name": "Net weight",
    "Row 1: value": "500\u202fg",
    "Row 3: name": "Origin",
    "Row 3: value": "Hangzhou",
}


@pytest.fixture
def product(market):
    market.goods(code="TEA", name="Tea")
    return market.rows("SELECT id FROM products")[0][0]


@pytest.fixture
def seller(market, at_desk, member_of):
    """A seller's browser, which tells whose page a form stood on, and the e-mail of its person."""
    found = at_desk(market.supplier)
    found.browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    found.login = member_of(market.supplier).person.email
    return found


def end_sessions(session):
    for row in session.query(SignIn):
        row.ended_at = clock.now()


def sign_in(desk, page, expect=200):
    entries = {"E-mail or phone number": desk.login, "Password": makers.PASSWORD}
    return desk.press(page, "Sign in", entries, expect=expect)


def told(market):
    return market.rows("SELECT name, value FROM properties ORDER BY name")


def test_what_was_typed_is_shown_after_signing_in_and_sent_once(seller, market, session, product):
    page = seller.get("supplier.product", product_id=product)
    end_sessions(session)

    page = seller.press(page, "Save the details", WEIGHT, expect=403)
    assert ENDED in page.words()
    assert told(market) == []
    page = sign_in(seller, page)
    assert [item.text for item in page.soup.select("main li")] == ["Net weight", "500\u202fg", "Origin", "Hangzhou"]
    assert told(market) == []
    seller.press(page, "Send it now")
    seller.press(page, "Send it now")

    assert told(market) == [("Net weight", "500\u202fg"), ("Origin", "Hangzhou")]
    assert market.rows("SELECT count(*) FROM events WHERE verb = 'catalogue.properties_set'") == [(1,)]


def test_a_wrong_password_loses_nothing(seller, market, session, product):
    page = seller.get("supplier.product", product_id=product)
    end_sessions(session)
    page = seller.press(page, "Save the details", WEIGHT, expect=403)

    page = seller.press(page, "Sign in", {"E-mail or phone number": seller.login, "Password": "wrong"}, expect=422)
    page = sign_in(seller, page)
    seller.press(page, "Send it now")

    assert len(told(market)) == 2


def test_htmx_leaves_the_page_and_the_notice_carries_the_form(seller, market, session, product):
    page = seller.get("supplier.product", product_id=product)
    end_sessions(session)

    notice = seller.press(page, "Save the details", WEIGHT, expect=403, htmx=True)
    assert notice.answer.headers["HX-Retarget"] == "#notices"
    page = seller.press(notice, "Sign in and send it", expect=200)
    assert page.errors() == {}
    seller.press(sign_in(seller, page), "Send it now")

    assert len(told(market)) == 2


def test_what_was_done_the_first_time_is_not_done_again(seller, market, session, product):
    page = seller.get("supplier.product", product_id=product)
    seller.press(page, "Save the details", WEIGHT)
    market.rows("DELETE FROM properties RETURNING name")
    end_sessions(session)

    page = sign_in(seller, seller.press(page, "Save the details", WEIGHT, expect=403))
    seller.press(page, "Send it now")

    assert told(market) == []


def test_the_code_of_staff_is_asked_for_in_between(desk, market, session, member_of):
    maker = member_of(market.support)
    desk.browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    desk.login = maker.person.email

    page = desk.post("platform.invite", {"name": "Corner shop"}, expect=403)
    page = sign_in(desk, page)
    assert ENDED in page.words()
    page = desk.press(page, "Continue", {"Code": pyotp.TOTP(makers.SECRET).at(clock.now())}, expect=200)

    assert [item.text for item in page.soup.select("main li")] == ["Corner shop"]


def test_a_session_that_ends_again_before_the_code_loses_nothing(desk, market, session, member_of):
    desk.browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    desk.login = member_of(market.support).person.email
    page = sign_in(desk, desk.post("platform.invite", {"name": "Corner shop"}, expect=403))
    end_sessions(session)

    page = desk.press(page, "Continue", {"Code": "000000"}, expect=403)
    page = sign_in(desk, page)
    page = desk.press(page, "Continue", {"Code": pyotp.TOTP(makers.SECRET).at(clock.now())}, expect=200)

    assert [item.text for item in page.soup.select("main li")] == ["Corner shop"]


def test_the_code_of_goods_is_no_code_of_staff_and_is_carried(seller, session):
    page = seller.get("supplier.new_product")
    end_sessions(session)

    page = seller.press(page, "Add the product", {"Name": "Kettle", "Code": "KET-9"}, expect=403)

    assert {"Kettle", "KET-9"} <= {item.text for item in sign_in(seller, page).soup.select("main li")}


@pytest.mark.parametrize(
    "sent", [{}, {"value_0": " "}, {"value_0": "x" * (LARGEST + 1)}, {"name_0": "x", "password": "four green teapots"}]
)
def test_nothing_typed_too_much_and_passwords_are_not_carried(seller, session, product, sent):
    end_sessions(session)

    answer = seller.post("supplier.revise_properties", sent, product_id=product)

    assert answer.goes_to.startswith("/sign-in")


def test_files_must_be_chosen_again(seller, session, product):
    end_sessions(session)
    page = seller.post(
        "supplier.revise_properties", {"name_0": "x", "file": (BytesIO(b"1"), "a.png")},
        product_id=product, expect=403,
    )  # fmt: skip

    assert "Choose them again" in sign_in(seller, page).words()


def test_what_was_changed_on_the_way_or_is_of_another_site_is_dropped(seller, session, product):
    page = seller.get("supplier.product", product_id=product)
    end_sessions(session)
    page = seller.press(page, "Save the details", WEIGHT, expect=403)
    field = page.soup.select_one("[name=unsent]")
    field["value"] = re.sub("^.", "x", field["value"])

    assert sign_in(seller, page, expect=303).goes_to is not None
