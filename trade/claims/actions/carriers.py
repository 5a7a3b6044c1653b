"""Carriers that bear claims: named by the platform, paying by the bank, given up by two people."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select, true

from trade.claims.loading import lock_claim
from trade.claims.models import CarrierLoss, Claim
from trade.claims.paying import collect_carried
from trade.claims.rules import NAME_MAX, LossOpen, NothingOwed, OwnLoss, loss_content
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound, StaleVersion
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.money import Money
from trade.kernel.proposals import ProposalState, decide
from trade.kernel.work import Work, action
from trade.ledger.actions import post
from trade.ledger.rules import Account, AccountKind, transfer
from trade.parties.actions.invitations import NewOrganisation, new_organisation
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationKind


@action(Permission.ADMIT)
def name_carrier(work: Work, *, name: str) -> UUID:
    """Write down a carrier, so that it can bear claims; it does nothing here itself, and nobody acts for it."""
    name = name.strip()
    if not name or len(name) > NAME_MAX:
        raise InvalidInput("name", "required")
    # The platform's own row keeps two people from naming the same one at once.
    own = lock_one(work.session, select(Organisation).where(Organisation.id == work.actor.organisation))
    assert own is not None  # whoever acts acts for it
    known = select(Organisation.id).where(
        Organisation.kind == OrganisationKind.CARRIER, func.lower(Organisation.name) == name.lower()
    )
    if work.session.scalar(known) is not None:
        raise InvalidInput("name", "carrier_known")
    new = NewOrganisation(OrganisationKind.CARRIER, name, "", own.currency, own.time_zone)
    carrier = new_organisation(work, new)
    work.record("claims.carrier_named", "organisation", carrier.id, after={"name": name})
    return carrier.id


def require_carrier(work: Work, carrier_id: UUID | None) -> None:
    """Raise ``InvalidInput`` unless it is a carrier that was named."""
    carrier = work.session.get(Organisation, carrier_id) if carrier_id is not None else None
    if carrier is None or carrier.kind != OrganisationKind.CARRIER:
        raise InvalidInput("carrier", "carrier_unknown")


@action()
def collect_from_carrier(work: Work, claim_id: UUID) -> Money:
    """Take what a carrier owes for a claim from what arrived of it at the bank, as far as that goes; answer how much.

    Raises ``LimitExceeded`` where the wallet was emptied meanwhile; a later run tries again.
    """
    work.actor.require(Permission.OVERSEE)
    _, claim = lock_claim(work, claim_id, true())
    amount = collect_carried(work, claim)
    if amount:
        # Not told to buyer and seller: what a carrier pays, and when, is between it and the platform.
        told = {"amount": amount.minor, "currency": claim.currency}
        work.record("claims.carrier_paid", "claim", claim.id, after=told)
    return amount


@action(Permission.PREPARE_MONEY)
def propose_loss(work: Work, claim_id: UUID, *, note: str) -> UUID:
    """Propose to give up what a carrier still owes for a claim; nothing is posted until another person agrees.

    Raises ``NothingOwed`` and ``LossOpen``.
    """
    if not note.strip():
        raise InvalidInput("note", "required")
    _, claim = lock_claim(work, claim_id, true())
    if not claim.carrier_owes_minor:
        raise NothingOwed
    waiting = select(CarrierLoss.id).where(
        CarrierLoss.claim_id == claim_id, CarrierLoss.state == ProposalState.PROPOSED
    )
    if work.session.scalar(waiting) is not None:
        raise LossOpen
    one = CarrierLoss(
        id=new_id(), claim_id=claim_id, amount_minor=claim.carrier_owes_minor, note=note.strip()[:200],
        state=ProposalState.PROPOSED, proposed_by=work.actor.person, proposed_at=work.at,
    )  # fmt: skip
    work.session.add(one)
    work.record("claims.loss_proposed", "claim", claim.id, after=_told(one, claim))
    return one.id


@action(Permission.APPROVE_MONEY)
def approve_loss(work: Work, loss_id: UUID, *, shown: bytes) -> UUID:
    """Give up exactly what was ``shown``; ``OwnLoss``, and ``StaleVersion`` where the carrier has paid of it meanwhile."""
    one, claim = _decide(work, loss_id, ProposalState.APPROVED)
    amount = Money(one.amount_minor, claim.currency)
    if shown != loss_content(claim.id, amount, one.note) or claim.carrier_owes_minor != amount.minor:
        raise StaleVersion("carrier_loss")
    claim.given_up_minor += amount.minor
    owed = Account(AccountKind.CARRIER_RECEIVABLE, claim.carrier_id)
    post(work, f"claim:{claim.id}:given_up", transfer(Account(AccountKind.CLAIMS_ABSORBED), owed, amount))
    work.record("claims.loss_approved", "claim", claim.id, after=_told(one, claim))
    return one.id


@action(Permission.APPROVE_MONEY)
def reject_loss(work: Work, loss_id: UUID, *, reason: str) -> UUID:
    """Keep what a carrier owes, and say why."""
    if not reason.strip():
        raise InvalidInput("reason", "required")
    one, claim = _decide(work, loss_id, ProposalState.REJECTED)
    one.reason = reason.strip()[:200]
    work.record("claims.loss_rejected", "claim", claim.id, after={"reason": one.reason})
    return one.id


def _decide(work: Work, loss_id: UUID, to: ProposalState) -> tuple[CarrierLoss, Claim]:
    known = work.session.get(CarrierLoss, loss_id)
    if known is None:
        raise NotFound("carrier_loss", loss_id)
    _, claim = lock_claim(work, known.claim_id, true())  # before its proposal, always
    one = lock_one(work.session, select(CarrierLoss).where(CarrierLoss.id == loss_id))
    assert one is not None  # nobody deletes one
    decide(work, one, to, what="carrier_loss", own=OwnLoss)
    return one, claim


def _told(one: CarrierLoss, claim: Claim) -> dict[str, str | int]:
    return {"amount": one.amount_minor, "currency": claim.currency, "reason": one.note}
