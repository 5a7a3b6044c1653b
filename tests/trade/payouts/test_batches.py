"""A batch is prepared by one person, approved as a whole and exactly as shown by another, within limits."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from tests.trade.market import Market, gbp
from tests.trade.payouts.paying import approved_batch, assert_books_agree, earn_again, sellers_with_money, shown
from trade.kernel.actor import Permission
from trade.kernel.errors import MoveRefused, NotAllowed, StaleVersion
from trade.parties.rules import Role
from trade.payouts.actions import (
    approve_batch,
    approve_payout,
    prepare_batch,
    prepare_payout,
    reject_batch,
    reject_payout,
    set_payout_limits,
)
from trade.payouts.queries import batch_decisions, batches_after
from trade.payouts.rules import (
    AboveLimit,
    AccountMoved,
    BeyondAuthority,
    NobodyToPay,
    PartOfBatch,
    SamePerson,
)

NO_ACCOUNT = text("UPDATE payee_accounts SET withdrawn_at = :at WHERE organisation_id = :seller")


@pytest.fixture
def sellers(market: Market):
    return sellers_with_money(market, 4)


def batch(market: Market, minimum: int = 1):
    return prepare_batch(market.by(market.maker), minimum=gbp(minimum))


def states(market: Market) -> list[tuple[str, int]]:
    return market.rows("SELECT state, count(*) FROM payouts GROUP BY 1 ORDER BY 1")


def test_a_batch_pays_who_fits_and_nobody_twice(market: Market, sellers) -> None:
    prepare_payout(market.by(market.maker), seller_id=sellers[3], currency="GBP")
    with market.as_system() as session:
        session.execute(NO_ACCOUNT, {"seller": sellers[2], "at": market.at})
    batch(market, 10_001)
    assert market.rows("SELECT seller_id FROM payouts WHERE batch_id IS NOT NULL") == [(sellers[1],)]
    with market.refuses(NobodyToPay):
        batch(market, 10_001)
    assert market.rows("SELECT count(*) FROM payout_batches") == [(1,)]


def test_approving_it_sends_every_payout_and_the_seller_is_told_of_its_own(market: Market, sellers) -> None:
    batch_id = approved_batch(market)
    assert states(market) == [("sent", 4)]
    assert market.balance("payout_clearing") == 40_006
    assert market.verbs(batch_id) == ["payouts.batch_prepared", "payouts.batch_approved"]
    assert market.rows("SELECT count(*) FROM outbox WHERE job = 'send_payouts'") == [(1,)]
    assert_books_agree(market)
    with market.refuses(MoveRefused, what="payout_batch"):
        approve_batch(market.by(market.checker), batch_id, shown=b"")


def test_one_left_out_voids_what_was_shown_and_the_rest_is_approved_anew(market: Market, sellers) -> None:
    batch_id = batch(market)
    seen = shown(market, batch_id)
    ((payout_id,),) = market.rows("SELECT id FROM payouts WHERE seller_id = :s", s=sellers[0])
    with market.refuses(PartOfBatch):
        approve_payout(market.by(market.checker), payout_id, shown=b"")
    reject_payout(market.by(market.checker), payout_id, reason="we are asking them")
    with market.refuses(StaleVersion):
        approve_batch(market.by(market.checker), batch_id, shown=seen)
    approve_batch(market.by(market.checker), batch_id, shown=shown(market, batch_id))
    assert states(market) == [("rejected", 1), ("sent", 3)]


def test_rejecting_it_posts_nothing_and_it_can_be_prepared_again(market: Market, sellers) -> None:
    batch_id = batch(market)
    reject_batch(market.by(market.checker), batch_id, reason="not today")
    assert market.balance("payout_clearing") == 0
    assert batch(market) != batch_id


@pytest.mark.parametrize("change", ["amount_minor = amount_minor - 1", "bank_account = 'GB00 9'"])
def test_a_batch_that_was_changed_under_what_was_shown_is_not_approved(market: Market, sellers, change: str) -> None:
    batch_id = batch(market)
    seen = shown(market, batch_id)
    market.rows(f"UPDATE payouts SET {change} WHERE seller_id = :s RETURNING 1", s=sellers[1])
    with market.refuses(StaleVersion):
        approve_batch(market.by(market.checker), batch_id, shown=seen)


def test_all_of_a_batch_or_none(market: Market, sellers) -> None:
    batch_id = batch(market)
    with market.as_system() as session:
        session.execute(NO_ACCOUNT, {"seller": sellers[1], "at": market.at})
    with market.refuses(AccountMoved):
        approve_batch(market.by(market.checker), batch_id, shown=shown(market, batch_id))
    assert states(market) == [("prepared", 4)]


def test_nobody_decides_on_their_own_batch_whatever_they_may(market: Market, sellers) -> None:
    batch_id = batch(market)
    both = replace(market.maker, permissions=market.maker.permissions | market.checker.permissions)
    for decide in (approve_batch, reject_batch):
        given = {"shown": shown(market, batch_id)} if decide is approve_batch else {"reason": ""}
        with market.refuses(SamePerson):
            decide(market.by(both), batch_id, **given)
    with market.refuses(NotAllowed, permission="approve_money"):
        approve_batch(market.by(market.maker), batch_id, shown=shown(market, batch_id))


def test_limits_hold_one_payout_and_what_one_person_may_send(market: Market, sellers) -> None:
    owner = market.colleague(market.support, Role.OWNER)
    set_payout_limits(market.by(owner), currency="GBP", each_minor=10_002, alone_minor=None)
    with market.refuses(AboveLimit, limit=gbp(10_002)):
        batch(market)
    set_payout_limits(market.by(owner), currency="GBP", each_minor=10_003, alone_minor=40_005)
    batch_id = batch(market)
    with market.refuses(BeyondAuthority, limit=gbp(40_005)):
        approve_batch(market.by(market.checker), batch_id, shown=shown(market, batch_id))
    chief = replace(market.checker, permissions=market.checker.permissions | {Permission.MANAGE_MEMBERS})
    approve_batch(market.by(chief), batch_id, shown=shown(market, batch_id))
    for stranger in (market.supplier, market.support, market.checker):
        with market.refuses(NotAllowed):
            set_payout_limits(market.by(stranger), currency="GBP", each_minor=None, alone_minor=None)


def test_small_steps_to_one_seller_within_a_day_are_one_large_one(market: Market, sellers) -> None:
    owner = market.colleague(market.support, Role.OWNER)
    set_payout_limits(market.by(owner), currency="GBP", each_minor=None, alone_minor=15_000)
    one = sellers[0]
    first = prepare_payout(market.by(market.maker), seller_id=one, currency="GBP")
    approve_payout(market.by(market.checker), first, shown=content(market, first))
    earn_again(market, [one])
    second = prepare_payout(market.by(market.maker), seller_id=one, currency="GBP")
    with market.refuses(BeyondAuthority, limit=gbp(15_000)):
        approve_payout(market.by(market.checker), second, shown=content(market, second))
    other = prepare_payout(market.by(market.maker), seller_id=sellers[1], currency="GBP")
    approve_payout(market.by(market.checker), other, shown=content(market, other))
    market.later(days=1)
    approve_payout(market.by(market.checker), second, shown=content(market, second))


def content(market: Market, payout_id) -> bytes:
    return bytes(market.rows("SELECT content_hash FROM payouts WHERE id = :id", id=payout_id)[0][0])


def test_looking_at_batches_costs_the_same_however_many_wait(market: Market, sellers, statements) -> None:
    batch(market)
    with market.as_system() as session, statements() as few:
        batch_decisions(session, market.checker)
    for _ in range(2):
        sellers_with_money(market, 2)
        batch(market)
    with market.as_system() as session, statements() as many:
        assert len(batch_decisions(session, market.checker)) == 3
    assert len(few) == len(many)


def test_every_batch_is_found_page_by_page(market: Market, sellers) -> None:
    made = []
    for _ in range(3):
        made.append(batch(market))
        reject_batch(market.by(market.checker), made[-1], reason="again")
        market.later(seconds=1)
    with market.as_system() as session:
        first = batches_after(session, limit=2)
        second = batches_after(session, cursor=first.next_cursor, limit=2)
    assert [row.id for row in (*first.rows, *second.rows)] == made[::-1]
    assert second.next_cursor is None
