"""What members want to order beyond their limits, as asked and as it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trade.credit.rules import Means
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.ordering.asking import digest_of, wishes_of
from trade.ordering.models import PurchaseRequest, PurchaseRequestLine
from trade.ordering.offers import Offer, amounts_by_currency, offers_of, together
from trade.ordering.purchases import AgreedLine
from trade.ordering.rules import RequestState, Wish
from trade.parties.models import Person
from trade.parties.rules import Limit


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request in a list."""

    id: UUID
    reference: str
    state: RequestState
    asked_by: UUID
    asked_by_name: str
    asked_at: datetime
    totals: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A line as it was asked for, and at today's price; ``now`` is empty where it cannot be ordered any more."""

    offer: Offer
    quantity: int
    asked: Money
    now: AgreedLine | None

    @property
    def has_moved(self) -> bool:
        """Whether it comes to something else than when it was asked for."""
        return self.now is not None and self.now.amount != self.asked

    @property
    def is_short(self) -> bool:
        """Whether less is available than is wanted."""
        return self.offer.available < self.quantity


@dataclass(frozen=True, slots=True)
class RequestDetail:
    """One request. ``shown`` is the hash of what stands here; an approval names it."""

    row: RequestRow
    exceeded: Limit
    delivery_address: str
    wishes: dict[UUID, Wish]
    lines: Sequence[RequestLine]
    reason: str
    decided_at: datetime | None
    shown: bytes
    means: Means = Means.WALLET

    @property
    def totals(self) -> tuple[Money, ...]:
        """What it comes to today."""
        return amounts_by_currency([line.now.amount for line in self.lines if line.now])

    @property
    def can_order(self) -> bool:
        """Whether every line could be ordered now."""
        return all(line.now is not None and not line.is_short for line in self.lines)


def purchase_requests(session: Session, actor: Actor, state: RequestState | None = None) -> Sequence[RequestRow]:
    """The newest requests of the actor's organisation."""
    statement = (
        select(PurchaseRequest, Person.name)
        .join(Person, Person.id == PurchaseRequest.asked_by)
        .where(PurchaseRequest.buyer_id == actor.organisation)
        .order_by(PurchaseRequest.asked_at.desc(), PurchaseRequest.id.desc())
        .limit(PAGE_ROWS_MAX)
    )
    if state is not None:
        statement = statement.where(PurchaseRequest.state == state)
    return [_row(request, name) for request, name in session.execute(statement)]


def requests_waiting(session: Session, actor: Actor) -> int:
    """How many requests of colleagues wait for a decision of the actor's."""
    statement = (
        select(func.count())
        .select_from(PurchaseRequest)
        .where(
            PurchaseRequest.buyer_id == actor.organisation,
            PurchaseRequest.state == RequestState.WAITING,
            PurchaseRequest.asked_by != actor.person_id,
        )
    )
    return session.execute(statement).scalar_one()


def purchase_request(session: Session, actor: Actor, request_id: UUID, at: datetime) -> RequestDetail:
    """One request of the actor's organisation at today's prices; ``NotFound`` for a stranger's."""
    own = PurchaseRequest.buyer_id == actor.organisation
    statement = (
        select(PurchaseRequest, Person.name)
        .join(Person, Person.id == PurchaseRequest.asked_by)
        .where(PurchaseRequest.id == request_id, own)
    )
    found = session.execute(statement.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFound("purchase request", request_id)
    request, name = found
    lines = _lines(session, actor, request_id, at)
    return RequestDetail(
        row=_row(request, name),
        exceeded=Limit(request.exceeded),
        delivery_address=request.delivery_address,
        wishes=wishes_of(request),
        lines=lines,
        reason=request.reason,
        decided_at=request.decided_at,
        shown=digest_of(request, [line.now for line in lines if line.now]),
        means=Means(request.means),
    )


def _row(request: PurchaseRequest, name: str) -> RequestRow:
    totals = tuple(Money(minor, currency) for minor, currency in request.totals)
    state = RequestState(request.state)
    return RequestRow(request.id, request.reference, state, request.asked_by, name, request.asked_at, totals)


def _lines(session: Session, actor: Actor, request_id: UUID, at: datetime) -> list[RequestLine]:
    statement = select(PurchaseRequestLine).where(PurchaseRequestLine.request_id == request_id)
    kept = session.scalars(statement.order_by(PurchaseRequestLine.position)).all()
    quantities = {line.sku_id: line.quantity for line in kept}
    offers = together(offers_of(session, actor, list(quantities), at), quantities)
    return [_line(offers[line.sku_id], line) for line in kept]


def _line(offer: Offer, line: PurchaseRequestLine) -> RequestLine:
    can_order = offer.is_for_sale and offer.rule.admits(line.quantity)
    now = AgreedLine.today(offer, line.quantity) if can_order else None
    return RequestLine(offer, line.quantity, Money(line.amount_minor, line.currency), now)
