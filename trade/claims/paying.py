"""The money of a claim: paid to the buyer first, then borne by the seller or the platform, or owed back. One entry for each."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from trade.claims.models import Claim
from trade.claims.recovering import recover_later
from trade.claims.rules import Outcome
from trade.kernel.money import Money, split
from trade.kernel.work import Work
from trade.ledger.actions import post
from trade.ledger.models import LedgerAccount
from trade.ledger.rules import Account, AccountKind, transfer
from trade.ordering.giving_back import to_buyer
from trade.ordering.loading import lines_of
from trade.ordering.models import Order


def advance(work: Work, order: Order, claim: Claim, amount: Money) -> None:
    """Pay the buyer before it is settled who bears it; once a claim. Order and claim are locked."""
    source_key = f"claim:{claim.id}:advanced"
    recovery = Account(AccountKind.RECOVERY_RECEIVABLE, claim.seller_id)
    post(work, source_key, to_buyer(work, order, amount, source_key, recovery))
    claim.advanced_minor, claim.advanced_at = amount.minor, work.at
    order.compensated_minor += amount.minor


def bear(work: Work, order: Order, claim: Claim, borne: Money, bearer: Outcome) -> None:
    """Settle who bears ``borne``, paying it first where nothing was; what was advanced beyond it is owed back by the buyer."""
    if not claim.advanced_minor and borne:
        advance(work, order, claim, borne)
    _take_back(work, claim, Money(claim.advanced_minor, claim.currency) - borne)
    if not borne:
        return
    recovery = Account(AccountKind.RECOVERY_RECEIVABLE, claim.seller_id)
    if bearer is Outcome.PLATFORM:
        claim.absorbed_minor = borne.minor
        post(work, f"claim:{claim.id}:absorbed", transfer(Account(AccountKind.CLAIMS_ABSORBED), recovery, borne))
        return
    if bearer is Outcome.CARRIER:
        claim.carried_minor = borne.minor
        owed = Account(AccountKind.CARRIER_RECEIVABLE, claim.carrier_id)
        post(work, f"claim:{claim.id}:carried", transfer(owed, recovery, borne))
        return
    claim.recovered_minor = borne.minor
    parts = _take_off(work, order, claim, borne)
    if order.settled_at is not None:
        recover_later(work, claim, parts)
        return
    escrow = Account(AccountKind.ESCROW, claim.seller_id)
    post(work, f"claim:{claim.id}:borne", transfer(escrow, recovery, borne))


def _take_back(work: Work, claim: Claim, back: Money) -> None:
    if not back:
        return
    claim.taken_back_minor = back.minor
    owed = Account(AccountKind.CLAWBACK_RECEIVABLE, claim.buyer_id)
    recovery = Account(AccountKind.RECOVERY_RECEIVABLE, claim.seller_id)
    post(work, f"claim:{claim.id}:taken_back", transfer(owed, recovery, back))
    work.later("collect_clawback", claim_id=str(claim.id))


def _take_off(work: Work, order: Order, claim: Claim, borne: Money) -> dict[UUID, Money]:
    """The seller's lines earn so much less, and commission is taken of the rest only; its papers say so too. Answer the parts."""
    lines = {line.id: line for line in lines_of(work, order)}
    shares = split(borne, [line.amount_minor for line in claim.lines])
    parts = {said.order_line_id: part for said, part in zip(claim.lines, shares, strict=True) if part}
    for line_id, part in parts.items():
        lines[line_id].refunded_minor += part.minor
    order.refunded_minor += borne.minor
    work.later("issue_papers", order_id=str(order.id))
    return parts


def owed_by(work: Work, claim: Claim) -> Money:
    """What is still owed back of a claim, as far as the buyer's wallet has it now."""
    return _as_far(work, claim.buyer_id, Money(claim.taken_back_minor - claim.collected_minor, claim.currency))


def collect_carried(work: Work, claim: Claim) -> Money:
    """Take from the wallet of a locked claim's carrier what it owes, as far as it is there; answer how much."""
    if claim.carrier_id is None:
        return Money.zero(claim.currency)
    amount = _as_far(work, claim.carrier_id, Money(claim.carrier_owes_minor, claim.currency))
    if amount:
        claim.carrier_payments += 1
        claim.carrier_paid_minor += amount.minor
        wallet, owed = (
            Account(kind, claim.carrier_id) for kind in (AccountKind.WALLET, AccountKind.CARRIER_RECEIVABLE)
        )
        post(work, f"claim:{claim.id}:{claim.carrier_payments}:carrier_paid", transfer(wallet, owed, amount))
    return amount


def _as_far(work: Work, owner: UUID, owed: Money) -> Money:
    wallet = select(LedgerAccount.balance_minor).where(
        LedgerAccount.kind == AccountKind.WALLET,
        LedgerAccount.organisation_id == owner,
        LedgerAccount.currency == owed.currency,
    )
    return Money(min(owed.minor, work.session.scalar(wallet) or 0), owed.currency)
