"""Taking what sellers owe for late claims, one a transaction: killed anywhere, the next run goes on with the rest."""

from __future__ import annotations

from uuid import UUID

from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.kernel.work import Work, action
from trade.settlement.recovering import lock_recovery, take_payable, take_reserves, take_wallet
from trade.settlement.recovery_steps import move_on
from trade.settlement.rules import RecoveryStage


@action()
def recover(work: Work, recovery_id: UUID) -> Money:
    """Take of what a seller owes as much as its stage allows and is there; answer how much is still owed.

    Raises ``LimitExceeded`` where a payout takes the money at this very moment; a later run tries again.
    """
    work.actor.require(Permission.OVERSEE)
    one = lock_recovery(work, recovery_id)
    if one is None:
        raise NotFound("recovery", recovery_id)
    if one.open_minor:
        take_payable(work, one)
    if one.open_minor:
        move_on(work, one)
    if one.open_minor and one.stage != RecoveryStage.EARNINGS:
        take_reserves(work, one)
    if one.open_minor and one.stage in (RecoveryStage.INVOICED, RecoveryStage.OVERDUE):
        take_wallet(work, one)
    return Money(one.open_minor, one.currency)
