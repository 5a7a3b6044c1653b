"""Taking a seller off the market takes two people, and its appeal a third; what is open goes on."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.trade.admission.applying import admitted, document, second, show
from tests.trade.market import Market
from tests.trade.pooling.pooled import finish, join, money_of, pool, shops
from trade.admission.actions import (
    accept_permit,
    appeal_delisting,
    confirm_delisting,
    delist_seller,
    drop_delisting,
    lift_seller,
    propose_delisting,
)
from trade.admission.queries import delisting_case, delisting_of, delistings, delistings_waiting
from trade.admission.rules import PermitKind
from trade.admission.rules.delisting import (
    APPEAL_WITHIN,
    MOVES,
    AppealOver,
    DelistingStands,
    DelistingState,
    TookPart,
    move_delisting,
)
from trade.files.queries import files
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, MoveRefused, NotAllowed, NotFound
from trade.kernel.work import bind_actor
from trade.ordering.actions import set_cart_line
from trade.ordering.rules import Hindrance, NotForSale
from trade.parties.actions import reinstate_organisation, suspend_organisation
from trade.parties.errors import Delisted
from trade.pooling.actions import fail_dead
from trade.pooling.queries import dead_pools

WHY = "Counterfeit goods in three lots."


def proposed(market: Market, seller: Actor | None = None) -> UUID:
    whose = (seller or market.supplier).organisation
    evidence = (document(market, market.support),)
    return propose_delisting(market.by(market.support), whose, reason=WHY, evidence=evidence)


def delisted(market: Market, seller: Actor | None = None) -> tuple[UUID, Actor]:
    """Return a delisting and who decided it."""
    delisting_id, decider = proposed(market, seller), second(market)
    delist_seller(market.by(decider), delisting_id)
    return delisting_id, decider


def appealed(market: Market) -> tuple[UUID, Actor]:
    delisting_id, decider = delisted(market)
    paper = document(market, market.supplier)
    appeal_delisting(market.by(market.supplier), words="It was another's label.", documents=(paper,))
    return delisting_id, decider


def standing(market: Market, seller: Actor) -> tuple[str, str | None]:
    ((state, cause),) = market.rows(
        "SELECT state, suspended_for FROM organisations WHERE id = :id", id=seller.organisation
    )
    return state, cause


@given(st.sampled_from(DelistingState), st.sampled_from(DelistingState))
def test_a_delisting_goes_forward_only(current: DelistingState, to: DelistingState) -> None:
    if to in MOVES[current]:
        assert move_delisting(current, to) is to
        assert current not in MOVES[to]
    else:
        with pytest.raises(MoveRefused):
            move_delisting(current, to)


def test_one_persons_wish_changes_nothing_and_its_seller_sees_none_of_it(market: Market) -> None:
    delisting_id = proposed(market)
    assert standing(market, market.supplier) == ("admitted", None)
    with market.refuses(TookPart):
        delist_seller(market.by(market.support), delisting_id)
    with market.refuses(DelistingStands):
        propose_delisting(market.by(market.support), market.supplier.organisation, reason=WHY)
    bind_actor(market.session, market.supplier)
    assert delisting_of(market.session, market.supplier, market.supplier.organisation) is None
    assert market.session.execute(text("SELECT count(*) FROM delistings")).scalar_one() == 0
    assert "admission.delisting_proposed" not in _read_by(market, market.supplier)
    with market.refuses(NotAllowed):
        delist_seller(market.by(market.supplier), delisting_id)


def test_a_second_person_decides_and_the_seller_reads_why_with_the_evidence(market: Market) -> None:
    delisting_id, _ = delisted(market)
    assert standing(market, market.supplier) == ("suspended", "delisted")
    bind_actor(market.session, market.supplier)
    told = delisting_of(market.session, market.supplier, market.supplier.organisation)
    assert told is not None
    assert (told.reason, told.appeal_until) == (WHY, market.at + APPEAL_WITHIN)
    assert [one.title for one in files(market.session, [one.id for one in told.evidence])] == ["licence.pdf"]
    assert told.may_appeal(market.at + APPEAL_WITHIN - timedelta(seconds=1))
    assert not told.may_appeal(market.at + APPEAL_WITHIN)
    assert "admission.delisted" in _read_by(market, market.supplier)
    with market.refuses(Delisted):
        reinstate_organisation(market.by(market.support), market.supplier.organisation, reason="Please.")
    bind_actor(market.session, market.rival)
    assert market.session.execute(text("SELECT count(*) FROM delistings")).scalar_one() == 0
    other = second(market)
    with market.refuses(MoveRefused):
        drop_delisting(market.by(other), delisting_id, reason="No.")


def test_what_was_ordered_goes_on_open_pools_fail_and_nothing_new_is_ordered(market: Market) -> None:
    order_id = market.confirmed(6)
    pool_id, sku_id = pool(market)
    (shop,) = shops(market, 1)
    join(market, shop, pool_id, sku_id, 60)
    delisted(market)
    assert market.rows("SELECT job FROM outbox WHERE job = 'fail_dead_pools'") == [("fail_dead_pools",)]
    assert dead_pools(market.session) == [pool_id]
    assert fail_dead(market.by(Actor.system()), pool_id)
    finish(market, pool_id)
    assert money_of(market, shop) == (1_000_000, 0)
    assert market.rows("SELECT ended_because FROM pools") == [("seller_suspended",)]
    with market.refuses(NotForSale, hindrance=Hindrance.SELLER):
        set_cart_line(market.by(market.retailer), sku_id, quantity=12)
    market.ship(order_id)
    assert market.rows("SELECT state FROM orders WHERE id = :id", id=order_id) == [("shipped",)]


def test_a_proposal_is_dropped_by_another_with_a_reason_and_may_be_made_again(market: Market) -> None:
    delisting_id = proposed(market)
    with market.refuses(TookPart):
        drop_delisting(market.by(market.support), delisting_id, reason="Mistaken.")
    other = second(market)
    with market.refuses(InvalidInput, field="reason", code="required"):
        drop_delisting(market.by(other), delisting_id, reason=" ")
    drop_delisting(market.by(other), delisting_id, reason="One lot only.")
    assert standing(market, market.supplier) == ("admitted", None)
    assert proposed(market) != delisting_id


def test_it_appeals_once_and_in_time(market: Market) -> None:
    with market.refuses(NotFound):
        appeal_delisting(market.by(market.supplier), words="Why?")
    delisting_id, _ = delisted(market)
    with market.refuses(InvalidInput, field="words", code="required"):
        appeal_delisting(market.by(market.supplier), words=" ")
    appeal_delisting(market.by(market.supplier), words="It was another's label.")
    with market.refuses(MoveRefused):
        appeal_delisting(market.by(market.supplier), words="Once more.")
    bind_actor(market.session, market.support)
    assert delistings_waiting(market.session, market.support) == 1
    assert [one.id for one in delistings(market.session, market.support)] == [delisting_id]

    other = admitted(market)
    delisted(market, other)
    market.at += APPEAL_WITHIN
    with market.refuses(AppealOver, until=market.at):
        appeal_delisting(market.by(other), words="Late.")


def test_who_proposed_or_decided_judges_no_appeal_and_a_third_lifts_it(market: Market) -> None:
    delisting_id, decider = appealed(market)
    for who in (market.support, decider):
        for judge in (lift_seller, confirm_delisting):
            with market.refuses(TookPart):
                judge(market.by(who), delisting_id, answer="So be it.")
    third = second(market)
    bind_actor(market.session, third)
    case = delisting_case(market.session, third, delisting_id)
    assert (case.may_decide(third), case.may_decide(decider), case.may_decide(market.support)) == (True, False, False)
    assert len(case.appeal_files) == 1
    lift_seller(market.by(third), delisting_id, answer="The label was another's.")
    assert standing(market, market.supplier) == ("admitted", None)
    assert market.verbs(market.supplier.organisation)[-1] == "admission.delisting_lifted"
    with market.refuses(MoveRefused):
        confirm_delisting(market.by(third), delisting_id, answer="No.")


def test_an_appeal_that_is_turned_down_ends_it(market: Market) -> None:
    delisting_id, _ = appealed(market)
    confirm_delisting(market.by(second(market)), delisting_id, answer="Three laboratories agree.")
    assert standing(market, market.supplier) == ("suspended", "delisted")
    with market.refuses(DelistingStands):
        propose_delisting(market.by(market.support), market.supplier.organisation, reason=WHY)
    with market.refuses(MoveRefused):
        appeal_delisting(market.by(market.supplier), words="Again.")


def test_who_was_suspended_before_stays_so_and_a_permit_that_ran_out_still_counts(market: Market) -> None:
    suspend_organisation(market.by(market.support), market.supplier.organisation, reason="Late.")
    delisting_id, _ = appealed(market)
    lift_seller(market.by(second(market)), delisting_id, answer="Right.")
    assert standing(market, market.supplier) == ("suspended", "ruling")

    other = admitted(market)
    again, _ = delisted(market, other)
    appeal_delisting(market.by(other), words="No.")
    with market.as_system() as session:
        session.execute(text("UPDATE permits SET state = 'expired' WHERE kind = 'business'"))
        session.commit()
    lift_seller(market.by(second(market)), again, answer="Right.")
    assert standing(market, other) == ("suspended", "permit")
    accept_permit(market.by(market.support), show(market, other, PermitKind.BUSINESS))
    assert standing(market, other) == ("admitted", None)


def test_the_database_itself_wants_three_people_and_lets_a_seller_do_nothing_but_appeal(market: Market) -> None:
    delisting_id, decider = appealed(market)
    for who in (market.support, decider):
        with market.as_system() as session:
            judged = "UPDATE delistings SET state = 'lifted', answer = 'x', judged_at = now(), judged_by = :who"
            with pytest.raises(IntegrityError, match="third_person"):
                session.execute(text(judged), {"who": who.person_id})
            session.rollback()
    bind_actor(market.session, market.supplier)
    changed = market.session.execute(
        text("UPDATE delistings SET state = 'lifted' WHERE id = :id"), {"id": delisting_id}
    )
    assert changed.rowcount == 0  # type: ignore[attr-defined]
    market.session.rollback()


def _read_by(market: Market, actor: Actor) -> list[str]:
    bind_actor(market.session, actor)
    found = market.session.execute(text("SELECT verb FROM events WHERE subject = 'organisation'")).scalars()
    return list(found)
