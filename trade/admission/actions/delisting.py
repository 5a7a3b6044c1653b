"""Taking a seller off the market: one person proposes, another decides, and a third judges its appeal."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from trade.admission.models import Delisting, Permit
from trade.admission.rules import PermitState
from trade.admission.rules.delisting import (
    APPEAL_WITHIN,
    FILES_MAX,
    STANDING,
    WORDS_MAX,
    DelistingStands,
    DelistingState,
    move_delisting,
    require_in_time,
    require_other,
)
from trade.files.actions import attach
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, MoveRefused, NotFound
from trade.kernel.ids import new_id, new_reference
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.parties.actions.admission import delist, lift_delisting
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationState, SuspendedFor


@action(Permission.ADMIT)
def propose_delisting(work: Work, seller_id: UUID, *, reason: str, evidence: tuple[UUID, ...] = ()) -> UUID:
    """Propose to take a seller off the market; it learns of it only if somebody else agrees.

    Raises ``DelistingStands``, ``MoveRefused`` for one that does not trade here, ``InvalidInput``.
    """
    seller = _lock_seller(work, seller_id)
    if seller.state not in (OrganisationState.ADMITTED, OrganisationState.SUSPENDED):
        raise MoveRefused("organisation", seller.state, OrganisationState.SUSPENDED)
    said = _said("reason", reason)
    _require_few("evidence", evidence)
    standing = select(Delisting.id).where(Delisting.seller_id == seller_id, Delisting.state.in_(STANDING))
    if work.session.scalar(standing.limit(1)) is not None:
        raise DelistingStands
    attach(work, evidence)
    made = Delisting(
        id=new_id(), reference=new_reference("DL"), seller_id=seller_id, state=DelistingState.PROPOSED, reason=said,
        evidence=list(evidence), proposed_by=work.actor.person, proposed_at=work.at, dropped_because="", appeal="",
        appeal_files=[], answer="",
    )  # fmt: skip
    work.session.add(made)
    work.record("admission.delisting_proposed", "organisation", seller_id, after={"reason": said})
    return made.id


@action(Permission.ADMIT)
def delist_seller(work: Work, delisting_id: UUID) -> None:
    """Agree with a proposal: the seller stops trading now, as a suspended one, and reads why and how it appeals.

    What was ordered before goes on and is paid; its open pools fail at once. Raises ``TookPart`` for who proposed it.
    """
    seller, delisting = _locked(work, delisting_id)
    state = move_delisting(delisting.state, DelistingState.DELISTED)
    require_other(work.actor.person, delisting.proposed_by)
    delisting.stood_for = delist(seller)
    delisting.state, delisting.decided_by, delisting.decided_at = state, work.actor.person, work.at
    delisting.appeal_until = work.at + APPEAL_WITHIN
    attach(work, delisting.evidence, (seller.id,))
    _tell(work, delisting, "admission.delisted", reason=delisting.reason, until=delisting.appeal_until.isoformat())
    work.later("fail_dead_pools")


@action(Permission.ADMIT)
def drop_delisting(work: Work, delisting_id: UUID, *, reason: str) -> None:
    """Decide against a proposal, and say why. Raises ``TookPart`` for who proposed it."""
    said = _said("reason", reason)
    seller, delisting = _locked(work, delisting_id)
    state = move_delisting(delisting.state, DelistingState.DROPPED)
    require_other(work.actor.person, delisting.proposed_by)
    delisting.state, delisting.decided_by, delisting.decided_at = state, work.actor.person, work.at
    delisting.dropped_because = said
    work.record("admission.delisting_dropped", "organisation", seller.id, after={"reason": said})


@action(Permission.SHOW_PERMITS)
def appeal_delisting(work: Work, *, words: str, documents: tuple[UUID, ...] = ()) -> UUID:
    """Appeal, as the seller that was delisted: once, within its days. Raises ``AppealOver``, ``MoveRefused``, ``InvalidInput``."""
    said = _said("words", words)
    _require_few("documents", documents)
    own = select(Delisting.id).where(Delisting.seller_id == work.actor.organisation)
    found = work.session.scalar(own.order_by(Delisting.proposed_at.desc()).limit(1))
    if found is None:
        raise NotFound("delisting", work.actor.organisation)
    _, delisting = _locked(work, found)
    state = move_delisting(delisting.state, DelistingState.APPEALED)
    assert delisting.appeal_until is not None
    require_in_time(delisting.appeal_until, work.at)
    attach(work, documents)
    delisting.state, delisting.appeal, delisting.appeal_files = state, said, list(documents)
    delisting.appealed_by, delisting.appealed_at = work.actor.person, work.at
    _tell(work, delisting, "admission.delisting_appealed")
    return delisting.id


@action(Permission.ADMIT)
def confirm_delisting(work: Work, delisting_id: UUID, *, answer: str) -> None:
    """Turn an appeal down, as somebody who had no word in it before (``TookPart``). It is over with that."""
    _, delisting = _judge(work, delisting_id, DelistingState.CONFIRMED, answer)
    _tell(work, delisting, "admission.delisting_confirmed", reason=delisting.answer)


@action(Permission.ADMIT)
def lift_seller(work: Work, delisting_id: UUID, *, answer: str) -> None:
    """Find an appeal right, as somebody who had no word in it before (``TookPart``): the seller trades again.

    It stays suspended where a permit has run out meanwhile, or for what it was suspended before.
    """
    seller, delisting = _judge(work, delisting_id, DelistingState.LIFTED, answer)
    lift_delisting(seller, _still(work, delisting))
    _tell(work, delisting, "admission.delisting_lifted", reason=delisting.answer)


def _judge(work: Work, delisting_id: UUID, outcome: DelistingState, answer: str) -> tuple[Organisation, Delisting]:
    said = _said("answer", answer)
    seller, delisting = _locked(work, delisting_id)
    state = move_delisting(delisting.state, outcome)
    require_other(work.actor.person, delisting.proposed_by, delisting.decided_by)
    delisting.state, delisting.answer = state, said
    delisting.judged_by, delisting.judged_at = work.actor.person, work.at
    return seller, delisting


def _still(work: Work, delisting: Delisting) -> SuspendedFor | None:
    over = select(Permit.id).where(Permit.organisation_id == delisting.seller_id, Permit.state == PermitState.EXPIRED)
    if work.session.scalar(over.limit(1)) is not None:
        return SuspendedFor.PERMIT
    return SuspendedFor.RULING if delisting.stood_for == SuspendedFor.RULING else None


def _locked(work: Work, delisting_id: UUID) -> tuple[Organisation, Delisting]:
    """Lock the seller, then look at its delisting."""
    whose = work.session.scalar(select(Delisting.seller_id).where(Delisting.id == delisting_id))
    if whose is None:
        raise NotFound("delisting", delisting_id)
    seller = _lock_seller(work, whose)
    return seller, work.session.get_one(Delisting, delisting_id, populate_existing=True)


def _lock_seller(work: Work, seller_id: UUID) -> Organisation:
    seller = lock_one(work.session, select(Organisation).where(Organisation.id == seller_id))
    if seller is None or not seller.sells:
        raise NotFound("seller", seller_id)
    return seller


def _said(field: str, words: str) -> str:
    if not words.strip():
        raise InvalidInput(field, "required")
    if len(words) > WORDS_MAX:
        raise InvalidInput(field, "too_long")
    return words.strip()


def _require_few(field: str, file_ids: tuple[UUID, ...]) -> None:
    if len(file_ids) > FILES_MAX:
        raise InvalidInput(field, "documents_count", most=FILES_MAX)


def _tell(work: Work, delisting: Delisting, verb: str, **after: str) -> None:
    work.record(verb, "organisation", delisting.seller_id, parties=(delisting.seller_id,), after=after)
