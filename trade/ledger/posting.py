"""The one door to the books: the database function ``ledger_post``."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from psycopg import errors as postgres
from sqlalchemy import ARRAY, BigInteger, Text, bindparam, text
from sqlalchemy.dialects.postgresql import UUID as PostgresUUID
from sqlalchemy.exc import DBAPIError

from trade.kernel import prepared
from trade.kernel.base import UTCDateTime
from trade.kernel.errors import DomainError
from trade.kernel.work import Work
from trade.ledger.rules import AccountKind, Posting

BELOW_ZERO = "PH001"


class LimitExceeded(DomainError):
    """An account that is limited would fall below zero: the wallet is short, say."""

    def __init__(self, kind: AccountKind) -> None:
        super().__init__(kind)
        self.kind = kind


_POST = text("SELECT ledger_post(:source_key, :at, :kinds, :organisations, :minors, :currencies)").bindparams(
    bindparam("at", type_=UTCDateTime()),
    bindparam("kinds", type_=ARRAY(Text)),
    bindparam("organisations", type_=ARRAY(PostgresUUID(as_uuid=True))),
    bindparam("minors", type_=ARRAY(BigInteger)),
    bindparam("currencies", type_=ARRAY(Text)),
)


_OPEN = text("SELECT ledger_open(:kind, :organisations, :currencies)").bindparams(
    bindparam("organisations", type_=ARRAY(PostgresUUID(as_uuid=True))), bindparam("currencies", type_=ARRAY(Text))
)


def open_accounts(work: Work, kind: AccountKind, owners: Sequence[tuple[UUID, str]]) -> None:
    """See to it that these have an account of a kind, each (organisation, currency), before anything is locked.

    Whoever writes many entries opens the accounts that all of these share: a new one is waited for like a lock.
    """
    values = {"kind": str(kind), "organisations": [one for one, _ in owners], "currencies": [one for _, one in owners]}
    prepared.run(work.session, _OPEN, values)


def post(work: Work, source_key: str, postings: Sequence[Posting]) -> None:
    """Write one entry. The database checks its sum and its limits, and keeps the balances.

    ``source_key`` names the business event (``order:<id>:paid``): posting it twice is an
    ``IntegrityError``. Raises ``LimitExceeded`` when a wallet, hold or payable is too small.
    """
    post_all(work, [(source_key, postings)])


def post_all(work: Work, entries: Sequence[tuple[str, Sequence[Posting]]]) -> None:
    """Write several entries, each (source key, postings), without waiting for one before the next is sent.

    Whoever writes entries of several organisations gives them in the order of these, so that no two such deadlock.
    """
    rows = [
        {
            "source_key": source_key,
            "at": work.at,
            "kinds": [str(posting.account.kind) for posting in postings],
            "organisations": [posting.account.organisation_id for posting in postings],
            "minors": [posting.minor for posting in postings],
            "currencies": [posting.currency for posting in postings],
        }
        for source_key, postings in entries
    ]
    try:
        if rows:
            prepared.run(work.session, _POST, rows if len(rows) > 1 else rows[0])
    except DBAPIError as error:
        original = error.orig
        if isinstance(original, postgres.Error) and original.sqlstate == BELOW_ZERO:
            raise LimitExceeded(AccountKind(original.diag.message_detail or "")) from error
        raise
