"""Money leaves a wallet with a payout, by the word of two people, and comes back to the wallet when the bank returns it."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.trade.credit.lines import on_credit, open_line
from tests.trade.market import Market, gbp
from tests.trade.payouts.paying import assert_books_agree, returned, shown, with_own_account, with_wallet
from trade.kernel.errors import InvalidInput, MoveRefused, NotAllowed, NotFound
from trade.ledger.actions import LimitExceeded
from trade.parties.rules import Role
from trade.payouts.actions import (
    approve_batch,
    approve_payout,
    ask_withdrawal,
    book_payout,
    cancel_withdrawal,
    prepare_batch,
    prepare_payout,
    reject_payout,
)
from trade.payouts.queries import payables, payout, withdrawals_after
from trade.payouts.rules import NoAccountYet, OwedFirst, PayoutState, WithdrawalState


@pytest.fixture
def wallet(market: Market) -> Market:
    """A market whose retailer has £1,000 in its wallet and an account."""
    with_wallet(market)
    with_own_account(market)
    return market


def ask(market: Market, minor: int = 4_000) -> UUID:
    return ask_withdrawal(market.by(market.retailer), amount=gbp(minor))


def held(market: Market) -> tuple[int, int]:
    """What is in the wallet, and what is payable to its owner."""
    return market.balance("wallet", market.retailer), market.balance("payable", market.retailer)


def sent(market: Market) -> UUID:
    """Prepare and approve a payout to the retailer."""
    payout_id = prepare_payout(market.by(market.maker), seller_id=market.retailer.organisation, currency="GBP")
    with market.as_system() as session:
        content = payout(session, market.checker, payout_id).content_hash
    return approve_payout(market.by(market.checker), payout_id, shown=content)


def states(market: Market) -> list[str]:
    with market.as_system() as session:
        return [str(row.state) for row in withdrawals_after(session, market.retailer).rows]


def test_a_withdrawal_leaves_with_a_batch_like_anything_payable(wallet: Market) -> None:
    ask(wallet)
    ask(wallet, 1_000)
    assert held(wallet) == (95_000, 5_000)
    with wallet.as_system() as session:
        (row,) = payables(session, wallet.at)
        assert (row.amount, row.withdrawn, row.since) == (gbp(5_000), gbp(5_000), wallet.at)
    batch_id = prepare_batch(wallet.by(wallet.maker), minimum=gbp(1))
    approve_batch(wallet.by(wallet.checker), batch_id, shown=shown(wallet, batch_id))
    ((payout_id,),) = wallet.rows("SELECT id FROM payouts")
    assert_books_agree(wallet)
    book_payout(wallet.by(wallet.maker), payout_id)
    assert states(wallet) == [WithdrawalState.PAID] * 2
    assert held(wallet) == (95_000, 0)
    assert_books_agree(wallet)


def test_what_the_bank_returns_is_in_the_wallet_again(wallet: Market) -> None:
    ask(wallet)
    payout_id = sent(wallet)
    returned(wallet, payout_id, gbp(3_900))
    assert held(wallet) == (100_000, 0)
    assert wallet.balance("bank_fees") == 100
    assert states(wallet) == [WithdrawalState.RETURNED]
    assert_books_agree(wallet)


def test_a_rejected_payout_lets_its_withdrawals_go(wallet: Market) -> None:
    withdrawal_id = ask(wallet)
    payout_id = prepare_payout(wallet.by(wallet.maker), seller_id=wallet.retailer.organisation, currency="GBP")
    with wallet.refuses(MoveRefused, what="withdrawal", current="carried"):
        cancel_withdrawal(wallet.by(wallet.retailer), withdrawal_id)
    reject_payout(wallet.by(wallet.checker), payout_id, reason="Not now")
    cancel_withdrawal(wallet.by(wallet.retailer), withdrawal_id)
    assert held(wallet) == (100_000, 0)
    with wallet.refuses(MoveRefused, what="withdrawal", current="cancelled"):
        cancel_withdrawal(wallet.by(wallet.retailer), withdrawal_id)
    assert_books_agree(wallet)


def test_what_is_asked_for_later_waits_for_the_next_payout(wallet: Market) -> None:
    ask(wallet)
    payout_id = prepare_payout(wallet.by(wallet.maker), seller_id=wallet.retailer.organisation, currency="GBP")
    ask(wallet, 500)
    with wallet.as_system() as session:
        found = payout(session, wallet.checker, payout_id)
    approve_payout(wallet.by(wallet.checker), payout_id, shown=found.content_hash)
    book_payout(wallet.by(wallet.maker), payout_id)
    assert states(wallet) == [WithdrawalState.ASKED, WithdrawalState.PAID]
    assert held(wallet) == (95_500, 500)
    assert_books_agree(wallet)


def test_only_what_is_in_the_wallet_and_not_owed_can_be_taken_out(wallet: Market) -> None:
    with wallet.refuses(LimitExceeded, kind="wallet"):
        ask(wallet, 100_001)
    with wallet.refuses(InvalidInput, field="amount"):
        ask(wallet, 0)
    open_line(wallet)
    on_credit(wallet, {wallet.goods(): 36})
    wallet.later(days=60)
    with wallet.as_system() as session:
        owed = session.connection().exec_driver_sql("SELECT sum(open_minor)::bigint FROM credit_invoices").scalar_one()
    with wallet.refuses(OwedFirst, most=gbp(100_000 - owed)):
        ask(wallet, 100_000)
    ask(wallet, 100_000 - owed)


def test_nobody_else_takes_money_out(wallet: Market) -> None:
    withdrawal_id = ask(wallet)
    with wallet.refuses(NoAccountYet):
        ask_withdrawal(wallet.by(wallet.neighbour), amount=gbp(1))
    with wallet.refuses(NotFound, what="withdrawal"):
        cancel_withdrawal(wallet.by(wallet.neighbour), withdrawal_id)
    buyer = wallet.colleague(wallet.retailer, Role.BUYER)
    with wallet.refuses(NotAllowed, permission="be_paid"):
        ask_withdrawal(wallet.by(buyer), amount=gbp(1))
    assert PayoutState.PREPARED not in {state for (state,) in wallet.rows("SELECT state FROM payouts")}
