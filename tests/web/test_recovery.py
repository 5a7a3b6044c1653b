"""The pages of a lost phone: codes on paper, another phone, and a reset by others."""

from __future__ import annotations

import re

import pytest

from tests import makers
from tests.web.test_auth import sign_in
from tests.web.test_auth_passwords import letters, work_off  # noqa: F401 - fixtures
from trade.parties.rules import Role

CODE = re.compile(r"[a-z2-7]{4}(?:-[a-z2-7]{4}){3}")


@pytest.fixture
def support(market, at_desk):
    return at_desk(market.support)


def shown(page):
    return [tag.get_text() for tag in page.soup.select("ol.panel li")]


def test_codes_are_shown_once_and_let_somebody_in_whose_phone_is_gone(support, desk, market, member_of):
    page = support.get("auth.recovery")
    assert "You have none yet" in page.words()
    page = support.press(page, "Show new codes", {"Your password": makers.PASSWORD}, expect=200)
    codes = shown(page)
    assert len(codes) == 10
    assert all(CODE.fullmatch(code) for code in codes)
    assert "10 of your codes are unused" in support.get("auth.recovery").words()
    assert codes[0] not in support.get("auth.recovery").words()

    sign_in(desk, member_of(market.support).person.email)
    page = desk.get(desk.get("auth.second_factor").link("Lost the phone?"))
    refused = desk.press(page, "Continue", {"Recovery code": "aaaa-bbbb-cccc-dddd"}, expect=422)
    assert refused.errors()
    assert desk.press(page, "Continue", {"Recovery code": codes[0]}).goes_to == "/second-factor/recovery-codes"
    assert "9 of your codes are unused" in desk.get("auth.recovery").words()


def test_the_same_tap_twice_shows_the_same_codes(support):
    data, key = {"password": makers.PASSWORD}, "a-key-of-this-page"
    pages = [support.post("auth.make_codes", data, key=key, expect=200) for _ in range(2)]

    assert shown(pages[0]) == shown(pages[1])


@pytest.mark.parametrize("button", ["Show new codes", "Set up another phone"])
def test_a_wrong_password_is_told_at_the_field(support, button):
    page = support.get("auth.recovery")
    address = "auth.make_codes" if button == "Show new codes" else "auth.replace_generator"
    assert page.has_button(button)

    refused = support.post(address, {"password": "guessed"}, expect=422)

    assert refused.errors() == {"Your password": "This is not your password."}


def test_another_phone_begins_with_a_new_key(support, letters, work_off):  # noqa: F811
    answer = support.post("auth.replace_generator", {"password": makers.PASSWORD})

    assert answer.goes_to == "/second-factor/setup"
    assert support.get("auth.second_factor_setup").has_button("Start")
    support.get("platform.organisation_list", expect=303)


def test_guessing_codes_is_limited(desk, market, member_of):
    sign_in(desk, member_of(market.support).person.email)
    page = desk.get("auth.recovery_code")
    for _ in range(5):
        desk.press(page, "Continue", {"Recovery code": "aaaa-bbbb-cccc-dddd"}, expect=422)

    assert desk.press(page, "Continue", {"Recovery code": "aaaa-bbbb-cccc-dddd"}, expect=429).heading()


def test_an_owner_resets_a_colleagues_generator(desk_of, market, member_of, session):
    owner, organisation = desk_of(member_of(market.supplier)), member_of(market.supplier).organisation
    colleague = makers.make_member(session, organisation, makers.make_person(session, second_factor=True), ["sales"])
    page = owner.get(owner.get("members.member", member_id=colleague.id).link("Lost the phone?"))

    refused = owner.press(page, "Reset the code generator", {"Your password": "guessed"}, expect=422)
    assert refused.errors() == {"Your password": "This is not your password."}
    owner.press(page, "Reset the code generator", {"Your password": makers.PASSWORD})
    assert market.rows("SELECT needs_two, asked_by FROM factor_resets") == [(False, market.supplier.person_id)]


def test_two_of_the_platform_reset_a_third(desk_of, market, member_of, support):
    lost, second = market.colleague(market.support, Role.FINANCE_MAKER), market.colleague(market.support)
    member = member_of(lost)
    listed = support.get("platform.organisation", organisation_id=market.support.organisation)
    assert f"/members/{member.id}/second-factor" in str(listed.soup)
    page = support.get("members.factor", member_id=member.id)
    assert "two of its people must want it" in page.words()
    support.press(page, "Reset the code generator", {"Your password": makers.PASSWORD})
    assert "You asked, so somebody else must agree." in support.get("members.factor", member_id=member.id).words()

    colleague = desk_of(member_of(second))
    page = colleague.get("members.factor", member_id=member.id)
    colleague.press(page, "Agree and reset", {"Your password": makers.PASSWORD})

    assert market.rows("SELECT agreed_by FROM factor_resets") == [(second.person_id,)]


def test_who_may_not_manage_people_does_not_see_the_page(desk_of, market, member_of):
    sales = desk_of(member_of(market.colleague(market.supplier, Role.SALES)))

    sales.get("members.factor", member_id=member_of(market.supplier).id, expect=403)
