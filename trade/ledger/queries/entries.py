"""Entries of the books with their postings: two statements a page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.kernel import prepared
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of
from trade.ledger.models import LedgerAccount, LedgerEntry, LedgerPosting, LedgerSeal
from trade.ledger.rules import AccountKind
from trade.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class PostingRow:
    """One side of an entry: a positive amount is a debit, a negative one a credit."""

    kind: AccountKind
    organisation_id: UUID | None
    organisation_name: str
    amount: Money

    @property
    def debit(self) -> Money | None:
        """The amount where it is a debit."""
        return self.amount if self.amount.minor > 0 else None

    @property
    def credit(self) -> Money | None:
        """The amount where it is a credit."""
        return -self.amount if self.amount.minor < 0 else None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry with all of its postings. ``is_sealed``: the hash chain holds it."""

    number: int
    at: datetime
    source_key: str
    is_sealed: bool
    postings: Sequence[PostingRow]


def entries(
    session: Session,
    *,
    source: str = "",
    keys: Collection[str] | None = None,
    cursor: str | None = None,
    limit: int = PAGE_ROWS_MAX,
) -> Page[EntryRow]:
    """A page of entries, newest first; with ``source`` those whose key begins so (``order:<id>:``), with ``keys`` these."""
    query = (
        select(LedgerEntry.id, LedgerEntry.at, LedgerEntry.source_key, LedgerSeal.position.is_not(None))
        .outerjoin(LedgerSeal, LedgerSeal.entry_id == LedgerEntry.id)
        .order_by(LedgerEntry.id.desc())
        .limit(limit + 1)
    )
    if source:
        prepared.plan_anew(session)
        query = query.where(LedgerEntry.source_key.startswith(source, autoescape=True))
    if keys is not None:
        query = query.where(LedgerEntry.source_key.in_(set(keys)))
    after = from_cursor(cursor, int)
    if after is not None:
        query = query.where(LedgerEntry.id < after[0])
    heads = session.execute(query).all()
    postings = _postings(session, [head[0] for head in heads])
    rows = [EntryRow(number, at, key, is_sealed, postings.get(number, ())) for number, at, key, is_sealed in heads]
    return page_of(rows, limit, lambda row: (row.number,))


def _postings(session: Session, numbers: list[int]) -> dict[int, Sequence[PostingRow]]:
    query = (
        select(LedgerPosting, LedgerAccount.kind, Organisation.name)
        .join(LedgerAccount, LedgerAccount.id == LedgerPosting.account_id)
        .outerjoin(Organisation, Organisation.id == LedgerPosting.organisation_id)
        .where(LedgerPosting.entry_id.in_(numbers))
        .order_by(LedgerPosting.entry_id, LedgerPosting.line)
    )
    found: dict[int, list[PostingRow]] = {}
    for posting, kind, name in session.execute(query) if numbers else ():
        amount = Money(posting.amount_minor, posting.currency)
        row = PostingRow(AccountKind(kind), posting.organisation_id, name or "", amount)
        found.setdefault(posting.entry_id, []).append(row)
    return dict(found)
