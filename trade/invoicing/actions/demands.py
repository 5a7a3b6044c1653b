"""Asking sellers for what they still owe of late claims: a paper with a number, a day, and what to write on the transfer."""

from __future__ import annotations

from decimal import Decimal
from typing import Final
from uuid import UUID

from sqlalchemy import select

from trade.invoicing.issuing import Draft, DraftLine, issue
from trade.invoicing.rules import Amounts, PaperKind
from trade.kernel.actor import Permission
from trade.kernel.money import Money
from trade.kernel.work import Work, action
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationKind
from trade.settlement.recovering import lock_recovery
from trade.settlement.recovery_steps import invoiced
from trade.settlement.rules import RecoveryStage

RECOVERED: Final = "recovered"
"""The unit of a demand's line; its name is the claim's reference."""
_NO_TAX: Final = Decimal(0)


@action(Permission.PREPARE_MONEY)
def issue_demand(work: Work, recovery_id: UUID) -> bool:
    """Invoice what is open of a recovery once it is time; once, whoever else tries. Answer whether it was.

    What statements and the payable bring afterwards is taken all the same: the page of the claim says what is left.
    """
    one = lock_recovery(work, recovery_id)
    platform = work.session.scalar(
        select(Organisation.id).where(Organisation.kind == OrganisationKind.PLATFORM).limit(1)
    )
    is_time = (
        one is not None and one.stage == RecoveryStage.RESERVES and one.next_at is not None and one.next_at <= work.at
    )
    if one is None or platform is None or not is_time:
        return False
    owed, nothing = Money(one.open_minor, one.currency), Money.zero(one.currency)
    line = DraftLine(one.reference, Amounts(1, owed, nothing, owed), owed.decimal, _NO_TAX, unit=RECOVERED)
    issue(work, Draft(PaperKind.DEMAND, platform, one.seller_id, one.currency, [line], recovery_id=one.id))
    invoiced(work, one)
    return True
