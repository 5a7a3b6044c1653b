"""Payouts that somebody says came back, while they wait for a second person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.decisions import Changed, Decision
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.kernel.proposals import ProposalState
from trade.parties.models import Organisation
from trade.payouts.models import Payout, PayoutReturn
from trade.payouts.rules import return_content

RETURN: Final = "payout_return"


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """What somebody says came back of a payout; ``shown`` is the hash of it, ``charge`` what the bank kept."""

    id: UUID
    payout_id: UUID
    payout_reference: str
    payee_name: str
    paid: Money
    arrived: Money
    code: str
    note: str
    proposed_by: UUID
    proposer_name: str
    proposed_at: datetime
    shown: bytes

    @property
    def charge(self) -> Money:
        """What the bank kept of it."""
        return self.paid - self.arrived


def return_waiting(session: Session, payout_id: UUID) -> ReturnRow | None:
    """What waits for its second person of one payout."""
    row = session.execute(_waiting().where(PayoutReturn.payout_id == payout_id)).one_or_none()
    return _row(row) if row is not None else None


def return_decisions(session: Session, actor: Actor) -> Sequence[Decision]:
    """Every return that waits for its second person."""
    del actor  # finance sees all of them
    return [_decision(_row(row)) for row in session.execute(_waiting().limit(PAGE_ROWS_MAX))]


def payout_of_return(session: Session, return_id: UUID) -> UUID:
    """Which payout a return is about; ``NotFound`` for one that is none."""
    found = session.scalars(select(PayoutReturn.payout_id).where(PayoutReturn.id == return_id)).one_or_none()
    if found is None:
        raise NotFound("payout_return", return_id)
    return found


def _waiting() -> Select[*tuple[Any, ...]]:
    return (
        select(PayoutReturn, Payout, Organisation.name, func.parties_name(PayoutReturn.proposed_by))
        .join(Payout, Payout.id == PayoutReturn.payout_id)
        .join(Organisation, Organisation.id == Payout.seller_id)
        .where(PayoutReturn.state == ProposalState.PROPOSED)
        .order_by(PayoutReturn.proposed_at, PayoutReturn.id)
    )


def _row(row: Row[*tuple[Any, ...]]) -> ReturnRow:
    one, payout, name, proposer = row
    arrived = Money(one.arrived_minor, payout.currency)
    return ReturnRow(
        id=one.id,
        payout_id=payout.id,
        payout_reference=payout.reference,
        payee_name=name,
        paid=Money(payout.amount_minor, payout.currency),
        arrived=arrived,
        code=one.code,
        note=one.note,
        proposed_by=one.proposed_by,
        proposer_name=proposer or "",
        proposed_at=one.proposed_at,
        shown=return_content(payout.id, arrived, one.code, one.note),
    )


def _decision(row: ReturnRow) -> Decision:
    return Decision(
        kind=RETURN,
        id=row.id,
        reference=row.payout_reference,
        about=row.payee_name,
        amount=row.arrived,
        since=row.proposed_at,
        made_by=row.proposed_by,
        maker_name=row.proposer_name,
        shown=row.shown,
        changes=(Changed("amount", row.arrived, row.paid), Changed("charge", row.charge), Changed("reason", row.note)),
    )
