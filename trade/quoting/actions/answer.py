"""The seller's part: quoting, quoting anew, and declining."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import insert

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleVersion
from trade.kernel.ids import new_id
from trade.kernel.money import Money, line_total
from trade.kernel.quantities import QUANTITY_MAX
from trade.kernel.work import Work, action
from trade.ordering.rules import BelowMinimum
from trade.parties.models import Organisation
from trade.quoting.actions.ask import lines_of
from trade.quoting.loading import asked_of, lock_inquiry, tell
from trade.quoting.models import Quote, QuoteLine
from trade.quoting.rules import OPEN_AT_MOST, InquiryState, QuotedRange, move


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """What one line costs, for quantities from ``minimum`` up to ``quantity`` in steps of ``multiple``."""

    line_id: UUID
    unit_price: Decimal
    quantity: int
    minimum: int
    multiple: int = 1

    @property
    def admitted(self) -> QuotedRange:
        """The quantities that the price holds for."""
        return QuotedRange(self.minimum, self.multiple, self.quantity)


@action(Permission.SELL)
def send_quote(
    work: Work, inquiry_id: UUID, *, lines: Sequence[QuotedLine], expires_at: datetime, version: int, terms: str = ""
) -> UUID:
    """Quote a price for every line of an inquiry; the newest quote alone can be accepted, until it expires.

    ``version`` is of the quote that the seller was looking at (0 before the first): ``StaleVersion`` where a colleague
    was faster. Raises ``InvalidInput``, and ``BelowMinimum`` for a quote that its own terms would refuse.
    """
    inquiry = lock_inquiry(work, inquiry_id, asked_of(work.actor))
    before, state = inquiry.state, move(inquiry.state, InquiryState.QUOTED)
    if inquiry.version != version:
        raise StaleVersion("quote")
    if not work.at < expires_at <= work.at + OPEN_AT_MOST:
        raise InvalidInput("last_day", "quote_expiry")
    if {line.line_id for line in lines} != {line.id for line in lines_of(work, inquiry)}:
        raise NotFound("inquiry line", inquiry_id)
    total = _judged_total(work, lines)
    inquiry.state, inquiry.version = state, version + 1
    inquiry.approval_asked_by, inquiry.approval_asked = None, {}
    if work.actor.person_id is None:
        raise NotAllowed(Permission.SELL)
    quote = Quote(
        id=new_id(), inquiry_id=inquiry.id, buyer_id=inquiry.buyer_id, seller_id=inquiry.seller_id,
        version=inquiry.version, quoted_by=work.actor.person_id, currency=total.currency, terms=terms,
        quoted_at=work.at, expires_at=expires_at,
    )  # fmt: skip
    work.session.add(quote)
    work.session.flush()  # its lines refer to it
    rows = [
        {
            "quote_id": quote.id, "line_id": line.line_id, "buyer_id": inquiry.buyer_id, "seller_id": inquiry.seller_id,
            "quantity": line.quantity, "minimum": line.minimum, "multiple": line.multiple, "unit_price": line.unit_price,
        }
        for line in lines
    ]  # fmt: skip
    work.session.execute(insert(QuoteLine), rows)
    tell(work, inquiry, "quoting.quote_sent", before, total=total.minor, currency=total.currency)
    return quote.id


@action(Permission.SELL)
def decline_inquiry(work: Work, inquiry_id: UUID, *, reason: str) -> UUID:
    """Say that nothing is offered, or no more: a quote that was given can no longer be accepted."""
    inquiry = lock_inquiry(work, inquiry_id, asked_of(work.actor))
    before, inquiry.state = inquiry.state, move(inquiry.state, InquiryState.DECLINED)
    tell(work, inquiry, "quoting.inquiry_declined", before, reason=reason)
    return inquiry.id


def _judged_total(work: Work, lines: Sequence[QuotedLine]) -> Money:
    """What the quote comes to as it stands; refuse what could not be ordered."""
    seller = work.session.get_one(Organisation, work.actor.organisation)
    for line in lines:
        if not line.admitted.is_sound or line.quantity > QUANTITY_MAX:
            raise InvalidInput(f"quantity_{line.line_id.hex}", "quoted_range")
        if not 0 < line.unit_price < Decimal(10) ** 12:
            raise InvalidInput(f"price_{line.line_id.hex}", "unknown_price")
    amounts = [line_total(line.unit_price, line.quantity, seller.currency) for line in lines]
    total = Money.sum(amounts, seller.currency)
    minimum = Money(seller.order_minimum_minor, seller.currency)
    if total < minimum:
        raise BelowMinimum(seller.id, seller.name, minimum, minimum - total)
    return total
