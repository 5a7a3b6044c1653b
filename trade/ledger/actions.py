"""Writing to the books: one door, the database function ``ledger_post``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from psycopg import errors as postgres
from sqlalchemy import ARRAY, BigInteger, Text, bindparam, select, text
from sqlalchemy.dialects.postgresql import UUID as PostgresUUID
from sqlalchemy.exc import DBAPIError

from trade.kernel import prepared
from trade.kernel.actor import Permission
from trade.kernel.base import UTCDateTime
from trade.kernel.errors import DomainError, InvalidInput, NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.money import Money
from trade.kernel.work import Work, action
from trade.ledger.models import Receipt
from trade.ledger.rules import Account, AccountKind, Posting, transfer
from trade.parties.models import Organisation

BELOW_ZERO = "PH001"


class LimitExceeded(DomainError):
    """An account that is limited would fall below zero: the wallet is short, say."""

    def __init__(self, kind: AccountKind) -> None:
        super().__init__(kind)
        self.kind = kind


class ReceiptKnown(DomainError):
    """The bank's reference was recorded before, as ``receipt_id``: the money is counted already."""

    def __init__(self, bank_reference: str, receipt_id: UUID) -> None:
        super().__init__(bank_reference)
        self.bank_reference = bank_reference
        self.receipt_id = receipt_id


_POST = text("SELECT ledger_post(:source_key, :at, :kinds, :organisations, :minors, :currencies)").bindparams(
    bindparam("at", type_=UTCDateTime()),
    bindparam("kinds", type_=ARRAY(Text)),
    bindparam("organisations", type_=ARRAY(PostgresUUID(as_uuid=True))),
    bindparam("minors", type_=ARRAY(BigInteger)),
    bindparam("currencies", type_=ARRAY(Text)),
)


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


@action(Permission.PREPARE_MONEY)
def record_receipt(
    work: Work,
    *,
    bank_reference: str,
    payer: str,
    amount: Money,
    received_on: date,
    organisation_id: UUID | None,
) -> UUID:
    """Record money that arrived at the bank; straight to the wallet where the sender is known."""
    if amount.minor <= 0:
        raise InvalidInput("amount", "not_positive")
    known = select(Receipt.id).where(Receipt.bank_reference == bank_reference)
    first = work.session.scalar(known)
    if first is not None:
        raise ReceiptKnown(bank_reference, first)
    receipt = Receipt(
        id=new_id(),
        bank_reference=bank_reference,
        payer=payer,
        amount_minor=amount.minor,
        currency=amount.currency,
        received_on=received_on,
        recorded_at=work.at,
    )
    work.session.add(receipt)
    arrived = transfer(Account(AccountKind.BANK), Account(AccountKind.UNAPPLIED_RECEIPTS), amount)
    post(work, f"receipt:{receipt.id}:arrived", arrived)
    work.record("ledger.receipt_recorded", "receipt", receipt.id, after={"amount": amount.minor})
    if organisation_id is not None:
        _match(work, receipt, organisation_id)
    return receipt.id


@action(Permission.PREPARE_MONEY)
def match_receipt(work: Work, receipt_id: UUID, *, organisation_id: UUID) -> UUID:
    """Say whose money an unmatched receipt is: it goes to their wallet."""
    receipt = lock_one(
        work.session,
        select(Receipt).where(Receipt.id == receipt_id, Receipt.matched_at.is_(None)),
    )
    if receipt is None:
        raise NotFound("receipt", receipt_id)
    _match(work, receipt, organisation_id)
    return receipt.id


def _match(work: Work, receipt: Receipt, organisation_id: UUID) -> None:
    if work.session.get(Organisation, organisation_id) is None:
        raise InvalidInput("organisation", "unknown")
    receipt.organisation_id = organisation_id
    receipt.matched_at = work.at
    amount = Money(receipt.amount_minor, receipt.currency)
    wallet = Account(AccountKind.WALLET, organisation_id)
    matched = transfer(Account(AccountKind.UNAPPLIED_RECEIPTS), wallet, amount)
    post(work, f"receipt:{receipt.id}:matched", matched)
    work.record(
        "ledger.receipt_matched",
        "receipt",
        receipt.id,
        parties=(organisation_id,),
        after={"organisation": str(organisation_id), "amount": amount.minor},
    )


@action()
def seal_entries(work: Work, *, limit: int = 10_000) -> int:
    """Seal entries that are not yet in the hash chain; answer how many were sealed."""
    sealed: int = work.session.execute(text("SELECT ledger_seal(:limit)"), {"limit": limit}).scalar_one()
    return sealed
