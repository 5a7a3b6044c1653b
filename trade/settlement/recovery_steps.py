"""What the calendar brings to a recovery: reserves that were held back are taken too, reminders are sent, then it may be given up."""

from __future__ import annotations

from trade.kernel.work import Work
from trade.settlement.models import Recovery
from trade.settlement.recovering import tell
from trade.settlement.rules import DUE_WITHIN, INVOICED_AFTER, REMIND, RecoveryStage


def move_on(work: Work, one: Recovery) -> None:
    """Do for a locked recovery what its next instant brings; its invoice is issued by who issues papers."""
    if one.next_at is None or work.at < one.next_at:
        return
    if one.stage == RecoveryStage.EARNINGS:
        one.stage, one.next_at = RecoveryStage.RESERVES, work.at + INVOICED_AFTER
        tell(work, one, "settlement.recovery_from_reserves", owed=one.open_minor)
    elif one.stage == RecoveryStage.INVOICED:
        _remind(work, one)


def invoiced(work: Work, one: Recovery) -> None:
    """Note that what is open of a locked recovery was invoiced just now."""
    one.stage, one.invoiced_at, one.due_at = RecoveryStage.INVOICED, work.at, work.at + DUE_WITHIN
    one.next_at = one.due_at + REMIND[0]
    tell(work, one, "settlement.recovery_invoiced", amount=one.open_minor, due_on=one.due_at.date().isoformat())


def _remind(work: Work, one: Recovery) -> None:
    """Remind the seller, once however late the clock comes; after the last time it is overdue."""
    assert one.due_at is not None  # an invoice has its day
    while one.reminders < len(REMIND) and one.due_at + REMIND[one.reminders] <= work.at:
        one.reminders += 1
    if one.reminders == len(REMIND):
        one.stage, one.next_at = RecoveryStage.OVERDUE, None
    else:
        one.next_at = one.due_at + REMIND[one.reminders]
    tell(work, one, "settlement.recovery_reminded", amount=one.open_minor)
