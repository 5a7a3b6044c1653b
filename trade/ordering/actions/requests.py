"""Deciding on what somebody wants to order beyond their limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select

from trade.credit.rules import Means
from trade.kernel.actor import Permission
from trade.kernel.errors import NotAllowed, NotFound
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.ordering.actions.cart import lock_cart, put_lines
from trade.ordering.asking import destination_of, digest_of, wishes_of
from trade.ordering.models import PurchaseRequest, PurchaseRequestLine
from trade.ordering.offers import offers_of, together
from trade.ordering.placing import place
from trade.ordering.purchases import AgreedLine, Purchase
from trade.ordering.rules import (
    ApproverLimited,
    OwnRequest,
    RequesterLeft,
    RequestMoved,
    RequestState,
    decide,
)
from trade.ordering.spending import exceeded_limit, still_belongs


@dataclass(frozen=True, slots=True)
class Approved:
    """The orders that an approval placed, one a seller."""

    order_ids: tuple[UUID, ...]


@action(Permission.APPROVE_PURCHASES)
def approve_request(work: Work, request_id: UUID, *, shown: bytes) -> Approved:
    """Place the orders of a colleague's request, at today's prices and within the approver's own limits.

    ``shown`` is the hash of what the approver looked at (see the query): has anything moved since, ``RequestMoved``
    refuses and the approval is void. Raises ``OwnRequest``, ``MoveRefused`` (it was decided before),
    ``RequesterLeft``, ``ApproverLimited``, and whatever placing refuses with.
    """
    request = _lock(work, request_id)
    state = decide(request.state, RequestState.APPROVED)
    approver = _another(work, request)
    if not still_belongs(work, request.asked_by):
        raise RequesterLeft
    lines = _lines_today(work, request)
    means = Means(request.means)
    purchase = Purchase(lines, request.asked_by, destination_of(request), wishes_of(request), approver, means)
    if digest_of(request, lines) != shown:
        raise RequestMoved(purchase.totals[0])
    limit = exceeded_limit(work, purchase.totals)
    if limit is not None:
        raise ApproverLimited(limit)
    _close(work, request, state, "")
    return Approved(place(work, purchase))


@action(Permission.APPROVE_PURCHASES)
def decline_request(work: Work, request_id: UUID, *, reason: str) -> UUID:
    """Say that a colleague's request is not ordered, and why."""
    request = _lock(work, request_id)
    state = decide(request.state, RequestState.DECLINED)
    _another(work, request)
    _close(work, request, state, reason)
    return request.id


@action(Permission.BUY)
def withdraw_request(work: Work, request_id: UUID) -> UUID:
    """Take back what the actor asked for: what is still sold goes into the cart, to be changed and asked for again."""
    request = _lock(work, request_id)
    if request.asked_by != work.actor.person_id:
        raise NotAllowed(Permission.BUY)
    _close(work, request, decide(request.state, RequestState.WITHDRAWN), "")
    offers = offers_of(work.session, work.actor, [line.sku_id for line in request.lines], work.at)
    wanted = [(offers[line.sku_id], line.quantity) for line in request.lines]
    sold = [(offer, quantity) for offer, quantity in wanted if offer.is_for_sale and offer.rule.admits(quantity)]
    if sold:
        put_lines(work, lock_cart(work), sold)
    return request.id


def _lock(work: Work, request_id: UUID) -> PurchaseRequest:
    own = PurchaseRequest.buyer_id == work.actor.organisation
    request = lock_one(work.session, select(PurchaseRequest).where(PurchaseRequest.id == request_id, own))
    if request is None:
        raise NotFound("purchase request", request_id)
    return request


def _another(work: Work, request: PurchaseRequest) -> UUID:
    """Return who decides, which is never who asked."""
    person_id = work.actor.person_id
    if person_id is None or person_id == request.asked_by:
        raise OwnRequest
    return person_id


def _lines_today(work: Work, request: PurchaseRequest) -> list[AgreedLine]:
    statement = select(PurchaseRequestLine).where(PurchaseRequestLine.request_id == request.id)
    kept = work.session.scalars(statement.order_by(PurchaseRequestLine.sku_id)).all()
    quantities = {line.sku_id: line.quantity for line in kept}
    offers = together(offers_of(work.session, work.actor, list(quantities), work.at), quantities)
    return [AgreedLine.today(offers[line.sku_id], line.quantity) for line in kept]


_VERBS: Final = {
    RequestState.APPROVED: "ordering.request_approved",
    RequestState.DECLINED: "ordering.request_declined",
    RequestState.WITHDRAWN: "ordering.request_withdrawn",
}


def _close(work: Work, request: PurchaseRequest, state: RequestState, reason: str) -> None:
    before, request.state = request.state, state
    request.decided_by, request.decided_at, request.reason = work.actor.person_id, work.at, reason
    told = {"state": state, **({"reason": reason} if reason else {})}
    work.record(_VERBS[state], "purchase_request", request.id, before={"state": before}, after=told)
