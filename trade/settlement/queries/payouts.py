"""Money on its way to sellers, and what could be sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of
from trade.ledger.models import LedgerAccount
from trade.ledger.rules import AccountKind
from trade.parties.models import BankAccount, Organisation
from trade.settlement.models import Payout, Statement
from trade.settlement.queries.statements import earned_by
from trade.settlement.rules import PayoutState


@dataclass(frozen=True, slots=True)
class PayoutRow:
    """A payout, in a list and on its page. ``account_now`` is what the seller asks for today."""

    id: UUID
    reference: str
    seller_id: UUID
    seller_name: str
    amount: Money
    bank_account: str
    account_now: str
    state: PayoutState
    content_hash: bytes
    prepared_by: UUID
    preparer_name: str
    prepared_at: datetime
    decided_by: UUID | None
    decider_name: str
    decided_at: datetime | None
    booked_at: datetime | None
    reason: str

    @property
    def account_moved(self) -> bool:
        """Whether the seller has named another account since the payout was prepared."""
        return self.account_now != self.bank_account


@dataclass(frozen=True, slots=True)
class PayableRow:
    """What a seller could be paid now. ``since``: when the last statement added to it."""

    seller_id: UUID
    seller_name: str
    amount: Money
    bank_account: str
    waiting_payout_id: UUID | None
    since: datetime | None


def payouts(session: Session, actor: Actor, *, state: PayoutState | None = None) -> Sequence[PayoutRow]:
    """The newest payouts the actor may see."""
    return payouts_after(session, actor, state=state).rows


def payouts_after(
    session: Session,
    actor: Actor,
    *,
    state: PayoutState | None = None,
    seller_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = PAGE_ROWS_MAX,
) -> Page[PayoutRow]:
    """A page of the payouts the actor may see, newest first."""
    query = _payouts(actor).order_by(Payout.prepared_at.desc(), Payout.id.desc()).limit(limit + 1)
    if state is not None:
        query = query.where(Payout.state == state)
    if seller_id is not None:
        query = query.where(Payout.seller_id == seller_id)
    after = from_cursor(cursor, datetime, UUID)
    if after is not None:
        query = query.where(tuple_(Payout.prepared_at, Payout.id) < after)
    rows = [_row(*row) for row in session.execute(query)]
    return page_of(rows, limit, lambda row: (row.prepared_at.isoformat(), str(row.id)))


def payouts_waiting(session: Session, actor: Actor, *, limit: int = PAGE_ROWS_MAX) -> Sequence[PayoutRow]:
    """What waits for its second person: the oldest first, of the same age the largest."""
    query = (
        _payouts(actor)
        .where(Payout.state == PayoutState.PREPARED)
        .order_by(Payout.prepared_at, Payout.amount_minor.desc(), Payout.id)
        .limit(limit)
    )
    return [_row(*row) for row in session.execute(query)]


def payout(session: Session, actor: Actor, payout_id: UUID) -> PayoutRow:
    """One payout; ``NotFound`` for a stranger's."""
    row = session.execute(_payouts(actor).where(Payout.id == payout_id)).one_or_none()
    if row is None:
        raise NotFound("payout", payout_id)
    return _row(*row)


def payables(session: Session) -> Sequence[PayableRow]:
    """Sellers with something payable, the largest amount first."""
    since = (
        select(func.max(Statement.made_at))
        .where(Statement.seller_id == LedgerAccount.organisation_id, Statement.currency == LedgerAccount.currency)
        .correlate(LedgerAccount)
        .scalar_subquery()
    )
    rows = session.execute(
        select(LedgerAccount, Organisation, BankAccount.account, Payout.id, since)
        .join(Organisation, Organisation.id == LedgerAccount.organisation_id)
        .outerjoin(BankAccount, BankAccount.organisation_id == Organisation.id)
        .outerjoin(
            Payout,
            (Payout.seller_id == Organisation.id)
            & (Payout.currency == LedgerAccount.currency)
            & (Payout.state == PayoutState.PREPARED),
        )
        .where(LedgerAccount.kind == AccountKind.PAYABLE, LedgerAccount.balance_minor > 0)
        .order_by(LedgerAccount.balance_minor.desc(), Organisation.id)
        .limit(PAGE_ROWS_MAX)
    )
    return [
        PayableRow(
            seller_id=seller.id,
            seller_name=seller.name,
            amount=Money(account.balance_minor or 0, account.currency),
            bank_account=bank_account or "",
            waiting_payout_id=waiting,
            since=settled_at,
        )
        for account, seller, bank_account, waiting, settled_at in rows
    ]


def _payouts(actor: Actor) -> Select[Payout, Organisation, str | None, str | None, str | None]:
    # Sellers see who paid them by name; the platform's people themselves are hidden from them.
    preparer, decider = func.parties_name(Payout.prepared_by), func.parties_name(Payout.decided_by)
    return (
        select(Payout, Organisation, BankAccount.account, preparer, decider)
        .join(Organisation, Organisation.id == Payout.seller_id)
        .outerjoin(BankAccount, BankAccount.organisation_id == Payout.seller_id)
        .where(earned_by(actor, Payout.seller_id.expression))
    )


def _row(
    row: Payout, seller: Organisation, account_now: str | None, preparer: str | None, decider: str | None
) -> PayoutRow:
    return PayoutRow(
        id=row.id,
        reference=row.reference,
        seller_id=row.seller_id,
        seller_name=seller.name,
        amount=Money(row.amount_minor, row.currency),
        bank_account=row.bank_account,
        account_now=account_now or "",
        state=PayoutState(row.state),
        content_hash=row.content_hash,
        prepared_by=row.prepared_by,
        preparer_name=preparer or "",
        prepared_at=row.prepared_at,
        decided_by=row.decided_by,
        decider_name=decider or "",
        decided_at=row.decided_at,
        booked_at=row.booked_at,
        reason=row.reason,
    )
