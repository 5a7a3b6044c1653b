"""Permits that end: warned of, then their organisation stands still until a renewed one is accepted; what is open goes on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.trade.admission.applying import accept_all, admitted, case, show
from tests.trade.market import Market
from trade.admission.actions import look_at_next_permit, return_permit, stop_next_without_permit
from trade.admission.rules import PermitKind, PermitState
from trade.kernel.actor import Actor
from trade.kernel.errors import MoveRefused, NotAllowed
from trade.ordering.actions import confirm_order, set_cart_line
from trade.ordering.rules import Hindrance, NotForSale
from trade.parties.actions import reinstate_organisation, suspend_organisation
from trade.parties.errors import PermitRanOut
from trade.parties.rules import OrganisationKind, OrganisationState, Role, permissions_of

B = PermitKind.BUSINESS


def come_round(market: Market) -> None:
    """What the job does."""
    after = look_at_next_permit(market.by(Actor.system()))
    while after is not None:
        after = look_at_next_permit(market.by(Actor.system()), after=after)
    while stop_next_without_permit(market.by(Actor.system())):
        pass


def standing(market: Market, owner: Actor) -> tuple[str, str | None]:
    state, cause = market.rows("SELECT state, suspended_for FROM organisations WHERE id = :id", id=owner.organisation)[
        0
    ]
    return state, cause


def told(market: Market, owner: Actor, verb: str) -> list[int]:
    rows = market.rows(
        "SELECT after->'days' FROM events WHERE verb = :verb AND subject_id = :id ORDER BY number", verb=verb,
        id=owner.organisation,
    )  # fmt: skip
    return [row[0] for row in rows]


def suspended(market: Market) -> tuple[Actor, date]:
    """A supplier whose permits ran out yesterday."""
    owner = admitted(market, last_day=market.at.date() + timedelta(days=40))
    market.later(days=41)
    come_round(market)
    return owner, market.at.date()


def test_the_end_is_announced_at_each_step_once_and_then_the_organisation_stands_still(market: Market) -> None:
    owner = admitted(market, last_day=market.at.date() + timedelta(days=40))
    for _ in range(41):
        market.later(hours=12)
        come_round(market)
        market.later(hours=12)
        come_round(market)
        if standing(market, owner)[0] != "admitted":
            break

    assert told(market, owner, "admission.permit_ending") == [30, 30, 14, 14, 7, 7, 1, 1]  # of two permits
    assert standing(market, owner) == ("suspended", "permit")
    assert market.at.date() == date(2026, 3, 2) + timedelta(days=41)
    assert len(told(market, owner, "admission.permit_expired")) == 2
    come_round(market)
    assert len(told(market, owner, "parties.organisation_suspended")) == 1


def test_renewed_permits_that_are_accepted_lift_it_and_nothing_else_does(market: Market) -> None:
    owner, today = suspended(market)
    with market.refuses(PermitRanOut):
        reinstate_organisation(market.by(market.support), owner.organisation)
    show(market, owner, B, today + timedelta(days=300))
    (given, _) = case(market, owner).of(B)
    return_permit(market.by(market.support), given.id, reason="Of another company.")
    assert standing(market, owner) == ("suspended", "permit")
    show(market, owner, B, today + timedelta(days=300))
    accept_all(market, owner)
    assert standing(market, owner) == ("suspended", "permit")  # the other has run out as well
    show(market, owner, PermitKind.TAX)
    accept_all(market, owner)

    assert standing(market, owner) == ("admitted", None)
    assert [row.state for row in case(market, owner).of(B)] == [PermitState.ACCEPTED]
    come_round(market)
    assert standing(market, owner) == ("admitted", None)


def test_a_ruling_is_not_lifted_by_a_permit(market: Market) -> None:
    owner = admitted(market)
    suspend_organisation(market.by(market.support), owner.organisation, reason="Bad goods")
    show(market, owner, B)
    accept_all(market, owner)
    assert standing(market, owner) == ("suspended", "ruling")
    reinstate_organisation(market.by(market.support), owner.organisation)

    assert standing(market, owner) == ("admitted", None)


def test_a_permit_that_ran_out_under_a_ruling_stops_it_again_once_that_is_lifted(market: Market) -> None:
    owner = admitted(market, last_day=market.at.date())
    suspend_organisation(market.by(market.support), owner.organisation, reason="Bad goods")
    market.later(days=1)
    come_round(market)
    assert standing(market, owner) == ("suspended", "ruling")
    reinstate_organisation(market.by(market.support), owner.organisation)
    come_round(market)

    assert standing(market, owner) == ("suspended", "permit")
    with market.refuses(MoveRefused):
        suspend_organisation(market.by(market.support), owner.organisation, reason="x")


def test_nobody_buys_of_it_and_what_was_ordered_goes_on(market: Market) -> None:
    sku_id = market.goods()
    market.money()
    (order_id,) = market.order({sku_id: 6})
    set_cart_line(market.by(market.retailer), sku_id, quantity=6)
    suspend_organisation(market.by(market.support), market.supplier.organisation, reason="Bad goods")
    kept = permissions_of(OrganisationKind.SUPPLIER, OrganisationState.SUSPENDED, [Role.OWNER])
    seller = Actor(market.supplier.scope, market.supplier.person_id, market.supplier.organisation, kept)
    with market.refuses(NotForSale, hindrance=Hindrance.SELLER):
        set_cart_line(market.by(market.retailer), sku_id, quantity=12)
    with pytest.raises(NotAllowed):
        market.goods(seller)

    confirm_order(market.by(seller), order_id)
    assert market.rows("SELECT state FROM orders WHERE id = :id", id=order_id) == [("confirmed",)]
