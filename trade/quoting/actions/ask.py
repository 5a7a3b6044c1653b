"""The buyer's part: asking, and asking no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import insert, select

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotAllowed, NotFound
from trade.kernel.ids import new_id, new_reference
from trade.kernel.quantities import QUANTITY_MAX
from trade.kernel.work import Work, action
from trade.ordering.actions.cart import take_out
from trade.ordering.offers import Offer, offers_of
from trade.ordering.rules import DayRefused, delivery_days
from trade.parties.models import Organisation
from trade.quoting.actions.talk import write_down
from trade.quoting.loading import asked_by, lock_inquiry, tell
from trade.quoting.models import Inquiry, InquiryLine
from trade.quoting.rules import LINES_MAX, InquiryState, move


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many of a SKU are wanted, and what shall be different about them."""

    sku_id: UUID
    quantity: int
    wish: str = ""


@action(Permission.BUY)
def ask_for_quote(
    work: Work,
    wanted: Sequence[Wanted],
    *,
    wanted_on: date | None = None,
    leaves_cart: bool = False,
    file_id: UUID | None = None,
) -> UUID:
    """Ask the one seller of some goods for its price; any quantity may be asked for, since the quote names its own.

    With ``leaves_cart`` they are taken out of the actor's cart, so that they are not ordered twice. ``file_id`` is a
    logo or a drawing that the actor's organisation keeps; it stands as the first message. Raises ``NotFound`` (no such goods, or of several sellers), ``NotForSale``, ``InvalidInput`` and ``DayRefused``.
    """
    offers = _offers(work, wanted)
    seller = work.session.get_one(Organisation, offers[0].seller_id)
    buyer = work.session.get_one(Organisation, work.actor.organisation)
    days = delivery_days(work.at, seller.time_zone, seller.lead_days)
    if wanted_on is not None and not days[0] <= wanted_on <= days[1]:
        raise DayRefused(seller.id, days)
    if work.actor.person_id is None:
        raise NotAllowed(Permission.BUY)
    inquiry = Inquiry(
        id=new_id(), reference=new_reference("IQ"), buyer_id=buyer.id, seller_id=seller.id, buyer_name=buyer.name,
        seller_name=seller.name, asked_by=work.actor.person_id, state=InquiryState.OPEN, wanted_on=wanted_on,
        asked_at=work.at, changed_at=work.at,
    )  # fmt: skip
    work.session.add(inquiry)
    work.session.flush()  # its lines refer to it
    rows = [
        {
            "id": new_id(), "inquiry_id": inquiry.id, "buyer_id": buyer.id, "seller_id": seller.id,
            "position": position, "sku_id": line.sku_id, "quantity": line.quantity, "wish": line.wish,
        }
        for position, line in enumerate(wanted, 1)
    ]  # fmt: skip
    work.session.execute(insert(InquiryLine), rows)
    if file_id is not None:
        write_down(work, inquiry, Permission.BUY, "", file_id)
    tell(work, inquiry, "quoting.quote_asked", "")
    if leaves_cart:
        take_out(work, [line.sku_id for line in wanted])
    return inquiry.id


@action(Permission.BUY)
def withdraw_inquiry(work: Work, inquiry_id: UUID) -> UUID:
    """Say that the answer is not needed any more; a quote that was given can no longer be accepted."""
    inquiry = lock_inquiry(work, inquiry_id, asked_by(work.actor))
    before, inquiry.state = inquiry.state, move(inquiry.state, InquiryState.WITHDRAWN)
    tell(work, inquiry, "quoting.inquiry_withdrawn", before)
    return inquiry.id


def _offers(work: Work, wanted: Sequence[Wanted]) -> list[Offer]:
    ids = [line.sku_id for line in wanted]
    if not 0 < len(wanted) <= LINES_MAX or len(set(ids)) < len(ids):
        raise InvalidInput("lines", "out_of_range", maximum=LINES_MAX)
    if not all(0 < line.quantity <= QUANTITY_MAX for line in wanted):
        raise InvalidInput("quantity", "out_of_range", maximum=QUANTITY_MAX)
    found = offers_of(work.session, work.actor, ids, work.at)
    offers = [found[sku_id] for sku_id in ids if sku_id in found]
    if len(offers) < len(ids) or len({offer.seller_id for offer in offers}) > 1:
        raise NotFound("sku", ids[0])
    for offer in offers:
        offer.require_for_sale()
    return offers


def lines_of(work: Work, inquiry: Inquiry) -> list[InquiryLine]:
    """The lines of a locked inquiry, in their order."""
    statement = select(InquiryLine).where(InquiryLine.inquiry_id == inquiry.id).order_by(InquiryLine.position)
    return list(work.session.scalars(statement))
