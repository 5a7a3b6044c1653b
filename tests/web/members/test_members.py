"""Owners invite people, give them roles, and let them go."""

from __future__ import annotations

import pytest

from tests import makers
from tests.trade.looking import snapshot
from trade.kernel.actor import Actor
from trade.parties.actions import send_invitation
from trade.parties.credentials import derived_token
from trade.parties.rules import Role


@pytest.fixture
def owner(market, at_desk):
    return at_desk(market.supplier)


@pytest.fixture
def colleague(market):
    return market.colleague(market.supplier, Role.SALES)


def roles_of(market, actor):
    return market.rows("SELECT roles, ended_at IS NULL FROM members WHERE person_id = :id", id=actor.person_id)[0]


def ticked(page):
    return {tag["value"] for tag in page.soup.select("input[name=roles][checked]")}


def test_the_list_shows_who_belongs_here_and_nobody_else(owner, market, colleague):
    rows = owner.get("members.people").rows(f"Who belongs to {name_of(market)}")

    assert sorted(row[2] for row in rows) == ["Owner", "Sales"]


def name_of(market):
    return market.rows("SELECT name FROM organisations WHERE id = :id", id=market.supplier.organisation)[0][0]


@pytest.mark.parametrize("who", ["retailer", "support"])
def test_every_kind_of_organisation_has_the_page(market, at_desk, who):
    actor = getattr(market, who)
    desk = at_desk(market.colleague(actor, Role.OWNER))

    assert desk.get("members.people").heading() == "Members"


def test_only_owners_manage_members(market, at_desk, colleague, session):
    desk = at_desk(colleague)
    before = snapshot(session)

    desk.get("members.people", expect=403)
    desk.post("members.invite", {"login": "new@example.com", "roles": "sales"}, expect=403)

    assert snapshot(session) == before


def test_somebody_is_invited(owner, market, queued):
    page = owner.get("members.people")

    answer = owner.post("members.invite", {"login": " New@Example.com ", "roles": ["sales", "warehouse"]})

    assert page.has_button("Invite")
    assert [row[:2] for row in owner.get(answer.goes_to).rows("Invited")] == [["new@example.com", "Sales, Warehouse"]]
    assert [job for job, _ in queued] == ["send_invitation"]


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"login": "", "roles": "sales"}, "Fill this in."),
        ({"login": "nobody", "roles": "sales"}, "Enter an e-mail address such as mei@example.com"),
        ({"login": "new@example.com"}, "Choose at least one of these roles: Owner, Sales"),
        ({"login": "new@example.com", "roles": "buyer"}, "not a valid choice"),
    ],
)
def test_an_invitation_that_cannot_be_sent_says_why(owner, session, queued, sent, wrong):
    before = snapshot(session)

    page = owner.post("members.invite", sent, expect=422)

    assert wrong in page.alert()
    assert snapshot(session) == before
    assert queued == []


def test_a_member_gets_other_roles(owner, market, colleague, member_of):
    page = owner.get("members.member", member_id=member_of(colleague).id)
    assert ticked(page) == {"sales"}

    answer = owner.post("members.give_roles", {"roles": ["warehouse"]}, member_id=member_of(colleague).id)

    assert roles_of(market, colleague) == (["warehouse"], True)
    assert "has these roles from now on" in owner.get(answer.goes_to).status()


def test_the_last_owner_stays_one(owner, market, colleague, member_of, session):
    own = member_of(market.supplier).id
    before = snapshot(session)

    page = owner.post("members.give_roles", {"roles": ["sales"]}, member_id=own, expect=409)
    owner.post("members.end", member_id=own, expect=409)

    assert "An organisation needs an owner." in page.alert()
    assert snapshot(session) == before


def test_a_membership_ends_and_its_sessions_with_it(owner, market, colleague, member_of, at_desk):
    theirs = at_desk(colleague)
    theirs.get("supplier.today")
    page = owner.get("members.member", member_id=member_of(colleague).id)

    owner.press(page, "End it")

    assert roles_of(market, colleague)[1] is False
    assert theirs.get("supplier.today", expect=303).goes_to.startswith("/sign-in")


def test_a_stranger_s_member_does_not_exist(owner, market, member_of, session):
    theirs = member_of(market.rival).id
    before = snapshot(session)

    owner.get("members.member", member_id=theirs, expect=404)
    owner.post("members.give_roles", {"roles": "sales"}, member_id=theirs, expect=404)
    owner.post("members.end", member_id=theirs, expect=404)

    assert snapshot(session) == before


def test_an_owner_limits_what_a_buyer_may_order_without_asking(market, at_desk):
    buyer, desk = market.colleague(market.retailer, Role.BUYER), at_desk(market.retailer)
    member_id = market.rows("SELECT id FROM members WHERE person_id = :id", id=buyer.person_id)[0][0]
    page = desk.get("members.member", member_id=member_id)

    refused = desk.press(page, "Save the limits", {"One order at most": "-1"}, expect=422)
    assert "One order at most" in refused.errors()
    desk.press(page, "Save the limits", {"One order at most": "0", "A month at most": ""})

    shown = [row[3:5] for row in desk.get("members.people").rows(f"Who belongs to {shop_name(market)}")]
    assert sorted(shown) == [["no limit", "no limit"], ["£0.00", "no limit"]]
    assert desk.get("members.member", member_id=member_id).field("One order at most")["value"] == "0.00"


def shop_name(market):
    return market.rows("SELECT name FROM organisations WHERE id = :id", id=market.retailer.organisation)[0][0]


def test_an_owner_says_where_the_organisation_is(market, at_desk):
    desk = at_desk(market.supplier)

    desk.press(desk.get("members.own_address"), "Save the address", {"Address": "9 Kiln Road"})

    assert desk.get("members.own_address").field("Address").text.strip() == "9 Kiln Road"


@pytest.fixture
def invited(owner, market):
    """Somebody was invited; answer the invitation."""
    owner.post("members.invite", {"login": "new@example.com", "roles": ["sales"]})
    return market.rows("SELECT id FROM invitations WHERE login = 'new@example.com'")[0][0]


def test_an_open_invitation_tells_who_invited_and_until_when(owner, market, invited):
    [row] = owner.get("members.people").rows("Invited")

    assert row[:2] == ["new@example.com", "Sales"]
    assert row[2] == market.rows("SELECT name FROM people WHERE id = :id", id=market.supplier.person_id)[0][0]


def test_a_withdrawn_invitation_opens_nothing(owner, market, invited, desk, session):
    send_invitation(market.by(Actor.system()), Unread(), "secret", invited, "en")
    token = derived_token("secret", "invitation", str(invited))
    assert desk.get("auth.invitation", token=token).has_button("Join")

    page = owner.press(owner.get("members.people"), "Withdraw · new@example.com")

    assert page.goes_to == "/members"
    assert "new@example.com" not in owner.get("members.people").words()
    desk.get("auth.invitation", token=token, expect=409)
    assert "parties.invitation_withdrawn" in market.verbs(market.supplier.organisation)


def test_an_invitation_is_sent_again_and_its_link_works_its_full_time(owner, market, invited, queued):
    market.rows("UPDATE invitations SET expires_at = now() - interval '1 day' WHERE id = :id RETURNING 1", id=invited)
    assert "too old" in owner.get("members.people").words()
    queued.clear()

    owner.press(owner.get("members.people"), "Send again · new@example.com")

    assert [(job, arguments["invitation_id"]) for job, arguments in queued] == [("send_invitation", str(invited))]
    assert "too old" not in owner.get("members.people").words()
    post = Unread()
    for _ in range(2):
        send_invitation(market.by(Actor.system()), post, "secret", invited, "en")
    assert post.letters == ["new@example.com"]


@pytest.mark.parametrize("endpoint", ["members.withdraw", "members.renew"])
def test_a_strangers_invitation_is_not_there(market, at_desk, invited, session, endpoint):
    stranger = at_desk(market.rival)
    before = snapshot(session)

    stranger.post(endpoint, invitation_id=invited, expect=404)

    assert snapshot(session) == before


def test_the_platform_sends_an_owners_invitation_again(market, at_desk, session):
    support = at_desk(market.support)
    shop = makers.make_organisation(session, state="invited")
    makers.make_invitation(session, shop, "li@example.com")

    page = support.get("platform.organisation", organisation_id=shop.id)

    assert support.press(page, "Send again · li@example.com").goes_to == f"/platform/organisations/{shop.id}"


class Unread:
    """A postman whose letters nobody opens."""

    def __init__(self) -> None:
        self.letters: list[str] = []

    def deliver_invitation(self, to, organisation, token, *, asked) -> None:
        self.letters.append(to.login)

    def deliver_password_reset(self, to, token) -> None:
        raise AssertionError("nobody forgot a password")

    def deliver_factor_news(self, to, news) -> None:
        raise AssertionError("nobody lost a phone")
