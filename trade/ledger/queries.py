"""Reading the books: balances, and where the money of an organisation went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of
from trade.ledger.models import LedgerAccount, LedgerEntry, LedgerPosting, Receipt
from trade.ledger.rules import CHART, AccountKind, Side
from trade.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class Movement:
    """One posting on an account, seen from its owner: positive is more money."""

    number: int
    at: datetime
    source_key: str
    amount: Money


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A receipt as finance lists it."""

    id: UUID
    bank_reference: str
    payer: str
    amount: Money
    received_on: date
    organisation_name: str | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One account kind of the trial balance, debit positive."""

    kind: AccountKind
    balance: Money


def balances(session: Session, kind: AccountKind, organisation_id: UUID) -> list[Money]:
    """The running balances of a limited account, one a currency."""
    rows = session.execute(
        select(LedgerAccount.balance_minor, LedgerAccount.currency)
        .where(LedgerAccount.kind == kind, LedgerAccount.organisation_id == organisation_id)
        .order_by(LedgerAccount.currency)
    )
    return [Money(minor or 0, currency) for minor, currency in rows]


def balance(session: Session, kind: AccountKind, organisation_id: UUID, currency: str) -> Money:
    """The running balance of a limited account; zero where nothing was ever posted."""
    found = [m for m in balances(session, kind, organisation_id) if m.currency == currency]
    return found[0] if found else Money.zero(currency)


def movements(
    session: Session, kind: AccountKind, organisation_id: UUID, *, cursor: str | None = None
) -> Page[Movement]:
    """What came and went on an organisation's account, newest first."""
    statement = (
        select(
            LedgerEntry.id, LedgerEntry.at, LedgerEntry.source_key,
            LedgerPosting.amount_minor, LedgerPosting.currency,
        )
        .join(LedgerPosting, LedgerPosting.entry_id == LedgerEntry.id)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(LedgerAccount.kind == kind, LedgerAccount.organisation_id == organisation_id)
        .order_by(LedgerEntry.id.desc())
        .limit(PAGE_ROWS_MAX + 1)
    )  # fmt: skip
    after = from_cursor(cursor, int)
    if after:
        statement = statement.where(LedgerEntry.id < after[0])
    sign = 1 if CHART[kind].side is Side.DEBIT else -1
    rows = [
        Movement(number, at, key, Money(sign * minor, currency))
        for number, at, key, minor, currency in session.execute(statement)
    ]
    return page_of(rows, PAGE_ROWS_MAX, lambda row: (row.number,))


def receipts(session: Session, *, unmatched: bool = False) -> Sequence[ReceiptRow]:
    """The newest receipts; only those that wait for a person with ``unmatched``."""
    statement = (
        select(Receipt, Organisation.name)
        .outerjoin(Organisation, Organisation.id == Receipt.organisation_id)
        .order_by(Receipt.recorded_at.desc(), Receipt.id)
        .limit(PAGE_ROWS_MAX)
    )
    if unmatched:
        statement = statement.where(Receipt.matched_at.is_(None))
    return [
        ReceiptRow(
            id=receipt.id,
            bank_reference=receipt.bank_reference,
            payer=receipt.payer,
            amount=Money(receipt.amount_minor, receipt.currency),
            received_on=receipt.received_on,
            organisation_name=name,
            recorded_at=receipt.recorded_at,
        )
        for receipt, name in session.execute(statement)
    ]


def trial_balance(session: Session) -> list[TrialLine]:
    """The sum of all postings by account kind and currency; the whole is zero."""
    rows = session.execute(
        select(LedgerAccount.kind, LedgerPosting.currency, func.sum(LedgerPosting.amount_minor))
        .join(LedgerPosting, LedgerPosting.account_id == LedgerAccount.id)
        .group_by(LedgerAccount.kind, LedgerPosting.currency)
        .order_by(LedgerPosting.currency, LedgerAccount.kind)
    )
    return [TrialLine(AccountKind(kind), Money(int(minor), cur)) for kind, cur, minor in rows]
