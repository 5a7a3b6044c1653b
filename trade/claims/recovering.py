"""A seller bears a claim whose lines were settled before: commission goes back first, the rest is owed by the seller."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from trade.claims.models import Claim
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.ledger.actions import post
from trade.ledger.rules import Account, AccountKind, Posting
from trade.settlement.giving_back import give_back
from trade.settlement.recovering import begin


def recover_later(work: Work, claim: Claim, parts: Mapping[UUID, Money]) -> None:
    """Recover ``parts`` (by order line) of a claim: commission and tax at the rates that the lines were settled at, at once; the rest over time."""
    given = [give_back(work, claim.id, line_id, part) for line_id, part in parts.items()]
    commission = Money.sum((one.commission for one in given), claim.currency)
    tax = Money.sum((one.tax for one in given), claim.currency)
    back = commission + tax
    if back:
        postings = [
            Posting(Account(AccountKind.COMMISSION), commission.minor, back.currency),
            Posting(Account(AccountKind.TAX_PAYABLE), tax.minor, back.currency),
            Posting(Account(AccountKind.RECOVERY_RECEIVABLE, claim.seller_id), -back.minor, back.currency),
        ]
        post(work, f"claim:{claim.id}:borne", [posting for posting in postings if posting.minor])
    owed = Money.sum(parts.values(), claim.currency) - back
    if owed:
        begin(work, claim.id, claim.reference, claim.seller_id, owed)
