"""What a seller owes for a late claim, and taking it: from what it earns, what is held back for it, its wallet. Steps within an action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Uuid, bindparam, exists, func, select, text, tuple_
from sqlalchemy.orm import aliased

from trade.kernel.locks import lock_one, lock_rows
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.ledger.actions import post
from trade.ledger.queries import balance
from trade.ledger.rules import Account, AccountKind, transfer
from trade.settlement.models import Recovery, StatementItem
from trade.settlement.rules import RESERVES_AFTER, ItemKind, RecoveryStage

_BACK: Final = aliased(StatementItem)

# What is payable, without what prepared payouts will take and what its owner took out of its wallet.
_FREE: Final = text(
    """
SELECT coalesce((SELECT balance_minor FROM ledger_accounts
                  WHERE kind = 'payable' AND organisation_id = :seller AND currency = :currency), 0)
     - coalesce((SELECT sum(amount_minor) FROM payouts
                  WHERE seller_id = :seller AND currency = :currency AND state = 'prepared'), 0)
     - coalesce((SELECT sum(amount_minor) FROM withdrawals
                  WHERE organisation_id = :seller AND currency = :currency AND state = 'asked' AND payout_id IS NULL), 0)
"""
).bindparams(bindparam("seller", type_=Uuid()))


def begin(work: Work, claim_id: UUID, reference: str, seller_id: UUID, amount: Money) -> None:
    """Note that a seller owes ``amount`` for a claim; a job takes it at once, as far as it goes."""
    work.session.add(
        Recovery(
            id=claim_id, reference=reference, seller_id=seller_id, currency=amount.currency, amount_minor=amount.minor,
            open_minor=amount.minor, stage=RecoveryStage.EARNINGS, next_at=work.at + RESERVES_AFTER, begun_at=work.at,
        )
    )  # fmt: skip
    work.later("recover", recovery_id=str(claim_id))


def lock_recovery(work: Work, recovery_id: UUID) -> Recovery | None:
    """Lock a recovery: whoever takes of it, or of reserves for it, has it alone."""
    return lock_one(work.session, select(Recovery).where(Recovery.id == recovery_id))


def lock_open(work: Work, sellers: Sequence[tuple[UUID, str]]) -> None:
    """Lock all that sellers owe in a currency each, before statements take of it."""
    owed = (tuple_(Recovery.seller_id, Recovery.currency).in_(sellers), Recovery.open_minor > 0)
    lock_rows(work.session, select(Recovery).where(*owed).order_by(Recovery.id))


def state_part(work: Work, recovery_id: UUID, part: Money) -> tuple[str, str]:
    """Let a statement take a part of a locked recovery; answer the claim's reference, and the key of the item."""
    one = work.session.get_one(Recovery, recovery_id)
    one.stated_minor += part.minor
    return one.reference, _take(work, one, part, "settlement.recovered_by_statement")


def take_payable(work: Work, one: Recovery) -> None:
    """Take what is payable to the seller and nobody's already: not disputed, in no payout, not out of its wallet."""
    free = work.session.execute(_FREE, {"seller": one.seller_id, "currency": one.currency}).scalar_one()
    part = Money(max(0, min(one.open_minor, int(free))), one.currency)
    if part:
        one.payable_minor += part.minor
        _post(work, one, AccountKind.PAYABLE, part, "settlement.recovered_from_payable")


def take_reserves(work: Work, one: Recovery) -> None:
    """Take what statements have held back, that which comes back first first; what is left of a reserve comes back in its time."""
    given_back = exists().where(_BACK.source_key == func.format("reserve:%s:released", StatementItem.id))
    own = (StatementItem.seller_id == one.seller_id, StatementItem.currency == one.currency)
    held = (StatementItem.kind == ItemKind.RESERVE, StatementItem.statement_id.is_not(None), ~given_back)
    left = StatementItem.used_minor < -StatementItem.amount_minor
    query = select(StatementItem).where(*own, *held, left).order_by(StatementItem.release_at, StatementItem.id)
    taken = 0
    for item in lock_rows(work.session, query):
        part = min(-item.amount_minor - item.used_minor, one.open_minor - taken)
        item.used_minor += part
        taken += part
    if taken:
        one.reserve_minor += taken
        _post(work, one, AccountKind.DEPOSIT, Money(taken, one.currency), "settlement.recovered_from_deposit")


def take_wallet(work: Work, one: Recovery) -> None:
    """Take what is in the seller's wallet: what it transfers for its invoice arrives there."""
    has = balance(work.session, AccountKind.WALLET, one.seller_id, one.currency).minor
    part = Money(min(one.open_minor, has), one.currency)
    if part:
        one.wallet_minor += part.minor
        _post(work, one, AccountKind.WALLET, part, "settlement.recovered_from_wallet")


def give_up(work: Work, one: Recovery) -> Money:
    """Give up all that is open of a locked recovery: the platform bears it; answer how much."""
    lost = Money(one.open_minor, one.currency)
    one.written_off_minor += lost.minor
    key = _take(work, one, lost, "settlement.recovery_written_off")
    recovery = Account(AccountKind.RECOVERY_RECEIVABLE, one.seller_id)
    post(work, key, transfer(Account(AccountKind.BAD_DEBT), recovery, lost))
    return lost


def _post(work: Work, one: Recovery, source: AccountKind, part: Money, verb: str) -> None:
    recovery = Account(AccountKind.RECOVERY_RECEIVABLE, one.seller_id)
    key = _take(work, one, part, verb)
    post(work, key, transfer(Account(source, one.seller_id), recovery, part))


def _take(work: Work, one: Recovery, part: Money, verb: str) -> str:
    one.open_minor -= part.minor
    one.entries += 1
    if not one.open_minor:
        one.stage, one.next_at, one.closed_at = RecoveryStage.CLOSED, None, work.at
    tell(work, one, verb, amount=part.minor, owed=one.open_minor)
    return f"recovery:{one.id}:{one.entries}"


def tell(work: Work, one: Recovery, verb: str, **more: str | int) -> None:
    """Note what happened on the claim that it is of; the buyer is no party to it."""
    told = {"currency": one.currency, **more}
    work.record(verb, "claim", one.id, parties=(one.seller_id,), after=told)
