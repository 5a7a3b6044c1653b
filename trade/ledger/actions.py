"""Writing to the books: receipts, and the hash chain. All else posts by ``trade.ledger.posting``."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select, text

from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, InvalidInput, NotFound
from trade.kernel.locks import lock_one
from trade.kernel.money import Money
from trade.kernel.work import Work, action
from trade.ledger.models import Receipt
from trade.ledger.posting import BELOW_ZERO, LimitExceeded, open_accounts, post, post_all
from trade.ledger.receipts import arrive, give, split, take_from

__all__ = [
    "BELOW_ZERO",
    "LimitExceeded",
    "ReceiptKnown",
    "match_receipt",
    "open_accounts",
    "post",
    "post_all",
    "record_receipt",
    "seal_entries",
    "split_receipt",
    "unmatch_receipt",
]


class ReceiptKnown(DomainError):
    """The bank's reference was recorded before, as ``receipt_id``: the money is counted already."""

    def __init__(self, bank_reference: str, receipt_id: UUID) -> None:
        super().__init__(bank_reference)
        self.bank_reference = bank_reference
        self.receipt_id = receipt_id


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
    receipt = arrive(work, bank_reference=bank_reference, payer=payer, amount=amount, received_on=received_on)
    if organisation_id is not None:
        give(work, receipt, organisation_id)
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
    give(work, receipt, organisation_id)
    return receipt.id


@action(Permission.PREPARE_MONEY)
def unmatch_receipt(work: Work, receipt_id: UUID, *, reason: str) -> UUID:
    """Take a receipt back from the wallet it was given to, by a new entry; it waits for its owner again.

    Raises ``LimitExceeded`` where the wallet has spent it.
    """
    if not reason.strip():
        raise InvalidInput("reason", "required")
    owned = select(Receipt).where(Receipt.id == receipt_id, Receipt.matched_at.is_not(None))
    receipt = lock_one(work.session, owned)
    if receipt is None:
        raise NotFound("receipt", receipt_id)
    take_from(work, receipt, reason=reason.strip()[:200])
    return receipt.id


@action(Permission.PREPARE_MONEY)
def split_receipt(work: Work, receipt_id: UUID, *, minors: tuple[int, ...]) -> tuple[UUID, ...]:
    """Divide a receipt without an owner into parts, whose owners are then said one by one; answer the parts."""
    receipt = lock_one(work.session, select(Receipt).where(Receipt.id == receipt_id, Receipt.matched_at.is_(None)))
    if receipt is None:
        raise NotFound("receipt", receipt_id)
    return tuple(split(work, receipt, minors))


@action()
def seal_entries(work: Work, *, limit: int = 10_000) -> int:
    """Seal entries that are not yet in the hash chain; answer how many were sealed."""
    sealed: int = work.session.execute(text("SELECT ledger_seal(:limit)"), {"limit": limit}).scalar_one()
    return sealed
