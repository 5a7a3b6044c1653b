"""A new seller trades on trial: so many open orders, no pools, and a person who ends it when all is there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.trade.admission.applying import second
from tests.trade.admission.trying import deliver, on_trial, proved, trial
from tests.trade.market import Market, gbp
from tests.trade.pooling.pooled import good, place, terms
from trade.admission.actions import end_trial, extend_trial, pass_trial
from trade.admission.queries import trial_of, trials, trials_waiting
from trade.admission.rules.trial import (
    CLAIMED,
    DELIVERED,
    IN_TIME,
    LEAST_DAYS,
    OPEN_ORDERS,
    Asked,
    Record,
    TrialState,
    TrialUnmet,
    steps_of,
)
from trade.kernel.errors import InvalidInput, MoveRefused, NotAllowed, NotFound
from trade.kernel.work import bind_actor
from trade.ordering.actions import cancel_order, place_orders, set_cart_line
from trade.ordering.room import NoRoom
from trade.parties.actions import reinstate_organisation
from trade.pooling.actions import draft_pool, offer_pool
from trade.pooling.rules import PoolOnTrial

GOOD = Record(days=LEAST_DAYS, delivered=DELIVERED, due=10, kept=8, claimed=1, held_back=0)


def unmet(record: Record) -> list[Asked]:
    return [step.asked for step in steps_of(record) if not step.is_met]


@pytest.mark.parametrize(
    ("record", "missing"),
    [
        (GOOD, []),
        (Record(LEAST_DAYS - 1, DELIVERED, 10, 8, 1, 0), [Asked.DAYS]),
        (Record(LEAST_DAYS, DELIVERED - 1, 10, 8, 0, 0), [Asked.DELIVERED]),
        (Record(LEAST_DAYS, DELIVERED, 100, IN_TIME - 1, 0, 0), [Asked.IN_TIME]),
        (Record(LEAST_DAYS, 100, 10, 8, CLAIMED + 1, 0), [Asked.CLAIMS]),
        (Record(LEAST_DAYS, DELIVERED, 10, 8, 0, 1), [Asked.GOODS]),
        (Record(0, 0, 0, 0, 0, 0), [Asked.DAYS, Asked.DELIVERED, Asked.IN_TIME, Asked.CLAIMS]),
    ],
)
def test_each_thing_that_is_asked_can_be_missing_by_itself(record: Record, missing: list[Asked]) -> None:
    assert unmet(record) == missing


@given(st.integers(1, 500), st.data())
def test_a_share_is_never_rounded_in_the_sellers_favour(of: int, data: st.DataObject) -> None:
    well = data.draw(st.integers(0, of))
    found = unmet(Record(LEAST_DAYS, of + DELIVERED, of, well, 0, 0))
    assert (Asked.IN_TIME not in found) == (well * 100 >= IN_TIME * of)
    claimed = data.draw(st.integers(0, of))
    found = unmet(Record(LEAST_DAYS, of, 1, 1, claimed, 0))
    assert (Asked.CLAIMS not in found) == (claimed * 100 <= CLAIMED * of)


def test_a_new_seller_takes_so_many_open_orders_and_room_comes_back(market: Market) -> None:
    seller = on_trial(market, 2)
    first = market.one_order(6, seller)
    market.one_order(6, seller)
    assert (trial(market, seller).open_orders, trial(market, seller).most) == (2, 2)
    market.one_order(6)  # of other sellers there is room
    sku_id = market.goods(seller)
    market.money()
    set_cart_line(market.by(market.retailer), sku_id, quantity=6)
    with market.refuses(NoRoom, most=2, seller_id=seller.organisation):
        place_orders(market.by(market.retailer), shown=(gbp(1770),))
    cancel_order(market.by(market.retailer), first, reason="Ordered twice.")
    place_orders(market.by(market.retailer), shown=(gbp(1770),))
    assert trial(market, seller).open_orders == 2


def test_whatever_makes_an_order_the_database_keeps_the_limit(market: Market) -> None:
    seller = on_trial(market, 1)
    order_id = market.one_order(6, seller)
    with market.as_system() as session:
        again = "INSERT INTO orders SELECT (jsonb_populate_record(o, jsonb_build_object('id', uuidv7(), 'reference', 'PO-X'))).* FROM orders o WHERE id = :id"
        with pytest.raises(DBAPIError, match="no more than 1 open orders"):
            session.execute(text(again), {"id": order_id})
        session.rollback()


def test_a_seller_on_trial_offers_no_pool(market: Market) -> None:
    seller = on_trial(market)
    place(market)
    pool_id = draft_pool(market.by(seller), terms(market, [good(market.goods(seller))]))
    with market.refuses(PoolOnTrial):
        offer_pool(market.by(seller), pool_id)


def test_one_that_has_proved_itself_is_passed_by_a_person(market: Market) -> None:
    seller = proved(market)
    assert trial(market, seller).unmet == ()
    with market.refuses(NotAllowed):
        pass_trial(market.by(seller), seller.organisation)
    bind_actor(market.session, market.support)
    assert trials_waiting(market.session, market.support, market.at) == 1
    pass_trial(market.by(market.support), seller.organisation)

    assert trial(market, seller).state is TrialState.PASSED
    assert market.rows("SELECT open_orders_max FROM organisations WHERE id = :id", id=seller.organisation) == [(None,)]
    with market.refuses(MoveRefused):
        end_trial(market.by(market.support), seller.organisation, reason="Late")


def test_nobody_passes_before_all_is_there(market: Market) -> None:
    seller = on_trial(market)
    deliver(market, seller)
    with market.refuses(TrialUnmet, unmet=(Asked.DAYS, Asked.DELIVERED, Asked.IN_TIME)):
        pass_trial(market.by(market.support), seller.organisation)
    assert trial(market, seller).met == 2


def test_a_trial_is_extended_or_ended_with_a_reason_and_may_begin_again(market: Market) -> None:
    seller = on_trial(market)
    ends = trial(market, seller).ends_at
    for verb in (extend_trial, end_trial):
        with market.refuses(InvalidInput):
            verb(market.by(market.support), seller.organisation, reason=" ")
    extend_trial(market.by(market.support), seller.organisation, reason="Too few orders yet.")
    assert (trial(market, seller).ends_at - ends).days == 30
    end_trial(market.by(second(market)), seller.organisation, reason="Parcels without goods.")
    rows = "SELECT state, suspended_for FROM organisations WHERE id = :id"
    assert market.rows(rows, id=seller.organisation) == [("suspended", "ruling")]
    with market.refuses(MoveRefused):
        pass_trial(market.by(market.support), seller.organisation)

    reinstate_organisation(market.by(market.support), seller.organisation, reason="It was the carrier.")
    extend_trial(market.by(market.support), seller.organisation, reason="Begins again.")
    assert trial(market, seller).state is TrialState.RUNNING
    assert market.verbs(seller.organisation)[-5:] == [
        "admission.trial_extended", "parties.organisation_suspended", "admission.trial_ended",
        "parties.organisation_reinstated", "admission.trial_extended",
    ]  # fmt: skip


def test_only_the_platform_sees_all_trials_and_old_sellers_have_none(market: Market) -> None:
    seller = on_trial(market, OPEN_ORDERS)
    with pytest.raises(NotAllowed):
        trials(market.session, seller, market.at)
    bind_actor(market.session, market.support)
    assert [one.seller_id for one in trials(market.session, market.support, market.at)] == [seller.organisation]
    with market.refuses(NotFound):
        pass_trial(market.by(market.support), market.supplier.organisation)
    bind_actor(market.session, market.supplier)
    for asked in (market.supplier, seller):
        assert trial_of(market.session, asked.organisation, market.at) is None
