"""Two people decide about an organisation at the same moment: one decision stands, and it took two people."""

from __future__ import annotations

import pytest

from tests.races.conftest import Crowd, deed, kinds
from tests.trade.admission.applying import case, checked, second, submitted
from tests.trade.market import Market
from trade.admission.actions import (
    Applicant,
    accept_permit,
    appeal_delisting,
    apply_for_admission,
    approve_admission,
    check_admission,
    confirm_delisting,
    delist_seller,
    drop_delisting,
    forget_next_unopened,
    lift_seller,
    propose_delisting,
    refuse_admission,
    return_permit,
    send_back_admission,
)
from trade.kernel.actor import Actor
from trade.parties.rules import OrganisationKind

pytestmark = pytest.mark.race


def test_of_approving_refusing_and_sending_back_at_once_one_happens(market: Market, crowd: Crowd) -> None:
    owner = checked(market)
    shown, others = case(market, owner).shown, [second(market) for _ in range(4)]
    deeds = [deed(market.by(other), approve_admission, owner.organisation, shown=shown) for other in others[:2]]
    deeds += [deed(market.by(others[2]), refuse_admission, owner.organisation, reason="No.")]
    deeds += [deed(market.by(others[3]), send_back_admission, owner.organisation, reason="More.")]
    deeds += [deed(market.by(market.support), approve_admission, owner.organisation, shown=shown)]

    found = kinds(crowd(deeds))

    assert found.pop("NoneType") == 1
    assert set(found) <= {"MoveRefused", "SamePerson"}
    rows = market.rows(
        "SELECT o.state, a.state, a.checked_by IS DISTINCT FROM a.decided_by FROM organisations o JOIN admissions a"
        " ON a.organisation_id = o.id"
    )
    assert rows in ([("admitted", "approved", True)], [("refused", "refused", True)], [("applied", "returned", False)])


def test_of_two_reviewers_at_once_one_checks_and_one_judges_a_permit(market: Market, crowd: Crowd) -> None:
    owner = submitted(market)
    first, then = case(market, owner).permits
    other = second(market)
    deeds = [
        deed(market.by(market.support), accept_permit, first.id),
        deed(market.by(other), return_permit, first.id, reason="Cut off."),
    ]
    assert kinds(crowd(deeds)) == {"NoneType": 1, "MoveRefused": 1}
    accept_permit(market.by(other), then.id)
    deeds = [deed(market.by(who), check_admission, owner.organisation) for who in (market.support, other)]
    found = kinds(crowd(deeds))
    state = {row.id: row.state for row in case(market, owner).permits}[first.id]
    assert found == ({"NoneType": 1, "MoveRefused": 1} if state == "accepted" else {"PermitsLacking": 2})


def test_of_delisting_and_dropping_at_once_one_happens_and_so_it_is_with_the_appeal(
    market: Market, crowd: Crowd
) -> None:
    seller_id, others = market.supplier.organisation, [second(market) for _ in range(4)]
    proposals = [deed(market.by(who), propose_delisting, seller_id, reason="Copies.") for who in others[:2]]
    assert kinds(crowd(proposals)) == {"UUID": 1, "DelistingStands": 1}
    ((delisting_id,),) = market.rows("SELECT id FROM delistings")
    deeds = [deed(market.by(other), delist_seller, delisting_id) for other in others[2:]]
    deeds += [deed(market.by(market.support), drop_delisting, delisting_id, reason="No.")]
    assert kinds(crowd(deeds)) == {"NoneType": 1, "MoveRefused": 2}
    ((state, standing),) = market.rows(
        "SELECT d.state, o.state FROM delistings d JOIN organisations o ON o.id = d.seller_id"
    )
    assert (state, standing) in {("dropped", "admitted"), ("delisted", "suspended")}
    if state == "dropped":
        return
    appeals = [deed(market.by(market.supplier), appeal_delisting, words=words) for words in ("No.", "Never.")]
    assert kinds(crowd(appeals)) == {"UUID": 1, "MoveRefused": 1}
    judges = [second(market), second(market)]
    deeds = [deed(market.by(judges[0]), lift_seller, delisting_id, answer="Right.")]
    deeds += [deed(market.by(judges[1]), confirm_delisting, delisting_id, answer="Wrong.")]
    assert kinds(crowd(deeds)) == {"NoneType": 1, "MoveRefused": 1}
    rows = market.rows("SELECT d.state, o.state FROM delistings d JOIN organisations o ON o.id = d.seller_id")
    assert rows in ([("lifted", "admitted")], [("confirmed", "suspended")])


def test_whoever_asks_again_while_their_application_is_forgotten_has_one_that_works(
    market: Market, crowd: Crowd
) -> None:
    opened_at = market.at
    for round_ in range(8):
        wish = Applicant(OrganisationKind.SUPPLIER, f"Red Lantern {round_}", "GB", f"{round_}@lantern.example", "en")
        market.at = opened_at
        apply_for_admission(market.by(Actor.nobody()), wish)
        market.later(days=31)
        deeds = [deed(market.by(Actor.system()), forget_next_unopened) for _ in range(3)]
        deeds.insert(round_ % 4, deed(market.by(Actor.nobody()), apply_for_admission, wish))

        assert not [one for one in crowd(deeds) if isinstance(one, Exception)]
        rows = market.rows(
            "SELECT i.expires_at > :at FROM organisations o JOIN admissions a ON a.organisation_id = o.id"
            " JOIN invitations i ON i.organisation_id = o.id WHERE o.name = :name", at=market.at, name=wish.name,
        )  # fmt: skip
        assert rows == [(True,)]
