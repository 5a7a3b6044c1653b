"""Money that arrived at the bank: arrived, given to its owner, taken back from them, split. Steps within an action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from trade.kernel import prepared
from trade.kernel.errors import DomainError, InvalidInput
from trade.kernel.ids import new_id
from trade.kernel.money import Money
from trade.kernel.together import rows_of, together
from trade.kernel.work import Work
from trade.ledger.models import Receipt
from trade.ledger.posting import post, post_all
from trade.ledger.rules import Account, AccountKind, transfer
from trade.parties.models import Organisation

_UNAPPLIED = Account(AccountKind.UNAPPLIED_RECEIPTS)
PARTS_MAX = 20


_ARRIVE = together(
    Receipt,
    ("id", "bank_reference", "payer", "amount_minor", "currency", "received_on", "organisation_id", "recorded_at",
     "matched_at", "times_unmatched"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arrival:
    """Money that arrived, and whose it certainly is."""

    bank_reference: str
    payer: str
    amount: Money
    received_on: date
    owner: UUID | None = None


class ReceiptSplit(DomainError):
    """The receipt was split: its parts have owners, it has none."""


def arrive(work: Work, *, bank_reference: str, payer: str, amount: Money, received_on: date) -> Receipt:
    """Post that money has arrived, sender not yet known."""
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
    work.session.flush()
    post(work, f"receipt:{receipt.id}:arrived", transfer(Account(AccountKind.BANK), _UNAPPLIED, amount))
    work.record("ledger.receipt_recorded", "receipt", receipt.id, after={"amount": amount.minor})
    return receipt


def arrive_all(work: Work, arrivals: Sequence[Arrival]) -> Sequence[UUID]:
    """Post that money has arrived, and what has an owner into their wallets: as ``arrive`` and ``give``, but all at once."""
    ids = [new_id() for _ in arrivals]
    if not arrivals:
        return ids
    rows = [
        {
            "id": one, "bank_reference": arrival.bank_reference, "payer": arrival.payer, "received_on": arrival.received_on,
            "amount_minor": arrival.amount.minor, "currency": arrival.amount.currency, "recorded_at": work.at,
            "organisation_id": arrival.owner, "matched_at": work.at if arrival.owner else None, "times_unmatched": 0,
        }
        for one, arrival in zip(ids, arrivals, strict=True)
    ]  # fmt: skip
    prepared.run(work.session, _ARRIVE(), rows_of(rows))
    pairs = list(zip(ids, arrivals, strict=True))
    owned = sorted(((one.owner, key, one) for key, one in pairs if one.owner), key=lambda found: found[:2])
    bank = Account(AccountKind.BANK)
    entries = [(f"receipt:{key}:arrived", transfer(bank, _UNAPPLIED, one.amount)) for key, one in pairs]
    entries += [
        (f"receipt:{key}:matched", transfer(_UNAPPLIED, Account(AccountKind.WALLET, owner), one.amount))
        for owner, key, one in owned
    ]
    post_all(work, entries)
    for key, one in pairs:
        work.record("ledger.receipt_recorded", "receipt", key, after={"amount": one.amount.minor})
    for owner, key, one in owned:
        after = {"organisation": str(owner), "amount": one.amount.minor}
        work.record("ledger.receipt_matched", "receipt", key, parties=(owner,), after=after)
    return ids


def give(work: Work, receipt: Receipt, organisation_id: UUID) -> None:
    """Post a locked receipt without an owner into the wallet of the one it has from now on."""
    if receipt.split_at is not None:
        raise ReceiptSplit
    if work.session.get(Organisation, organisation_id) is None:
        raise InvalidInput("organisation", "unknown")
    receipt.organisation_id = organisation_id
    receipt.matched_at = work.at
    wallet = Account(AccountKind.WALLET, organisation_id)
    post(work, _key(receipt, "matched"), transfer(_UNAPPLIED, wallet, _amount(receipt)))
    _tell(work, receipt, "ledger.receipt_matched", organisation_id)


def take_from(work: Work, receipt: Receipt, *, reason: str) -> None:
    """Post a locked receipt back out of the wallet it was given to; ``LimitExceeded`` where that has been spent."""
    owner = receipt.organisation_id
    assert owner is not None  # the caller has looked
    wallet = Account(AccountKind.WALLET, owner)
    post(work, _key(receipt, "unmatched"), transfer(wallet, _UNAPPLIED, _amount(receipt)))
    receipt.organisation_id = receipt.matched_at = None
    receipt.times_unmatched += 1
    _tell(work, receipt, "ledger.receipt_unmatched", owner, reason=reason)


def split(work: Work, receipt: Receipt, minors: Sequence[int]) -> Sequence[UUID]:
    """Divide a locked receipt without an owner into parts that can have one each; nothing is posted: it all waits still."""
    if receipt.split_at is not None:
        raise ReceiptSplit
    if not 2 <= len(minors) <= PARTS_MAX or min(minors) <= 0 or sum(minors) != receipt.amount_minor:
        raise InvalidInput("parts", "parts_of_receipt")
    receipt.split_at = work.at
    parts = [
        Receipt(
            id=new_id(),
            bank_reference=f"{receipt.bank_reference[:74]} /{number}",
            payer=receipt.payer,
            amount_minor=minor,
            currency=receipt.currency,
            received_on=receipt.received_on,
            recorded_at=work.at,
            split_from=receipt.id,
        )
        for number, minor in enumerate(minors, start=1)
    ]
    work.session.add_all(parts)
    after = {"parts": len(parts), "amount": receipt.amount_minor}
    work.record("ledger.receipt_split", "receipt", receipt.id, after=after)
    return [part.id for part in parts]


def _amount(receipt: Receipt) -> Money:
    return Money(receipt.amount_minor, receipt.currency)


def _key(receipt: Receipt, verb: str) -> str:
    """Name an entry: of the first match ``receipt:<id>:matched``, of later ones with how often it was undone before."""
    again = f"{receipt.times_unmatched}:" if receipt.times_unmatched else ""
    return f"receipt:{receipt.id}:{again}{verb}"


def _tell(work: Work, receipt: Receipt, verb: str, owner: UUID, **more: str) -> None:
    after = {"organisation": str(owner), "amount": receipt.amount_minor, **more}
    work.record(verb, "receipt", receipt.id, parties=(owner,), after=after)
