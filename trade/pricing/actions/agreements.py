"""Agreements: written and offered by the seller, accepted by the buyer, consumed by orders."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import ARRAY, Integer, Uuid, bindparam, delete, func, select, text

from trade.catalogue.models import SKU
from trade.kernel import prepared
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, MoveRefused, NotAllowed, NotFound
from trade.kernel.ids import new_id, new_reference
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.parties.models import Organisation
from trade.pricing.actions.lists import require_buyer
from trade.pricing.models import Agreement, AgreementLine
from trade.pricing.queries.agreements import seen_by
from trade.pricing.rules import (
    CAPACITY_MAX,
    UNIT_PRICE_MAX,
    AgreementEmpty,
    AgreementOver,
    AgreementState,
    CapacityLeft,
    CapacityShort,
    LineTerms,
    Period,
)
from trade.pricing.rules.agreements import move

LINES_MAX = 500
_ARGUMENTS = (
    bindparam("lines", type_=ARRAY(Uuid())),
    bindparam("quantities", type_=ARRAY(Integer)),
)
_CONSUME = text("SELECT * FROM agreement_consume(:lines, :quantities)").bindparams(*_ARGUMENTS)
_RELEASE = text("SELECT agreement_release(:lines, :quantities)").bindparams(*_ARGUMENTS)


def consume(work: Work, quantities: Mapping[UUID, int]) -> None:
    """Consume all of ``quantities`` (agreement line id to base units) or nothing; ``CapacityShort`` names what lacks.

    The rows stay locked to the end of the transaction: call it late, and before stock.
    """
    if not quantities:
        return
    values = {"lines": list(quantities), "quantities": list(quantities.values())}
    rows = prepared.run(work.session, _CONSUME, values).all()
    if rows:
        raise CapacityShort([CapacityLeft(line_id, remaining) for line_id, remaining in rows])


def release(work: Work, quantities: Mapping[UUID, int]) -> None:
    """Give consumed quantities back: an order was cancelled or closed short."""
    if quantities:
        values = {"lines": list(quantities), "quantities": list(quantities.values())}
        prepared.run(work.session, _RELEASE, values)


@action(Permission.SELL)
def draft_agreement(work: Work, *, buyer: str, title: str, period: Period) -> UUID:
    """Begin an agreement with a buyer, named by code; nobody else sees it until it is offered.

    Raises ``InvalidInput`` at ``buyer``, or at ``last`` when the period has no day left in it.
    """
    seller = work.session.get_one(Organisation, work.actor.organisation)
    buyer_id = require_buyer(work, buyer)
    if period.until is None or period.is_empty or period.until <= work.at:
        raise InvalidInput("last", "period")
    made = Agreement(
        id=new_id(), reference=new_reference("AG"), seller_id=seller.id, buyer_id=buyer_id, title=title,
        state=AgreementState.DRAFT, currency=seller.currency, valid_from=period.since, valid_until=period.until,
        created_at=work.at,
    )  # fmt: skip
    work.session.add(made)
    _tell(work, made, "pricing.agreement_drafted", only_seller=True)
    return made.id


@action(Permission.SELL)
def set_agreement_line(work: Work, agreement_id: UUID, *, line: LineTerms) -> UUID:
    """Add a SKU to a draft, or change what the draft says of it.

    Raises ``InvalidInput`` at ``sku``, ``unit_price`` or ``capacity``.
    """
    draft = _draft(work, agreement_id)
    sku = work.session.get(SKU, line.sku_id)
    if sku is None or sku.seller_id != draft.seller_id:
        raise NotFound("sku", line.sku_id)
    _check(line)
    row = work.session.scalars(
        select(AgreementLine).where(AgreementLine.agreement_id == draft.id, AgreementLine.sku_id == sku.id)
    ).one_or_none()
    if row is None:
        last = select(func.coalesce(func.max(AgreementLine.position), 0)).where(AgreementLine.agreement_id == draft.id)
        position = work.session.execute(last).scalar_one() + 1
        if position > LINES_MAX:
            raise InvalidInput("sku", "too_many_lines", maximum=LINES_MAX)
        row = AgreementLine(
            id=new_id(), agreement_id=draft.id, seller_id=draft.seller_id, buyer_id=draft.buyer_id, sku_id=sku.id,
            position=position, consumed=0,
        )  # fmt: skip
        work.session.add(row)
    row.unit_price = line.unit_price
    row.uncapped, row.capacity = line.capacity is None, line.capacity or 0
    return row.id


@action(Permission.SELL)
def drop_agreement_line(work: Work, agreement_id: UUID, line_id: UUID) -> UUID:
    """Take a SKU out of a draft."""
    draft = _draft(work, agreement_id)
    own = delete(AgreementLine).where(AgreementLine.agreement_id == draft.id, AgreementLine.id == line_id)
    if work.session.execute(own.returning(AgreementLine.id)).one_or_none() is None:
        raise NotFound("agreement line", line_id)
    return agreement_id


@action(Permission.SELL)
def offer_agreement(work: Work, agreement_id: UUID) -> UUID:
    """Lay a draft before the buyer; from now on it is what it is."""
    draft = _draft(work, agreement_id)
    has_lines = select(AgreementLine.id).where(AgreementLine.agreement_id == draft.id).limit(1)
    if work.session.execute(has_lines).one_or_none() is None:
        raise AgreementEmpty
    if draft.valid_until <= work.at:
        raise AgreementOver
    draft.state = move(draft.state, AgreementState.OFFERED)
    _tell(work, draft, "pricing.agreement_offered")
    return draft.id


@action(Permission.BUY)
def accept_agreement(work: Work, agreement_id: UUID) -> UUID:
    """Accept what a seller has offered: its prices hold for its period, up to its capacities.

    Raises ``AgreementOver`` when the period has ended meanwhile.
    """
    offered = _lock(work, agreement_id)
    if offered.buyer_id != work.actor.organisation_id:
        raise NotFound("agreement", agreement_id)
    before = offered.state
    offered.state = move(before, AgreementState.ACCEPTED)
    if offered.valid_until <= work.at:
        raise AgreementOver
    offered.accepted_at, offered.accepted_by = work.at, work.actor.person_id
    _tell(work, offered, "pricing.agreement_accepted")
    return offered.id


@action()
def end_agreement(work: Work, agreement_id: UUID) -> UUID:
    """End an agreement before its time. What was accepted binds its seller: only the buyer may then end it.

    Dropping a draft is the seller's own affair; an offer is taken back or declined; each is an event of its own.
    """
    found = _lock(work, agreement_id)
    is_buyer = found.buyer_id == work.actor.organisation_id
    work.actor.require(Permission.BUY if is_buyer else Permission.SELL)
    if found.state == AgreementState.ACCEPTED and not is_buyer:
        raise MoveRefused("agreement", found.state, AgreementState.ENDED)
    before, found.state = found.state, move(found.state, AgreementState.ENDED)
    found.ended_at = work.at
    _tell(work, found, _ending(before, is_buyer=is_buyer), only_seller=before == AgreementState.DRAFT)
    return found.id


def _ending(before: str, *, is_buyer: bool) -> str:
    if before == AgreementState.DRAFT:
        return "pricing.agreement_dropped"
    if before == AgreementState.OFFERED:
        return "pricing.agreement_declined" if is_buyer else "pricing.agreement_withdrawn"
    return "pricing.agreement_ended"


def _draft(work: Work, agreement_id: UUID) -> Agreement:
    found = _lock(work, agreement_id)
    if found.seller_id != work.actor.organisation_id:
        raise NotFound("agreement", agreement_id)
    if found.state != AgreementState.DRAFT:
        raise MoveRefused("agreement", found.state, AgreementState.DRAFT)
    return found


def _lock(work: Work, agreement_id: UUID) -> Agreement:
    if work.actor.organisation_id is None:
        raise NotAllowed("organisation")
    found = lock_one(work.session, select(Agreement).where(Agreement.id == agreement_id, seen_by(work.actor)))
    if found is None:
        raise NotFound("agreement", agreement_id)
    return found


def _check(line: LineTerms) -> None:
    if not 0 < line.unit_price <= UNIT_PRICE_MAX:
        raise InvalidInput("unit_price", "out_of_range", maximum=int(UNIT_PRICE_MAX))
    if line.capacity is not None and not 0 <= line.capacity <= CAPACITY_MAX:
        raise InvalidInput("capacity", "out_of_range", maximum=CAPACITY_MAX)


def _tell(work: Work, agreement: Agreement, verb: str, *, only_seller: bool = False) -> None:
    parties = (agreement.seller_id,) if only_seller else (agreement.seller_id, agreement.buyer_id)
    work.record(verb, "agreement", agreement.id, parties=parties, after={"state": agreement.state})
