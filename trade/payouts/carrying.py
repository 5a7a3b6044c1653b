"""Withdrawals in payouts: which a payout carries, and what becomes of them with it. Steps within an action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ARRAY, bindparam, select, text, update
from sqlalchemy.dialects.postgresql import UUID as PostgresUUID

from trade.kernel.errors import StaleVersion
from trade.kernel.locks import lock_rows
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.ledger.actions import post
from trade.ledger.rules import Account, AccountKind, transfer
from trade.payouts.models import Payout, Withdrawal
from trade.payouts.rules import WithdrawalState

# One look at the payable and at the withdrawals: where a payout is still all that is payable, it carries all that are asked for.
_CARRY: Final = text(
    """
WITH whole AS (
  SELECT p.id, p.seller_id, p.currency FROM payouts p
    JOIN ledger_accounts a ON a.kind = 'payable' AND a.organisation_id = p.seller_id AND a.currency = p.currency
   WHERE p.id = ANY(:payouts) AND a.balance_minor = p.amount_minor
), carried AS (
  UPDATE withdrawals w SET payout_id = whole.id FROM whole
   WHERE w.organisation_id = whole.seller_id AND w.currency = whole.currency AND w.state = 'asked' AND w.payout_id IS NULL
  RETURNING 1
)
SELECT count(*) FROM whole"""
).bindparams(bindparam("payouts", type_=ARRAY(PostgresUUID(as_uuid=True))))


def carry(work: Work, payouts: Sequence[Payout]) -> None:
    """Let payouts that were just prepared carry the withdrawals in them; ``StaleVersion`` where money moved meanwhile."""
    work.session.flush()
    values = {"payouts": [payout.id for payout in payouts]}
    if work.session.execute(_CARRY, values).scalar_one() != len(payouts):
        raise StaleVersion("payable")


def let_go(work: Work, payout: Payout) -> None:
    """Let a rejected payout carry nothing any more: the next one does."""
    work.session.execute(update(Withdrawal).where(Withdrawal.payout_id == payout.id).values(payout_id=None))


def settle(work: Work, payout: Payout) -> None:
    """Note that what a payout carries has left the bank."""
    asked = Withdrawal.payout_id == payout.id, Withdrawal.state == WithdrawalState.ASKED
    work.session.execute(update(Withdrawal).where(*asked).values(state=WithdrawalState.PAID, ended_at=work.at))


def give_back(work: Work, payout: Payout) -> None:
    """Put what a payout carried back into the wallet: it came back from the bank."""
    query = select(Withdrawal).where(Withdrawal.payout_id == payout.id, Withdrawal.state != WithdrawalState.RETURNED)
    for one in lock_rows(work.session, query.order_by(Withdrawal.id)):
        one.state, one.ended_at = WithdrawalState.RETURNED, work.at
        to_wallet(work, one, "returned")


def to_wallet(work: Work, one: Withdrawal, why: str) -> None:
    """Post that a withdrawal is in the wallet again."""
    payable, wallet = (Account(kind, one.organisation_id) for kind in (AccountKind.PAYABLE, AccountKind.WALLET))
    post(work, f"withdrawal:{one.id}:{why}", transfer(payable, wallet, Money(one.amount_minor, one.currency)))
    told = {"state": one.state, "amount": one.amount_minor, "currency": one.currency}
    work.record(f"payouts.withdrawal_{why}", "withdrawal", one.id, parties=(one.organisation_id,), after=told)
