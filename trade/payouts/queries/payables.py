"""Which sellers could be paid, how much, and what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.ledger.models import LedgerAccount
from trade.ledger.rules import AccountKind
from trade.parties.models import Organisation
from trade.parties.queries import payees_in_force, payees_waiting
from trade.payouts.models import Payout, Withdrawal
from trade.payouts.rules import PayoutState, WithdrawalState
from trade.settlement.models import Statement


@dataclass(frozen=True, slots=True)
class PayableRow:
    """What somebody could be paid now, and on which account; ``changes_at``: when another account comes into force.

    ``since``: when the last statement or withdrawal added to it; ``withdrawn`` is what it took out of its wallet.
    """

    seller_id: UUID
    seller_name: str
    amount: Money
    account: str
    changes_at: datetime | None
    waiting_payout_id: UUID | None
    since: datetime | None
    withdrawn: Money


def payables(session: Session, at: datetime) -> Sequence[PayableRow]:
    """Sellers with something payable, the largest amount first."""
    since = (
        select(func.max(Statement.made_at))
        .where(Statement.seller_id == LedgerAccount.organisation_id, Statement.currency == LedgerAccount.currency)
        .correlate(LedgerAccount)
        .scalar_subquery()
    )
    waits = (
        Withdrawal.organisation_id == LedgerAccount.organisation_id,
        Withdrawal.currency == LedgerAccount.currency,
        Withdrawal.state == WithdrawalState.ASKED,
        Withdrawal.payout_id.is_(None),
    )
    asked, withdrawn = (
        select(found).where(*waits).correlate(LedgerAccount).scalar_subquery()
        for found in (func.max(Withdrawal.asked_at), func.coalesce(func.sum(Withdrawal.amount_minor), 0))
    )
    rows = session.execute(
        select(LedgerAccount, Organisation, Payout.id, func.greatest(since, asked), withdrawn)
        .join(Organisation, Organisation.id == LedgerAccount.organisation_id)
        .outerjoin(
            Payout,
            (Payout.seller_id == Organisation.id)
            & (Payout.currency == LedgerAccount.currency)
            & (Payout.state == PayoutState.PREPARED),
        )
        .where(LedgerAccount.kind == AccountKind.PAYABLE, LedgerAccount.balance_minor > 0)
        .order_by(LedgerAccount.balance_minor.desc(), Organisation.id)
        .limit(PAGE_ROWS_MAX)
    ).all()
    sellers = [seller.id for _, seller, *_ in rows]
    accounts, changes = payees_in_force(session, sellers, at), payees_waiting(session, sellers, at)
    return [
        PayableRow(
            seller_id=seller.id,
            seller_name=seller.name,
            amount=Money(account.balance_minor or 0, account.currency),
            account=accounts[seller.id].masked if seller.id in accounts else "",
            changes_at=changes[seller.id].effective_at if seller.id in changes else None,
            waiting_payout_id=waiting,
            since=settled_at,
            withdrawn=Money(int(taken_out), account.currency),
        )
        for account, seller, waiting, settled_at, taken_out in rows
    ]
