"""Balances, and where the money of an organisation went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of
from trade.ledger.models import LedgerAccount, LedgerEntry, LedgerPosting
from trade.ledger.rules import CHART, AccountKind, Side


@dataclass(frozen=True, slots=True)
class Movement:
    """One posting on an account, seen from its owner: positive is more money."""

    number: int
    at: datetime
    source_key: str
    amount: Money


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One posting on an account and what the account held after it; both positive on its normal side."""

    number: int
    line: int
    at: datetime
    source_key: str
    amount: Money
    after: Money


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


def platform_balance(session: Session, kind: AccountKind, currency: str) -> Money:
    """What the platform's own account of a kind stands at, on its normal side: the sum of all its postings."""
    side = 1 if CHART[kind].side is Side.DEBIT else -1
    found = session.scalar(
        select(func.sum(LedgerPosting.amount_minor))
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(LedgerAccount.kind == kind, LedgerAccount.organisation_id.is_(None), LedgerAccount.currency == currency)
    )
    return Money(side * int(found or 0), currency)


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


def balances_after(session: Session, kind: AccountKind, organisation_id: UUID, number: int) -> dict[str, Money]:
    """What an organisation's account held after entry ``number``, by currency: the sum of what had moved till then."""
    rows = session.execute(
        select(LedgerPosting.currency, func.sum(LedgerPosting.amount_minor))
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .where(
            LedgerAccount.kind == kind,
            LedgerAccount.organisation_id == organisation_id,
            LedgerPosting.entry_id <= number,
        )
        .group_by(LedgerPosting.currency)
    )
    sign = 1 if CHART[kind].side is Side.DEBIT else -1
    return {currency: Money(sign * int(minor), currency) for currency, minor in rows}


def trial_balance(session: Session) -> list[TrialLine]:
    """The sum of all postings by account kind and currency; the whole is zero."""
    rows = session.execute(
        select(LedgerAccount.kind, LedgerPosting.currency, func.sum(LedgerPosting.amount_minor))
        .join(LedgerPosting, LedgerPosting.account_id == LedgerAccount.id)
        .group_by(LedgerAccount.kind, LedgerPosting.currency)
        .order_by(LedgerPosting.currency, LedgerAccount.kind)
    )
    return [TrialLine(AccountKind(kind), Money(int(minor), cur)) for kind, cur, minor in rows]


def account_sheet(
    session: Session,
    kind: AccountKind,
    organisation_id: UUID,
    currency: str,
    *,
    cursor: str | None = None,
    limit: int = PAGE_ROWS_MAX,
) -> Page[SheetLine]:
    """An organisation's account like a bank's sheet, newest first. Each page counts back from its own first line."""
    sign = 1 if CHART[kind].side is Side.DEBIT else -1
    place = tuple_(LedgerPosting.entry_id, LedgerPosting.line)
    of_account = select(LedgerAccount.id).where(
        LedgerAccount.kind == kind,
        LedgerAccount.organisation_id == organisation_id,
        LedgerAccount.currency == currency,
    )
    part = LedgerPosting.account_id == of_account.scalar_subquery()
    after = from_cursor(cursor, int, int)
    held = select(func.coalesce(func.sum(LedgerPosting.amount_minor), 0)).where(part)
    lines = (
        select(LedgerPosting.entry_id, LedgerPosting.line, LedgerEntry.at, LedgerEntry.source_key,
               LedgerPosting.amount_minor)
        .join(LedgerEntry, LedgerEntry.id == LedgerPosting.entry_id)
        .where(part)
        .order_by(LedgerPosting.entry_id.desc(), LedgerPosting.line.desc())
        .limit(limit + 1)
    )  # fmt: skip
    if after is not None:
        held, lines = held.where(place < after), lines.where(place < after)
    balance_minor = sign * int(session.execute(held).scalar_one())
    rows = []
    for number, line, at, key, minor in session.execute(lines):
        rows.append(SheetLine(number, line, at, key, Money(sign * minor, currency), Money(balance_minor, currency)))
        balance_minor -= sign * minor
    return page_of(rows, limit, lambda row: (row.number, row.line))


def accounts_of(session: Session, organisation_id: UUID) -> list[tuple[AccountKind, Money]]:
    """Every account of an organisation with what it holds, on its normal side."""
    rows = session.execute(
        select(LedgerAccount.kind, LedgerAccount.currency, func.sum(LedgerPosting.amount_minor))
        .join(LedgerPosting, LedgerPosting.account_id == LedgerAccount.id)
        .where(LedgerAccount.organisation_id == organisation_id)
        .group_by(LedgerAccount.kind, LedgerAccount.currency)
        .order_by(LedgerAccount.currency, LedgerAccount.kind)
    )
    signs = {kind: 1 if rule.side is Side.DEBIT else -1 for kind, rule in CHART.items()}
    return [(AccountKind(kind), Money(signs[AccountKind(kind)] * int(minor), cur)) for kind, cur, minor in rows]
