"""Finding, inviting, admitting and suspending organisations."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from adapters import clock
from tests import makers
from tests.trade.admission.applying import submitted
from tests.trade.looking import snapshot
from trade.parties.models import Invitation, Organisation


def make_applied(session, **values: str):
    return makers.make_organisation(session, "supplier", "applied", **values)


def state_of(session, organisation):
    return session.scalars(select(Organisation.state).where(Organisation.id == organisation.id)).one()


def test_what_waits_comes_first(support, market, session):
    owner = submitted(market)

    page = support.get("platform.today")

    name = page.rows("Waiting for admission")[0][0]
    assert page.link(name) == f"/platform/admissions/{owner.organisation}"


def test_without_anybody_waiting_the_day_says_what_comes_next(support, market):
    page = support.get("platform.today")

    assert "Nobody waits for admission" in page.words()
    assert page.link("Invite an organisation") == "/platform/organisations/invitation"


def test_the_day_counts_orders_and_unmatched_transfers(support, market):
    market.one_order()

    page = support.get("platform.today")

    assert page.has_link("1 order")
    assert "Every bank transfer has found its wallet." in page.words()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"state": "applied"}, ["Blue Kiln"]),
        ({"kind": "carrier"}, ["Red Vans"]),
        ({"search": "kiln"}, ["Blue Kiln"]),
        ({"search": "t-xyz"}, ["Red Vans"]),
        ({"search": "%"}, []),
        ({"kind": "wizard", "search": "red v"}, ["Red Vans"]),
    ],
)
def test_organisations_are_found(support, market, session, asked, found):
    make_applied(session, name="Blue Kiln")
    makers.make_organisation(session, "carrier", name="Red Vans", code="T-XYZ")

    page = support.get("platform.organisation_list", **asked)

    rows = [row[0] for row in page.rows("Organisations by name")] if found else []
    assert rows == found
    assert ("No organisation fits" in page.words()) == (not found)


def test_a_long_list_goes_on_and_keeps_its_filter(support, market, session):
    for number in range(51):
        make_applied(session, name=f"Kiln {number:03}")

    first = support.get("platform.organisation_list", state="applied")
    second = support.get(first.link("Further"))

    assert len(first.rows("Organisations by name")) == 50
    assert [row[0] for row in second.rows("Organisations by name")] == ["Kiln 050"]
    assert "state=applied" in first.link("Further")


def test_an_invitation_goes_out_and_says_where_its_letter_lies(support, market, session, queued):
    makers.make_region(session)
    queued.clear()

    answer = support.press(
        support.get("platform.invitation"),
        "Send the invitation",
        {
            "Kind": "supplier",
            "Name on the market": " Blue Kiln ",
            "Owner's e-mail or phone number": "Yu@Example.com",
            "Region": "GB-LND",
        },
    )

    made = session.scalars(select(Organisation).where(Organisation.name == "Blue Kiln")).one()
    assert answer.goes_to == f"/platform/organisations/{made.id}"
    assert (made.state, made.kind, made.region_code, made.currency) == ("invited", "supplier", "GB-LND", "GBP")
    assert [job for job, _ in queued] == ["send_invitation"]
    page = support.get(answer.goes_to)
    assert "The invitation to Yu@Example.com is on its way." in page.status()
    assert "An invitation is on its way" in page.words()
    assert "the letter lies in" in page.words()


@pytest.mark.parametrize(
    ("entries", "label", "sentence"),
    [
        ({"Name on the market": ""}, "Name on the market", "Fill this in."),
        ({"Owner's e-mail or phone number": "nowhere"}, "Owner's e-mail or phone number", "Enter an e-mail address"),
        ({"Name on the market": "x" * 121}, "Name on the market", "Use at most 120 characters."),
    ],
)
def test_a_wrong_invitation_is_told_beside_its_field(support, market, session, queued, entries, label, sentence):
    page = support.get("platform.invitation")
    before = snapshot(session)
    queued.clear()

    good = {"Kind": "retailer", "Name on the market": "Corner", "Owner's e-mail or phone number": "a@b.example"}
    page = support.press(page, "Send the invitation", {**good, **entries}, expect=422)

    assert page.errors()[label].startswith(sentence)
    assert page.field("Kind").select_one("option[selected]")["value"] == "retailer"
    assert (snapshot(session), queued) == (before, [])


def test_the_platform_itself_cannot_be_invited(support, market, session):
    data = {
        "kind": "platform",
        "name": "Two",
        "login": "a@b.example",
        "currency": "GBP",
        "time_zone": "UTC",
        "locale": "en",
        "region": "",
    }
    support.post("platform.invite", data, expect=422)

    assert session.scalars(select(Invitation)).all() == []


def test_an_applicant_is_not_admitted_from_here_but_from_its_admission(support, market, session):
    applied = make_applied(session)

    page = support.get("platform.organisation", organisation_id=applied.id)

    assert not page.has_button("Admit")
    assert support.get(page.link("Its admission")).heading() == applied.name


def test_suspending_needs_a_reason_and_reinstating_too(support, market, session):
    seller = makers.make_organisation(session, "supplier")
    page = support.get("platform.organisation", organisation_id=seller.id)

    page = support.press(page, "Suspend", expect=422)
    assert page.errors() == {"Reason": "Say why; the organisation reads it."}
    assert state_of(session, seller) == "admitted"

    answer = support.press(page, "Suspend", {"Reason": "Papers expired"})
    assert state_of(session, seller) == "suspended"
    page = support.get(answer.goes_to)
    assert "Papers expired" in page.items("What happened")[0]

    support.press(page, "Admit again", {"Reason": "New papers"})
    assert state_of(session, seller) == "admitted"


def test_nobody_suspends_the_platform_itself(support, market, session):
    own = session.get_one(Organisation, market.support.organisation)
    page = support.get("platform.organisation", organisation_id=own.id)
    assert not page.has_button("Suspend")
    before = snapshot(session)

    support.post("platform.suspend", {"reason": "by mistake"}, organisation_id=own.id, expect=409)

    assert snapshot(session) == before


def test_an_expired_invitation_says_so(support, market, session):
    invited = makers.make_organisation(session, "retailer", "invited")
    makers.make_invitation(session, invited, "mei@example.com", expires_at=clock.now())

    page = support.get("platform.organisation", organisation_id=invited.id)

    assert "The invitation has expired" in page.words()
    assert "Nobody yet: the owner has not accepted the invitation." in page.words()


def test_finance_looks_but_does_not_admit(maker, market, session):
    applied = make_applied(session)
    maker.get("platform.admission", organisation_id=applied.id)
    before = snapshot(session)

    maker.post("platform.check_admission", organisation_id=applied.id, expect=403)
    maker.get("platform.invitation", expect=403)

    assert snapshot(session) == before


def test_only_finance_sees_accounts(maker, support, market):
    market.money()
    buyer = market.retailer.organisation

    assert maker.get("platform.organisation", organisation_id=buyer).rows("Money") == [["Wallet", "£1,000.00"]]
    assert "£1,000.00" not in support.get("platform.organisation", organisation_id=buyer).words()


def test_an_unknown_organisation_is_not_here(support, market):
    support.get("platform.organisation", organisation_id="00000000-0000-7000-8000-000000000000", expect=404)
