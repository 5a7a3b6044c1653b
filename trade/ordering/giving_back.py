"""Where money goes that a buyer gets back for an order: its open invoice first, then what was given up of it, then the wallet."""

from __future__ import annotations

from trade.credit.actions import take_off
from trade.credit.rules import Means
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.ledger.rules import Account, AccountKind, Posting
from trade.ordering.models import Order


def to_buyer(work: Work, order: Order, amount: Money, source_key: str, debit: Account) -> list[Posting]:
    """Postings of ``amount`` from ``debit`` to the buyer, for the entry of ``source_key``; the order is locked."""
    owed = given_up = Money.zero(amount.currency)
    if order.means == Means.CREDIT:
        taken = take_off(work, order.id, amount, source_key)
        owed, given_up = taken.owed, taken.given_up
    postings = [
        Posting(debit, amount.minor, amount.currency),
        Posting(Account(AccountKind.CREDIT_RECEIVABLE, order.buyer_id), -owed.minor, amount.currency),
        Posting(Account(AccountKind.BAD_DEBT), -given_up.minor, amount.currency),
        Posting(Account(AccountKind.WALLET, order.buyer_id), (owed + given_up - amount).minor, amount.currency),
    ]
    return [posting for posting in postings if posting.minor]
