"""Goods go back to their seller, who bears the claim once they are there. The clock of the money runs on meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import insert, true

from trade.claims.closing import close
from trade.claims.loading import lock_claim, tell
from trade.claims.models import Claim, ClaimReturn, ReturnedLine
from trade.claims.rules import (
    ARRIVE_WITHIN,
    CARRIER_MAX,
    SEND_WITHIN,
    ClaimState,
    NotReturned,
    Outcome,
    Reason,
    Remedy,
    ReturnRefused,
    all_arrived,
    move,
    require_returnable,
)
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, MoveRefused
from trade.kernel.money import Money
from trade.kernel.work import Work, action
from trade.ordering.models import Order


@action(Permission.SELL)
def ask_return(work: Work, claim_id: UUID) -> UUID:
    """Have the goods back as the seller of a claim whose buyer would like to send them; it bears the claim once they are there.

    Raises ``ReturnRefused`` and ``MoveRefused``.
    """
    _, claim = lock_claim(work, claim_id, Claim.seller_id == work.actor.organisation)
    return _begin(work, claim, by_seller=True)


@action(Permission.ADMIT)
def order_return(work: Work, claim_id: UUID, *, answer: str) -> UUID:
    """Decide that the goods go back first, whatever was wished."""
    if not answer.strip():
        raise InvalidInput("answer", "required")
    _, claim = lock_claim(work, claim_id, true())
    claim.answer = answer.strip()
    return _begin(work, claim, by_seller=False)


@action(Permission.BUY)
def send_back(work: Work, claim_id: UUID, *, carrier: str, tracking: str) -> UUID:
    """Say as the buyer with whom the goods are on their way back. Raises ``ReturnRefused`` once that was said."""
    if not carrier.strip():
        raise InvalidInput("carrier", "required")
    for field, value in {"carrier": carrier, "tracking": tracking}.items():
        if len(value) > CARRIER_MAX:
            raise InvalidInput(field, "too_long")
    _, claim = lock_claim(work, claim_id, Claim.buyer_id == work.actor.organisation)
    way = _way(work, claim)
    if way.sent_at is not None:
        raise ReturnRefused(NotReturned.SENT)
    way.carrier, way.tracking = carrier.strip(), tracking.strip()
    way.sent_at, way.arrive_by = work.at, work.at + ARRIVE_WITHIN
    tell(work, claim, "claims.return_sent", shipment=f"{way.carrier} {way.tracking}".strip())
    return claim.id


@action(Permission.SELL)
def receive_return(work: Work, claim_id: UUID, *, arrived: Mapping[UUID, int]) -> bool:
    """Say as the seller what came back, by line; answer whether that was all, with which the seller bears the claim.

    Where it was not, the platform decides: nobody loses money by the other side's word. Raises ``ReturnRefused`` before
    anything was sent.
    """
    order, claim = lock_claim(work, claim_id, Claim.seller_id == work.actor.organisation)
    way = _way(work, claim)
    if way.sent_at is None:
        raise ReturnRefused(NotReturned.NOT_SENT)
    if all_arrived({line.order_line_id: line.quantity for line in claim.lines}, arrived):
        _arrive(work, order, claim, way)
        return True
    _note(work, claim, way, arrived)
    claim.state = move(claim.state, ClaimState.DISPUTED)
    tell(work, claim, "claims.return_short", units=sum(arrived.values()))
    return False


def conclude_return(work: Work, order: Order, claim: Claim) -> None:
    """What the clock does: goods that were not sent in time are for the platform to decide, and silence means that they came."""
    way = _way(work, claim)
    if way.sent_at is None and way.send_by <= work.at:
        way.missed_at = work.at
        claim.state = move(claim.state, ClaimState.DISPUTED)
        tell(work, claim, "claims.return_missed")
    elif way.arrive_by is not None and way.arrive_by <= work.at:
        _arrive(work, order, claim, way)


def _begin(work: Work, claim: Claim, *, by_seller: bool) -> UUID:
    state = move(claim.state, ClaimState.RETURNING)
    tried = work.session.get(ClaimReturn, claim.id) is not None
    require_returnable(reason=Reason(claim.reason), wish=Remedy(claim.wish), is_tried=tried, by_seller=by_seller)
    way = ClaimReturn(
        claim_id=claim.id, buyer_id=claim.buyer_id, seller_id=claim.seller_id, asked_by=work.actor.person,
        asked_at=work.at, send_by=work.at + SEND_WITHIN, carrier="", tracking="",
    )  # fmt: skip
    work.session.add(way)
    claim.state, claim.answered_at = state, claim.answered_at or work.at
    tell(work, claim, "claims.return_asked", reason=claim.answer)
    return claim.id


def _way(work: Work, claim: Claim) -> ClaimReturn:
    """The way back of a locked claim whose goods are on it."""
    way = work.session.get(ClaimReturn, claim.id, populate_existing=True)
    if claim.state != ClaimState.RETURNING or way is None:
        raise MoveRefused("claim", claim.state, ClaimState.RETURNING)
    return way


def _arrive(work: Work, order: Order, claim: Claim, way: ClaimReturn) -> None:
    _note(work, claim, way, {line.order_line_id: line.quantity for line in claim.lines})
    close(work, order, claim, Money(claim.amount_minor, claim.currency), Outcome.SELLER)
    tell(work, claim, "claims.return_arrived", amount=claim.amount_minor)


def _note(work: Work, claim: Claim, way: ClaimReturn, arrived: Mapping[UUID, int]) -> None:
    way.arrived_at = work.at
    of = {"claim_id": claim.id, "buyer_id": claim.buyer_id, "seller_id": claim.seller_id}
    rows = [{**of, "order_line_id": line_id, "arrived": units} for line_id, units in arrived.items()]
    work.session.execute(insert(ReturnedLine), rows)
