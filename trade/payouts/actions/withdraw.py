"""Taking money out of one's own wallet: it becomes payable, and leaves with the next payout by the word of two others."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from trade.credit.queries import standing_of
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, MoveRefused, NotFound
from trade.kernel.ids import new_id, new_reference
from trade.kernel.locks import lock_one
from trade.kernel.money import Money
from trade.kernel.work import Work, action
from trade.ledger.actions import post
from trade.ledger.queries import balance
from trade.ledger.rules import Account, AccountKind, transfer
from trade.parties.queries import payees_in_force, payees_waiting
from trade.payouts.carrying import to_wallet
from trade.payouts.models import Withdrawal
from trade.payouts.rules import NoAccountYet, OwedFirst, WithdrawalState
from trade.settlement.queries import demanded


@action(Permission.BE_PAID)
def ask_withdrawal(work: Work, *, amount: Money) -> UUID:
    """Take money out of the own wallet: from now on it can be spent no more, and the next payout carries it.

    Raises ``NoAccountYet`` where no account was named, ``OwedFirst`` for what is overdue, owed back or demanded, and
    ``LimitExceeded`` beyond what the wallet has.
    """
    own = work.actor.organisation
    if amount.minor <= 0:
        raise InvalidInput("amount", "not_positive")
    if not (payees_in_force(work.session, [own], work.at) or payees_waiting(work.session, [own], work.at)):
        raise NoAccountYet
    _check_owed(work, amount)
    one = Withdrawal(
        id=new_id(), reference=new_reference("WD"), organisation_id=own, amount_minor=amount.minor,
        currency=amount.currency, state=WithdrawalState.ASKED, asked_by=work.actor.person, asked_at=work.at,
    )  # fmt: skip
    wallet, payable = (Account(kind, own) for kind in (AccountKind.WALLET, AccountKind.PAYABLE))
    post(work, f"withdrawal:{one.id}:asked", transfer(wallet, payable, amount))
    work.session.add(one)
    told = {"state": one.state, "amount": one.amount_minor, "currency": one.currency}
    work.record("payouts.withdrawal_asked", "withdrawal", one.id, parties=(own,), after=told)
    return one.id


@action(Permission.BE_PAID)
def cancel_withdrawal(work: Work, withdrawal_id: UUID) -> UUID:
    """Put a withdrawal back into the wallet; ``MoveRefused`` once a payout carries it."""
    own = Withdrawal.organisation_id == work.actor.organisation
    one = lock_one(work.session, select(Withdrawal).where(Withdrawal.id == withdrawal_id, own))
    if one is None:
        raise NotFound("withdrawal", withdrawal_id)
    if one.state != WithdrawalState.ASKED or one.payout_id is not None:
        raise MoveRefused("withdrawal", "carried" if one.payout_id else one.state, WithdrawalState.CANCELLED)
    one.state, one.ended_at = WithdrawalState.CANCELLED, work.at
    to_wallet(work, one, "cancelled")
    return one.id


def _check_owed(work: Work, amount: Money) -> None:
    own, currency = work.actor.organisation, amount.currency
    owed = standing_of(work.session, own, currency, work.at).overdue
    owed += balance(work.session, AccountKind.CLAWBACK_RECEIVABLE, own, currency)
    owed += demanded(work.session, own, currency)
    most = balance(work.session, AccountKind.WALLET, own, currency) - owed
    if owed and amount > most:
        raise OwedFirst(max(most, Money.zero(currency)))
