"""A payout needs two people, and leaves exactly as it was shown to the second one."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.makers import IBAN, PASSWORD
from tests.trade.looking import constraint_of
from tests.trade.market import Market, gbp
from trade.kernel.actor import Actor
from trade.kernel.errors import MoveRefused, NotAllowed, NotFound, StaleVersion
from trade.kernel.ids import new_id
from trade.kernel.work import Work, action, bind_actor
from trade.ledger.actions import LimitExceeded, post
from trade.ledger.rules import Account, AccountKind, transfer
from trade.parties.actions import name_payee_account
from trade.parties.payees import PayeeDetails, PayeeKind
from trade.parties.rules import OrganisationKind
from trade.payouts import queries
from trade.payouts.actions import approve_payout, book_payout, prepare_payout, reject_payout
from trade.payouts.rules import AccountMoved, NoBankAccount, NothingToPay, OwnMoney, PayoutOpen, SamePerson

NET = 9180 - 459


def prepared(market: Market):
    market.completed()
    market.settle()
    return prepare_payout(market.by(market.maker), seller_id=market.supplier.organisation, currency="GBP")


def shown(market: Market, payout_id, actor: Actor | None = None) -> bytes:
    actor = actor or market.checker
    bind_actor(market.session, actor)
    return queries.payout(market.session, actor, payout_id).content_hash


def accounts(market: Market) -> tuple[int, int, int]:
    return market.balance("payable", market.supplier), market.balance("payout_clearing"), market.balance("bank")


def test_a_payout_leaves_when_a_second_person_approves_and_ends_when_the_bank_has_booked_it(market: Market) -> None:
    payout_id = prepared(market)
    assert accounts(market) == (NET, 0, 100_000)
    approve_payout(market.by(market.checker), payout_id, shown=shown(market, payout_id))
    assert accounts(market) == (0, NET, 100_000)
    book_payout(market.by(market.maker), payout_id)
    assert accounts(market) == (0, 0, 100_000 - NET)
    assert market.verbs(payout_id) == [
        "settlement.payout_prepared", "settlement.payout_sent", "settlement.payout_booked",
    ]  # fmt: skip


def test_a_rejected_payout_posts_nothing_and_another_can_be_prepared(market: Market) -> None:
    payout_id = prepared(market)
    reject_payout(market.by(market.checker), payout_id, reason="wrong account")
    assert accounts(market) == (NET, 0, 100_000)
    assert prepare_payout(market.by(market.maker), seller_id=market.supplier.organisation, currency="GBP") != payout_id


def test_whoever_prepared_it_may_not_decide_even_with_both_rights(market: Market) -> None:
    payout_id = prepared(market)
    both = Actor(market.maker.scope, market.maker.person_id, market.maker.organisation_id,
                 market.maker.permissions | market.checker.permissions)  # fmt: skip
    seen = shown(market, payout_id)
    with market.refuses(SamePerson):
        approve_payout(market.by(both), payout_id, shown=seen)
    with market.refuses(SamePerson):
        reject_payout(market.by(both), payout_id, reason="")


@pytest.mark.parametrize("link", ["place", "account"])
def test_nobody_approves_money_for_a_seller_of_their_own(market: Market, link: str) -> None:
    payout_id, person = prepared(market), market.checker.person_id
    owner = market.supplier.person_id
    if link == "place":
        market.rows("UPDATE members SET person_id = :new WHERE person_id = :old RETURNING 1", new=person, old=owner)
    else:
        market.rows("UPDATE payee_accounts SET asked_by = :new RETURNING 1", new=person)
    seen = shown(market, payout_id)
    with market.refuses(OwnMoney):
        approve_payout(market.by(market.checker), payout_id, shown=seen)
    reject_payout(market.by(market.checker), payout_id, reason="Not mine to approve")


def test_the_database_itself_wants_two_people(market: Market) -> None:
    payout_id = prepared(market)
    bind_actor(market.session, Actor.system())
    with pytest.raises(IntegrityError) as caught:
        market.session.execute(
            text("UPDATE payouts SET decided_by = prepared_by, state = 'sent' WHERE id = :id"), {"id": payout_id}
        )
    assert constraint_of(caught.value) == "ck_payouts_two_people"


def test_an_approval_of_something_else_than_was_shown_is_refused(market: Market) -> None:
    payout_id = prepared(market)
    with market.refuses(StaleVersion, what="payout"):
        approve_payout(market.by(market.checker), payout_id, shown=b"what another page showed")


@pytest.mark.parametrize("change", ["amount_minor = amount_minor + 1", "bank_account = 'GB00 9'"])
def test_a_payout_that_was_changed_after_it_was_shown_is_not_approved(market: Market, change: str) -> None:
    payout_id = prepared(market)
    seen = shown(market, payout_id)
    market.rows(f"UPDATE payouts SET {change} WHERE id = :id RETURNING 1", id=payout_id)
    with market.refuses(StaleVersion):
        approve_payout(market.by(market.checker), payout_id, shown=seen)


def test_a_new_account_voids_what_was_prepared_once_it_is_in_force_and_not_before(market: Market) -> None:
    other = PayeeDetails(PayeeKind.IBAN, "Kettle Works Ltd", "GB90PINH00000101000602")
    first = prepared(market)
    name_payee_account(market.by(market.supplier), other, password=PASSWORD)
    market.later(hours=72)
    with market.refuses(AccountMoved):
        approve_payout(market.by(market.checker), first, shown=shown(market, first))
    reject_payout(market.by(market.checker), first, reason="another account")
    second = prepare_payout(market.by(market.maker), seller_id=market.supplier.organisation, currency="GBP")
    approve_payout(market.by(market.checker), second, shown=shown(market, second))
    assert market.rows("SELECT bank_account FROM payouts WHERE id = :id", id=second) == [(other.number,)]


def test_an_account_that_cools_off_is_not_paid_yet(market: Market) -> None:
    payout_id = prepared(market)
    other = PayeeDetails(PayeeKind.IBAN, "Kettle Works Ltd", "GB90PINH00000101000602")
    name_payee_account(market.by(market.supplier), other, password=PASSWORD)
    market.later(hours=71, minutes=59)
    approve_payout(market.by(market.checker), payout_id, shown=shown(market, payout_id))
    assert market.rows("SELECT bank_account FROM payouts") == [(IBAN,)]


def test_a_payable_that_has_shrunk_since_stops_the_payout(market: Market) -> None:
    payout_id = prepared(market)

    @action()
    def take_back(work: Work) -> None:
        payable = Account(AccountKind.PAYABLE, market.supplier.organisation)
        post(work, "test:taken-back", transfer(payable, Account(AccountKind.COMMISSION), gbp(1)))

    take_back(market.by(Actor.system()))
    seen = shown(market, payout_id)
    with market.refuses(LimitExceeded, kind=AccountKind.PAYABLE):
        approve_payout(market.by(market.checker), payout_id, shown=seen)


def test_a_decided_payout_is_decided(market: Market) -> None:
    payout_id = prepared(market)
    seen = shown(market, payout_id)
    with market.refuses(MoveRefused, current="prepared", to="booked"):
        book_payout(market.by(market.maker), payout_id)
    approve_payout(market.by(market.checker), payout_id, shown=seen)
    with market.refuses(MoveRefused, current="sent", to="sent"):
        approve_payout(market.by(market.checker), payout_id, shown=seen)
    with market.refuses(MoveRefused, current="sent", to="rejected"):
        reject_payout(market.by(market.checker), payout_id, reason="")
    book_payout(market.by(market.maker), payout_id)
    with market.refuses(MoveRefused, current="booked", to="booked"):
        book_payout(market.by(market.maker), payout_id)


def test_there_is_one_open_payout_a_seller_and_none_without_money_or_account(market: Market) -> None:
    seller_id = market.supplier.organisation
    with market.refuses(NothingToPay):
        prepare_payout(market.by(market.maker), seller_id=seller_id, currency="GBP")
    prepared(market)
    with market.refuses(PayoutOpen):
        prepare_payout(market.by(market.maker), seller_id=seller_id, currency="GBP")
    with market.refuses(NothingToPay):
        prepare_payout(market.by(market.maker), seller_id=seller_id, currency="CNY")
    nowhere = new_id()
    with market.refuses(NotFound, what="organisation", key=nowhere):
        prepare_payout(market.by(market.maker), seller_id=nowhere, currency="GBP")


def test_a_seller_who_named_no_account_is_not_paid(market: Market) -> None:
    seller = market.person(market.organisation(OrganisationKind.SUPPLIER))
    market.completed(seller=seller)
    market.settle()
    with market.refuses(NoBankAccount):
        prepare_payout(market.by(market.maker), seller_id=seller.organisation, currency="GBP")


def test_only_finance_moves_money_and_each_in_their_part(market: Market) -> None:
    payout_id = prepared(market)
    seen = shown(market, payout_id)
    for actor in (market.maker, market.support, market.supplier):
        with market.refuses(NotAllowed, permission="approve_money"):
            approve_payout(market.by(actor), payout_id, shown=seen)
    for actor in (market.checker, market.support, market.supplier):
        with market.refuses(NotAllowed, permission="prepare_money"):
            book_payout(market.by(actor), payout_id)


def test_a_payout_that_is_not_there_is_not_found(market: Market) -> None:
    nowhere = new_id()
    with market.refuses(NotFound, what="payout", key=nowhere):
        approve_payout(market.by(market.checker), nowhere, shown=b"")
    payout_id = prepared(market)
    bind_actor(market.session, market.rival)
    with pytest.raises(NotFound):
        queries.payout(market.session, market.rival, payout_id)
