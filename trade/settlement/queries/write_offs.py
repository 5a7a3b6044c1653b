"""What somebody proposes to give up of what sellers owe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.decisions import Changed, Decision
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.kernel.proposals import ProposalState
from trade.parties.models import Organisation
from trade.settlement.models import Recovery, RecoveryWriteOff
from trade.settlement.rules import write_off_content

RECOVERY_WRITE_OFF: Final = "recovery_write_off"


@dataclass(frozen=True, slots=True)
class WriteOffRow:
    """A proposal that waits, and the hash of what its second person is shown."""

    id: UUID
    claim_id: UUID
    reference: str
    seller_name: str
    amount: Money
    note: str
    proposed_by: UUID
    proposer_name: str
    proposed_at: datetime
    shown: bytes


def write_offs_waiting(session: Session) -> Mapping[UUID, WriteOffRow]:
    """Every proposal that waits for its second person, by the claim."""
    return {row.claim_id: row for row in _waiting(session)}


def write_off_decisions(session: Session, actor: Actor) -> Sequence[Decision]:
    """The same, for the inbox."""
    del actor  # finance sees all of them
    return [
        Decision(
            kind=RECOVERY_WRITE_OFF, id=row.id, reference=row.reference, about=row.seller_name, amount=row.amount,
            since=row.proposed_at, made_by=row.proposed_by, maker_name=row.proposer_name, shown=row.shown,
            changes=(Changed("amount", row.amount), Changed("reason", row.note)),
        )
        for row in _waiting(session)
    ]  # fmt: skip


def _waiting(session: Session) -> Sequence[WriteOffRow]:
    rows = session.execute(
        select(RecoveryWriteOff, Recovery, Organisation.name, func.parties_name(RecoveryWriteOff.proposed_by))
        .join(Recovery, Recovery.id == RecoveryWriteOff.recovery_id)
        .join(Organisation, Organisation.id == Recovery.seller_id)
        .where(RecoveryWriteOff.state == ProposalState.PROPOSED)
        .order_by(RecoveryWriteOff.proposed_at, RecoveryWriteOff.id)
        .limit(PAGE_ROWS_MAX)
    )
    found = []
    for one, recovery, name, proposer in rows:
        amount = Money(one.amount_minor, recovery.currency)
        shown = write_off_content(recovery.id, amount, one.note)
        found.append(
            WriteOffRow(
                one.id, recovery.id, recovery.reference, name, amount, one.note, one.proposed_by, proposer or "",
                one.proposed_at, shown,
            )
        )  # fmt: skip
    return found
