"""Joining by an invitation's link."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from adapters import clock
from tests import makers
from tests.web.test_auth_passwords import letters, work_off  # noqa: F401 - fixtures
from trade.parties import actions
from trade.parties.models import Member, Organisation, Person
from trade.parties.rules import OrganisationKind


def test_the_owner_of_a_new_organisation_joins_and_applies(desk, session):
    shop = makers.make_organisation(session, state="invited", name="Li's Corner")
    token = makers.make_invitation(session, shop, "li@example.com")
    page = desk.get("auth.invitation", token=token)
    assert page.heading() == "Join Li's Corner"
    assert page.facts() == {
        "Organisation": "Li's Corner (Retailer)",
        "You will be": "Owner",
        "You sign in as": "li@example.com",
    }

    answer = desk.press(page, "Join", {"Your name": "Li Na", "Choose a password": "four green teapots"})

    assert answer.goes_to == "/"
    assert desk.get("auth.home", expect=303).goes_to == "/admission"
    assert session.get(Organisation, shop.id).state == "applied"
    assert session.scalars(select(Person.name)).one() == "Li Na"


def test_somebody_known_proves_the_password(desk, session):
    person = makers.make_person(session, email="li@example.com")
    shop = makers.make_organisation(session)
    token = makers.make_invitation(session, shop, "li@example.com", roles=["buyer"])
    page = desk.get("auth.invitation", token=token)

    refused = desk.press(page, "Join", {"Your password": "wrong password"}, expect=422)
    desk.press(page, "Join", {"Your password": makers.PASSWORD})

    assert "These don't belong together" in refused.alert()
    member = session.scalars(select(Member)).one()
    assert (member.person_id, member.roles) == (person.id, ["buyer"])


def test_a_link_works_once(desk, stranger, session):
    shop = makers.make_organisation(session)
    token = makers.make_invitation(session, shop, "li@example.com")
    page = desk.get("auth.invitation", token=token)
    desk.press(page, "Join", {"Your name": "Li Na", "Choose a password": "four green teapots"})
    desk.post("auth.sign_out")

    assert "used already or is too old" in desk.get("auth.invitation", token=token, expect=409).alert()
    desk.post("auth.invitation", {"name": "Eve", "password": "another password"}, token=token, expect=409)


@pytest.mark.parametrize("token", ["unknown", "x" * 500, "%F0%9F%92%A9"])
def test_a_made_up_link_says_so(desk, token):
    desk.get(f"/invitations/{token}", expect=409)


def test_an_old_link_is_refused(desk, session):
    shop = makers.make_organisation(session)
    token = makers.make_invitation(session, shop, "li@example.com", expires_at=clock.now() - timedelta(seconds=1))

    desk.get("auth.invitation", token=token, expect=409)


def test_a_shop_is_invited_by_letter(desk, session, work_off, letters):  # noqa: F811
    staff = makers.make_member(session, makers.make_organisation(session, "platform"))
    new = actions.NewOrganisation(
        OrganisationKind.RETAILER, "Corner\r\nShop", "li@example.com", currency="GBP", time_zone="Europe/London"
    )
    actions.invite_organisation(makers.call_of(session, staff), new)

    work_off()
    work_off()

    assert len(letters()) == 1
    link = next(line for line in letters()[0].splitlines() if "/invitations/" in line)
    assert desk.get(link.partition("localhost:8000")[2]).has_button("Join")
