"""The books in words: what an account is called, what an entry is about, and where its record is."""

from typing import Final
from uuid import UUID

from flask import Blueprint, url_for

from trade.ledger.rules import AccountKind
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

ACCOUNTS: Final[dict[str, LazyString]] = {
    AccountKind.BANK: _l("Bank"),
    AccountKind.UNAPPLIED_RECEIPTS: _l("Transfers without an owner"),
    AccountKind.WALLET: _l("Wallets"),
    AccountKind.HOLD: _l("Set aside"),
    AccountKind.ESCROW: _l("Held until delivery is settled"),
    AccountKind.PAYABLE: _l("Payable to sellers"),
    AccountKind.DISPUTED: _l("Kept back while disputed"),
    AccountKind.PAYOUT_CLEARING: _l("On its way to sellers"),
    AccountKind.TAX_PAYABLE: _l("Tax to pay"),
    AccountKind.COMMISSION: _l("Commission"),
    AccountKind.CREDIT_RECEIVABLE: _l("Owed for orders on credit"),
    AccountKind.FEE_RECEIVABLE: _l("Owed late fees"),
    AccountKind.LATE_FEES: _l("Late fees"),
    AccountKind.BAD_DEBT: _l("Given up as never paid"),
    AccountKind.DEPOSIT: _l("Held back for later"),
    AccountKind.SERVICES: _l("Service fees"),
    AccountKind.BANK_FEES: _l("Charges of the bank"),
    AccountKind.RECOVERY_RECEIVABLE: _l("Advanced for claims, to be borne"),
    AccountKind.CLAWBACK_RECEIVABLE: _l("Owed back for rejected claims"),
    AccountKind.CLAIMS_ABSORBED: _l("Claims that the platform bears"),
    AccountKind.CARRIER_RECEIVABLE: _l("Owed by carriers for claims"),
}

OWN_ACCOUNTS: Final[dict[str, LazyString]] = {
    AccountKind.WALLET: _l("Wallet"),
    AccountKind.HOLD: _l("Set aside"),
    AccountKind.ESCROW: _l("Held until delivery is settled"),
    AccountKind.PAYABLE: _l("Payable"),
    AccountKind.DISPUTED: _l("Kept back while disputed"),
    AccountKind.CREDIT_RECEIVABLE: _l("Owed for orders on credit"),
    AccountKind.FEE_RECEIVABLE: _l("Owed late fees"),
    AccountKind.DEPOSIT: _l("Held back for later"),
    AccountKind.RECOVERY_RECEIVABLE: _l("Advanced for claims, to be borne"),
    AccountKind.CLAWBACK_RECEIVABLE: _l("Owed back for rejected claims"),
    AccountKind.CARRIER_RECEIVABLE: _l("Owed for claims about carriage"),
}
"""The accounts that an organisation has of its own."""

SOURCES: Final[dict[str, LazyString]] = {
    "order:paid": _l("Order paid"),
    "order:cancelled": _l("Order cancelled"),
    "order:short": _l("Rest of an order given back"),
    "order:held_back": _l("Goods held back given back"),
    "commitment:held": _l("Set aside for a pool"),
    "commitment:raised": _l("More set aside for a pool"),
    "commitment:released": _l("Back from a pool"),
    "receipt:arrived": _l("Transfer arrived"),
    "receipt:matched": _l("Transfer put into a wallet"),
    "statement:settled": _l("Statement settled"),
    "dispute:held": _l("Disputed line kept back"),
    "dispute:released": _l("Disputed line payable again"),
    "withdrawal:asked": _l("Taken out of a wallet"),
    "withdrawal:cancelled": _l("Withdrawal put back into the wallet"),
    "withdrawal:returned": _l("Withdrawal back in the wallet"),
    "payout:sent": _l("Payout sent"),
    "payout:booked": _l("Payout booked by the bank"),
    "receipt:unmatched": _l("Transfer taken back out of a wallet"),
    "bank_line:charge": _l("Charge of the bank"),
    "bank_line:tax": _l("Tax paid"),
    "payout:refused": _l("Payout refused by the bank"),
    "payout:came_back": _l("Payout came back to the bank"),
    "payout:returned": _l("Payout payable again"),
    "repayment:paid": _l("Paid back"),
    "fee:charged": _l("Late fee"),
    "fee:waived": _l("Late fee waived"),
    "invoice:written_off": _l("Given up as never paid"),
    "claim:advanced": _l("Claim paid to the buyer"),
    "claim:borne": _l("Claim borne by the seller"),
    "claim:absorbed": _l("Claim borne by the platform"),
    "claim:carried": _l("Claim borne by a carrier"),
    "claim:carrier_paid": _l("Claim paid by its carrier"),
    "claim:given_up": _l("Given up as never paid"),
    "claim:taken_back": _l("Claim owed back by the buyer"),
    "claim:collected": _l("Claim paid back by the buyer"),
}
"""What an entry says, by the first and the last part of its source key."""

_PAGES: Final = {
    "order": ("platform.order", "order_id"),
    "receipt": ("finance.receipt", "receipt_id"),
    "statement": ("finance.statement", "statement_id"),
    "payout": ("finance.payout", "payout_id"),
    "dispute": ("finance.dispute", "dispute_id"),
    "bank_line": ("finance.bank_line", "bank_line_id"),
    "claim": ("claims.claim", "claim_id"),
}
_RECORDS: Final = {
    "organisation": ("platform.organisation", "organisation_id"),
    "settlement_run": ("finance.settlement", "run_id"),
    "paper": ("papers.paper", "paper_id"),
}
"""Subjects of events that have a page and no entries."""


def account_word(kind: str, *, own: bool = False) -> str:
    """Return the word for an account; ``own`` for that of one organisation."""
    return str(OWN_ACCOUNTS.get(kind) or ACCOUNTS[kind]) if own else str(ACCOUNTS[kind])


def source_word(source_key: str) -> str:
    """Return what an entry is about: ``order:<id>:paid`` is "Order paid"."""
    subject, _middle, rest = source_key.partition(":")
    known = SOURCES.get(f"{subject}:{rest.rpartition(':')[2]}")
    return str(known) if known else _("Entry")


def source_id(source_key: str) -> UUID | None:
    """Return the record that an entry is about."""
    try:
        return UUID(source_key.split(":")[1])
    except (IndexError, ValueError):
        return None


def source_url(source_key: str) -> str:
    """Return the page of the record that an entry is about; nothing where there is none."""
    page, key = _PAGES.get(source_key.partition(":")[0]), source_id(source_key)
    if page is None or key is None:
        return ""
    where: dict[str, object] = {page[1]: key}
    return url_for(page[0], **where)  # type: ignore[arg-type] # its typing takes no mapping


def record_url(subject: str, key: UUID) -> str:
    """Return the page of the subject of an event; nothing where there is none."""
    page = {**_PAGES, **_RECORDS}.get(subject)
    if page is None:
        return ""
    where: dict[str, object] = {page[1]: key}
    return url_for(page[0], **where)  # type: ignore[arg-type] # its typing takes no mapping


def teach(blueprint: Blueprint) -> None:
    """Give templates these words as filters."""
    for function in (account_word, source_word, source_id, source_url):
        blueprint.add_app_template_filter(function, function.__name__)
