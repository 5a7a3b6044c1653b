"""Carriers, what each of them owes for claims, and what somebody proposes to give up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from trade.claims.models import CarrierLoss, Claim
from trade.claims.rules import loss_content
from trade.kernel.actor import Actor
from trade.kernel.decisions import Changed, Decision
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.kernel.proposals import ProposalState
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationKind

LOSS: Final = "carrier_loss"


@dataclass(frozen=True, slots=True)
class CarrierRow:
    """A carrier, and what it still owes, by currency."""

    id: UUID
    name: str
    owes: Sequence[Money]


@dataclass(frozen=True, slots=True)
class LossRow:
    """A proposal to give up what a carrier owes, and the hash of what its second person is shown."""

    id: UUID
    claim_id: UUID
    reference: str
    carrier_name: str
    amount: Money
    note: str
    proposed_by: UUID
    proposer_name: str
    proposed_at: datetime
    shown: bytes


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """A claim that a carrier bears: what it came to, was paid of it and given up, what is still owed; and what waits for a decision."""

    claim_id: UUID
    reference: str
    carrier_name: str
    closed_at: datetime
    carried: Money
    paid: Money
    given_up: Money
    owes: Money
    loss: LossRow | None


def carriers(session: Session) -> Sequence[CarrierRow]:
    """All carriers by name; the platform and finance see them."""
    owes = Claim.carried_minor - Claim.carrier_paid_minor - Claim.given_up_minor
    rows = session.execute(
        select(Organisation.id, Organisation.name, Claim.currency, func.sum(owes))
        .outerjoin(Claim, Claim.carrier_id == Organisation.id)
        .where(Organisation.kind == OrganisationKind.CARRIER)
        .group_by(Organisation.id, Organisation.name, Claim.currency)
        .order_by(Organisation.name, Organisation.id, Claim.currency)
    )
    found: dict[UUID, tuple[str, list[Money]]] = {}
    for carrier_id, name, currency, minor in rows:
        found.setdefault(carrier_id, (name, []))[1].extend([Money(int(minor), currency)] if minor else [])
    return [CarrierRow(carrier_id, name, sums) for carrier_id, (name, sums) in found.items()]


def carried(session: Session) -> Sequence[CarriedRow]:
    """Claims that carriers bear: those of which something is owed first, then the newest."""
    losses = {row.claim_id: row for row in _losses(session)}
    owes = Claim.carried_minor - Claim.carrier_paid_minor - Claim.given_up_minor
    rows = session.execute(
        select(Claim, Organisation.name)
        .join(Organisation, Organisation.id == Claim.carrier_id)
        .order_by((owes == 0), Claim.closed_at.desc(), Claim.id)
        .limit(PAGE_ROWS_MAX)
    )
    return [_carried(claim, name, losses.get(claim.id)) for claim, name in rows]


def carrier_of(session: Session, claim_id: UUID) -> str:
    """Name the carrier that bears a claim, to whoever may see carriers; nothing where there is none."""
    query = select(Organisation.name).join(Claim, Claim.carrier_id == Organisation.id).where(Claim.id == claim_id)
    return session.scalar(query) or ""


def loss_decisions(session: Session, actor: Actor) -> Sequence[Decision]:
    """Every proposal that waits for its second person."""
    del actor  # finance sees all of them
    return [
        Decision(
            kind=LOSS, id=row.id, reference=row.reference, about=row.carrier_name, amount=row.amount,
            since=row.proposed_at, made_by=row.proposed_by, maker_name=row.proposer_name, shown=row.shown,
            changes=(Changed("amount", row.amount), Changed("reason", row.note)),
        )
        for row in _losses(session)
    ]  # fmt: skip


def _carried(claim: Claim, name: str, loss: LossRow | None) -> CarriedRow:
    def money(minor: int) -> Money:
        return Money(minor, claim.currency)

    return CarriedRow(
        claim.id, claim.reference, name, claim.closed_at or claim.asked_at, money(claim.carried_minor),
        money(claim.carrier_paid_minor), money(claim.given_up_minor), money(claim.carrier_owes_minor), loss,
    )  # fmt: skip


def _losses(session: Session) -> Sequence[LossRow]:
    return [_loss(*row) for row in session.execute(_waiting().limit(PAGE_ROWS_MAX))]


def _waiting() -> Select[*tuple[Any, ...]]:
    return (
        select(CarrierLoss, Claim, Organisation.name, func.parties_name(CarrierLoss.proposed_by))
        .join(Claim, Claim.id == CarrierLoss.claim_id)
        .join(Organisation, Organisation.id == Claim.carrier_id)
        .where(CarrierLoss.state == ProposalState.PROPOSED)
        .order_by(CarrierLoss.proposed_at, CarrierLoss.id)
    )


def _loss(one: CarrierLoss, claim: Claim, name: str, proposer: str | None) -> LossRow:
    amount = Money(one.amount_minor, claim.currency)
    return LossRow(
        one.id, claim.id, claim.reference, name, amount, one.note, one.proposed_by, proposer or "", one.proposed_at,
        loss_content(claim.id, amount, one.note),
    )  # fmt: skip
