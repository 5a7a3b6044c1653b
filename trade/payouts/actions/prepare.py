"""Preparing to pay sellers what is payable to them: one, or all of a currency together."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.ids import new_id, new_reference
from trade.kernel.money import Money
from trade.kernel.work import Work, action
from trade.ledger.models import LedgerAccount
from trade.ledger.queries import balance
from trade.ledger.rules import AccountKind
from trade.parties.models import Organisation
from trade.parties.queries import Payee, payees_in_force
from trade.payouts.carrying import carry
from trade.payouts.limits import check_each
from trade.payouts.loading import tell, tell_batch
from trade.payouts.models import Payout, PayoutBatch
from trade.payouts.rules import (
    BatchState,
    NoBankAccount,
    NobodyToPay,
    NothingToPay,
    PayoutOpen,
    PayoutState,
    payout_content,
)

BATCH_MAX = 500


@action(Permission.PREPARE_MONEY)
def prepare_payout(work: Work, *, seller_id: UUID, currency: str) -> UUID:
    """Prepare to pay a seller all that is payable in a currency, to its account in force; another person decides."""
    seller = work.session.get(Organisation, seller_id)
    if seller is None:
        raise NotFound("organisation", seller_id)
    waiting = select(Payout.id).where(
        Payout.seller_id == seller_id, Payout.currency == currency,
        Payout.state == PayoutState.PREPARED,
    )  # fmt: skip
    if work.session.scalar(waiting) is not None:
        raise PayoutOpen
    amount = balance(work.session, AccountKind.PAYABLE, seller_id, currency)
    if amount.minor <= 0:
        raise NothingToPay
    account = payees_in_force(work.session, [seller_id], work.at).get(seller_id)
    if account is None:
        raise NoBankAccount
    check_each(work, amount)
    payout = _prepared(work, seller_id, amount, account)
    carry(work, [payout])
    tell(work, payout, "settlement.payout_prepared")
    return payout.id


@action(Permission.PREPARE_MONEY)
def prepare_batch(work: Work, *, minimum: Money) -> UUID:
    """Prepare to pay every seller to whom at least ``minimum`` is payable in its currency, largest first.

    Sellers without an account in force, and those for whom a payout waits already, are left out. Raises ``AboveLimit``
    where one of them would get more than a payout may be: that is for somebody to look at, not to pass over.
    """
    if minimum.minor <= 0:
        raise InvalidInput("minimum", "not_positive")
    owed = _owed(work, minimum)
    accounts = payees_in_force(work.session, [seller_id for seller_id, _ in owed], work.at)
    fitting = [(seller_id, amount) for seller_id, amount in owed if seller_id in accounts]
    if not fitting:
        raise NobodyToPay
    batch = PayoutBatch(
        id=new_id(),
        reference=new_reference("PB"),
        currency=minimum.currency,
        minimum_minor=minimum.minor,
        state=BatchState.PREPARED,
        prepared_by=work.actor.person,
        prepared_at=work.at,
    )
    work.session.add(batch)
    work.session.flush()
    payouts = []
    for seller_id, amount in fitting:
        check_each(work, amount)
        payouts.append(_prepared(work, seller_id, amount, accounts[seller_id], batch.id))
    carry(work, payouts)
    for payout in payouts:
        tell(work, payout, "settlement.payout_prepared")
    tell_batch(work, batch, "payouts.batch_prepared", payouts)
    return batch.id


def _owed(work: Work, minimum: Money) -> Sequence[tuple[UUID, Money]]:
    waits = select(Payout.id).where(
        Payout.seller_id == LedgerAccount.organisation_id,
        Payout.currency == LedgerAccount.currency,
        Payout.state == PayoutState.PREPARED,
    )
    found = work.session.execute(
        select(LedgerAccount.organisation_id, LedgerAccount.balance_minor)
        .where(
            LedgerAccount.kind == AccountKind.PAYABLE,
            LedgerAccount.currency == minimum.currency,
            LedgerAccount.balance_minor >= minimum.minor,
            ~waits.exists(),
        )
        .order_by(LedgerAccount.balance_minor.desc(), LedgerAccount.organisation_id)
        .limit(BATCH_MAX)
    )
    return [(seller_id, Money(minor or 0, minimum.currency)) for seller_id, minor in found if seller_id is not None]


def _prepared(work: Work, seller_id: UUID, amount: Money, account: Payee, batch_id: UUID | None = None) -> Payout:
    payout = Payout(
        id=new_id(),
        reference=new_reference("PY"),
        batch_id=batch_id,
        seller_id=seller_id,
        amount_minor=amount.minor,
        currency=amount.currency,
        bank_account=account.number,
        payee_account_id=account.id,
        state=PayoutState.PREPARED,
        content_hash=payout_content(seller_id, amount, account.id, account.number),
        prepared_by=work.actor.person,
        prepared_at=work.at,
    )
    work.session.add(payout)
    return payout
