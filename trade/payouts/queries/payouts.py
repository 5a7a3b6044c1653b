"""Money on its way to sellers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of
from trade.parties.models import Organisation, PayeeAccount
from trade.parties.payees import grouped, masked
from trade.payouts.models import BankFile, Payout, PayoutBatch
from trade.payouts.rules import PayoutState
from trade.settlement.queries.statements import earned_by


@dataclass(frozen=True, slots=True)
class PayoutRow:
    """A payout, in a list and on its page. ``left_at``: when the bank had it; before that it waits for its file.

    ``account`` is its number masked, ``whole`` in full for whoever approves; ``said`` is another amount that the bank names.
    """

    id: UUID
    reference: str
    seller_id: UUID
    seller_name: str
    amount: Money
    account: str
    whole: str
    holder: str
    bank_name: str
    bank_code: str
    account_id: UUID | None
    batch_id: UUID | None
    batch_reference: str
    file_reference: str
    left_at: datetime | None
    state: PayoutState
    content_hash: bytes
    prepared_by: UUID
    preparer_name: str
    prepared_at: datetime
    decided_by: UUID | None
    decider_name: str
    decided_at: datetime | None
    booked_at: datetime | None
    returned_at: datetime | None
    return_code: str
    charge: Money
    said: Money | None
    reason: str


def payouts(session: Session, actor: Actor, *, state: PayoutState | None = None) -> Sequence[PayoutRow]:
    """The newest payouts the actor may see."""
    return payouts_after(session, actor, state=state).rows


def payouts_after(
    session: Session,
    actor: Actor,
    *,
    state: PayoutState | None = None,
    seller_id: UUID | None = None,
    batch_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = PAGE_ROWS_MAX,
) -> Page[PayoutRow]:
    """A page of the payouts the actor may see, newest first."""
    query = _payouts(actor).order_by(Payout.prepared_at.desc(), Payout.id.desc()).limit(limit + 1)
    if state is not None:
        query = query.where(Payout.state == state)
    if seller_id is not None:
        query = query.where(Payout.seller_id == seller_id)
    if batch_id is not None:
        query = query.where(Payout.batch_id == batch_id)
    after = from_cursor(cursor, datetime, UUID)
    if after is not None:
        query = query.where(tuple_(Payout.prepared_at, Payout.id) < after)
    rows = [_row(*row) for row in session.execute(query)]
    return page_of(rows, limit, lambda row: (row.prepared_at.isoformat(), str(row.id)))


def payouts_waiting(session: Session, actor: Actor, *, limit: int = PAGE_ROWS_MAX) -> Sequence[PayoutRow]:
    """What waits for its second person by itself, outside batches: the oldest first, of the same age the largest."""
    query = (
        _payouts(actor)
        .where(Payout.state == PayoutState.PREPARED, Payout.batch_id.is_(None))
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


def rows_of(session: Session, actor: Actor, condition: ColumnElement[bool]) -> Sequence[PayoutRow]:
    """All payouts that fit, to those who may see them."""
    return [_row(*row) for row in session.execute(_payouts(actor).where(condition))]


def _payouts(actor: Actor) -> Select[*tuple[Any, ...]]:
    # Sellers see who paid them by name; the platform's people themselves are hidden from them. So are files and batches:
    # of them a seller learns only when its own payout left.
    preparer, decider = func.parties_name(Payout.prepared_by), func.parties_name(Payout.decided_by)
    return (
        select(Payout, Organisation.name, PayeeAccount, preparer, decider, PayoutBatch.reference, BankFile.reference)
        .join(Organisation, Organisation.id == Payout.seller_id)
        .outerjoin(PayeeAccount, PayeeAccount.id == Payout.payee_account_id)
        .outerjoin(PayoutBatch, PayoutBatch.id == Payout.batch_id)
        .outerjoin(BankFile, BankFile.id == Payout.file_id)
        .where(earned_by(actor, Payout.seller_id.expression))
    )


def _row(
    row: Payout, seller: str, account: PayeeAccount | None, preparer: str | None, decider: str | None,
    batch: str | None, file: str | None,
) -> PayoutRow:  # fmt: skip
    return PayoutRow(
        id=row.id,
        reference=row.reference,
        seller_id=row.seller_id,
        seller_name=seller,
        amount=Money(row.amount_minor, row.currency),
        account=masked(row.bank_account),
        whole=grouped(row.bank_account),
        holder=account.holder if account else "",
        bank_name=account.bank_name if account else "",
        bank_code=account.bank_code if account else "",
        account_id=row.payee_account_id,
        batch_id=row.batch_id,
        batch_reference=batch or "",
        file_reference=file or "",
        left_at=row.left_at,
        state=PayoutState(row.state),
        content_hash=row.content_hash,
        prepared_by=row.prepared_by,
        preparer_name=preparer or "",
        prepared_at=row.prepared_at,
        decided_by=row.decided_by,
        decider_name=decider or "",
        decided_at=row.decided_at,
        booked_at=row.booked_at,
        returned_at=row.returned_at,
        return_code=row.return_code,
        charge=Money(row.charge_minor, row.currency),
        said=Money(row.said_minor, row.currency) if row.said_minor is not None else None,
        reason=row.reason,
    )
