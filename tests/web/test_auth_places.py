"""For whom one acts, and in which language."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests import makers
from tests.web.test_auth import sign_in
from trade.parties.models import Person, SignIn


@pytest.fixture
def person(session):
    """Somebody with a shop and a job at a supplier."""
    person = makers.make_person(session)
    makers.make_member(session, makers.make_organisation(session, name="Li's Corner"), person)
    makers.make_member(session, makers.make_organisation(session, "supplier", name="Tea Works"), person, ["sales"])
    return person


def test_with_two_places_one_is_chosen(desk, session, person):
    sign_in(desk, person.email)
    assert desk.get("auth.home", expect=303).goes_to == "/organisations"
    page = desk.get("auth.organisations")

    desk.press(page, "Continue with Tea Works")

    row = session.scalars(select(SignIn)).one()
    assert row.member_id is not None
    assert "Tea Works" in desk.get("auth.organisations").words()


def test_the_next_sign_in_remembers_the_place(desk, session, person):
    sign_in(desk, person.email)
    desk.press(desk.get("auth.organisations"), "Continue with Tea Works")
    desk.post("auth.sign_out")

    sign_in(desk, person.email)

    members = session.scalars(select(SignIn.member_id)).all()
    assert members[0] == members[1]


def test_switching_changes_the_token(desk, session, person):
    sign_in(desk, person.email)
    page = desk.get("auth.organisations")
    before = session.scalars(select(SignIn)).one().token_hash

    desk.press(page, "Continue with Tea Works")

    assert session.scalars(select(SignIn)).one().token_hash != before


def test_a_foreign_organisation_cannot_be_chosen(desk, session, person):
    foreign = makers.make_organisation(session)
    sign_in(desk, person.email)

    page = desk.post("auth.choose_organisation", organisation_id=foreign.id, expect=404)

    assert page.heading() == "Not here"
    assert session.scalars(select(SignIn)).one().member_id is None


def test_without_any_place_the_page_says_what_now(desk, session):
    person = makers.make_person(session)
    sign_in(desk, person.email)

    assert "You belong to no organisation now" in desk.get("auth.organisations").words()


def test_who_waits_for_admission_and_is_no_owner_is_told_so(desk_of, session):
    member = makers.make_member(session, makers.make_organisation(session, state="applied"), roles=["buyer"])

    assert desk_of(member).get("auth.home", expect=403).heading() == "Waiting for admission"


def test_of_a_suspended_seller_the_owner_reads_why_and_others_finish_what_is_open(desk_of, session):
    seller = makers.make_organisation(session, "supplier", state="suspended", suspended_for="permit")
    owner, sales = (makers.make_member(session, seller, roles=[role]) for role in ("owner", "sales"))

    page = desk_of(owner).get(desk_of(owner).get("auth.home", expect=303).goes_to)
    assert "Your organisation is suspended" in page.words()
    assert desk_of(sales).get("auth.home", expect=303).goes_to == "/supplier"
    desk_of(sales).get("supplier.order_list")
    assert desk_of(sales).get("supplier.new_product", expect=403).heading() == "Your organisation is suspended"


def test_a_visitor_chooses_a_language(desk):
    page = desk.get("auth.sign_in", next="/organisations")

    answer = desk.press(page, "简体中文")

    assert answer.goes_to == "/sign-in?next=/organisations"
    page = desk.get("auth.sign_in")
    assert page.soup.select_one("html")["lang"] == "zh-Hans"
    assert page.heading() == "登录"


def test_a_persons_language_is_remembered_everywhere(desk_of, session):
    member = makers.make_member(session)
    desk_of(member).post("auth.set_language", {"locale": "zh-Hans", "next": "/organisations"})

    page = desk_of(member).get("auth.organisations")

    assert session.scalars(select(Person.locale)).one() == "zh_Hans"
    assert page.soup.select_one("html")["lang"] == "zh-Hans"


@pytest.mark.parametrize("locale", ["", "zh-Hant", "../../etc", "en_XX", "zh-Hans-CN"])
def test_a_language_that_is_not_spoken_changes_nothing(desk_of, session, locale):
    member = makers.make_member(session)

    desk_of(member).post("auth.set_language", {"locale": locale})

    assert session.scalars(select(Person.locale)).one() == "en"


@pytest.mark.parametrize(
    ("asked", "lang"),
    [
        ("zh-CN,zh;q=0.9", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("de-DE,en;q=0.5,zh;q=0.3", "en"),
        ("fr,zh-Hans;q=0.5", "zh-Hans"),
        ("zh-TW", "en"),
        ("xx-yy-zz;q=abc", "en"),
        ("", "en"),
    ],
)
def test_the_browsers_languages_are_understood(stranger, asked, lang):
    answer = stranger.browser.get("/sign-in", headers={"Accept-Language": asked})

    assert f'<html lang="{lang}">' in answer.text


def test_a_visitor_begins_at_the_shop_window(stranger):
    assert stranger.get("auth.home", expect=303).goes_to == stranger.path("shop.landing")


def test_staff_begin_with_their_code(desk, session):
    staff = makers.make_member(session, makers.make_organisation(session, "platform"))
    sign_in(desk, staff.person.email)

    assert desk.get("auth.home", expect=303).goes_to == "/second-factor"
