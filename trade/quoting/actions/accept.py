"""From a quote to an order: once, before it expires, at its own prices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from trade.credit.rules import Means
from trade.kernel.actor import Permission
from trade.kernel.errors import NotAllowed, NotFound
from trade.kernel.money import line_total
from trade.kernel.work import Work, action
from trade.ordering.offers import offers_of
from trade.ordering.placing import destination, place
from trade.ordering.purchases import AgreedLine, Purchase
from trade.ordering.rules import ApproverLimited, Wish
from trade.ordering.spending import exceeded_limit, still_belongs
from trade.parties.models import Organisation
from trade.quoting.loading import asked_by, lock_inquiry, tell
from trade.quoting.models import Inquiry, InquiryLine, Quote, QuoteLine
from trade.quoting.rules import (
    AcceptanceWaits,
    InquiryState,
    QuantityNotQuoted,
    QuotedRange,
    QuoteExpired,
    QuoteReplaced,
    SellerSuspended,
    has_expired,
    move,
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The order that was placed; none where it waits for approval."""

    order_id: UUID | None


@action()
def accept_quote(
    work: Work,
    inquiry_id: UUID,
    *,
    version: int,
    quantities: Mapping[UUID, int],
    address_id: UUID | None = None,
    note: str = "",
    requested_on: date | None = None,
    means: Means = Means.WALLET,
) -> Accepted:
    """Order what was quoted, at the quote's prices whatever the seller's lists say now.

    ``quantities`` are by line of the inquiry, and ``version`` is of the quote that was looked at. Beyond the actor's
    spending limits nothing is ordered: a colleague who may approve purchases accepts it then, for whoever asked.
    Raises ``MoveRefused`` (it was accepted before), ``QuoteReplaced``, ``QuoteExpired``, ``QuantityNotQuoted``,
    ``SellerSuspended``, ``AcceptanceWaits``, ``ApproverLimited``, and whatever placing refuses with.
    """
    inquiry = lock_inquiry(work, inquiry_id, asked_by(work.actor))
    person_id = _person(work)
    before, state = inquiry.state, move(inquiry.state, InquiryState.ACCEPTED)
    quote = _newest(work, inquiry, version)
    placed_by = _buyer(work, inquiry, person_id)
    purchase = Purchase(
        _lines(work, inquiry, quote, quantities),
        placed_by,
        destination(work, address_id),
        {inquiry.seller_id: Wish(note, requested_on)},
        person_id if placed_by != person_id else None,
        means,
    )
    limit = exceeded_limit(work, purchase.totals)
    if limit is not None:
        return _wait(work, inquiry, person_id, quantities, limit)
    (inquiry.order_id,) = place(work, purchase)
    inquiry.state = state
    total = purchase.totals[0]
    tell(work, inquiry, "quoting.quote_accepted", before, total=total.minor, currency=total.currency)
    return Accepted(inquiry.order_id)


def _person(work: Work) -> UUID:
    if not (work.actor.may(Permission.BUY) or work.actor.may(Permission.APPROVE_PURCHASES)):
        raise NotAllowed(Permission.BUY)
    if work.actor.person_id is None:
        raise NotAllowed(Permission.BUY)
    return work.actor.person_id


def _newest(work: Work, inquiry: Inquiry, version: int) -> Quote:
    if version != inquiry.version:
        raise QuoteReplaced
    newest = (Quote.inquiry_id == inquiry.id) & (Quote.version == inquiry.version)
    quote = work.session.scalars(select(Quote).where(newest)).one()
    if has_expired(quote.expires_at, work.at):
        raise QuoteExpired(quote.expires_at)
    if not work.session.get_one(Organisation, inquiry.seller_id).is_admitted:
        raise SellerSuspended
    return quote


def _buyer(work: Work, inquiry: Inquiry, person_id: UUID) -> UUID:
    """Whose order it will be: of whoever asked for approval, while they belong here and somebody else gives it."""
    waiting = inquiry.approval_asked_by
    if waiting is None or waiting == person_id or not work.actor.may(Permission.APPROVE_PURCHASES):
        return person_id
    return waiting if still_belongs(work, waiting) else person_id


def _lines(work: Work, inquiry: Inquiry, quote: Quote, quantities: Mapping[UUID, int]) -> list[AgreedLine]:
    statement = (
        select(InquiryLine, QuoteLine)
        .join(QuoteLine, (QuoteLine.line_id == InquiryLine.id) & (QuoteLine.quote_id == quote.id))
        .order_by(InquiryLine.position)
    )
    rows = work.session.execute(statement).all()
    if set(quantities) - {line.id for line, _ in rows}:
        raise NotFound("inquiry line", inquiry.id)
    offers = offers_of(work.session, work.actor, [line.sku_id for line, _ in rows], work.at)
    lines = []
    for line, quoted in rows:
        quantity = quantities.get(line.id, quoted.quantity)
        admitted = QuotedRange(quoted.minimum, quoted.multiple, quoted.quantity)
        if not admitted.admits(quantity):
            raise QuantityNotQuoted(line.id, admitted)
        amount = line_total(quoted.unit_price, quantity, quote.currency)
        why: dict[str, Any] = {
            "source": "quote",
            "quote": f"{inquiry.reference}/{quote.version}",
            "unit_price": f"{quoted.unit_price:f}",
            "amount": amount.minor,
        }
        lines.append(AgreedLine(offers[line.sku_id], quantity, quoted.unit_price, amount, [why]))
    return lines


def _wait(work: Work, inquiry: Inquiry, person_id: UUID, quantities: Mapping[UUID, int], limit: str) -> Accepted:
    """Leave it to a colleague with wider limits; whoever may only approve has nobody else to leave it to."""
    if inquiry.approval_asked_by == person_id:
        raise AcceptanceWaits
    if inquiry.approval_asked_by is not None or not work.actor.may(Permission.BUY):
        raise ApproverLimited(limit)
    inquiry.approval_asked_by = person_id
    inquiry.approval_asked = {str(line_id): quantity for line_id, quantity in quantities.items()}
    tell(work, inquiry, "quoting.approval_asked", inquiry.state)
    return Accepted(None)
