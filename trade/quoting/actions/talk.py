"""A word to the other side."""

from __future__ import annotations

from uuid import UUID

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotAllowed
from trade.kernel.ids import new_id
from trade.kernel.work import Work, action
from trade.quoting.loading import lock_inquiry, party_to, tell
from trade.quoting.models import InquiryMessage
from trade.quoting.rules import MESSAGE_MAX


@action()
def send_message(work: Work, inquiry_id: UUID, *, text: str) -> UUID:
    """Write to the other side of an inquiry, as somebody who buys or sells."""
    inquiry = lock_inquiry(work, inquiry_id, party_to(work.actor))
    needed = Permission.BUY if inquiry.buyer_id == work.actor.organisation else Permission.SELL
    work.actor.require(needed)
    if not 0 < len(text) <= MESSAGE_MAX:
        raise InvalidInput("text", "required")
    if work.actor.person_id is None:
        raise NotAllowed(needed)
    message = InquiryMessage(
        id=new_id(), inquiry_id=inquiry.id, buyer_id=inquiry.buyer_id, seller_id=inquiry.seller_id,
        organisation_id=work.actor.organisation, person_id=work.actor.person_id, text=text, at=work.at,
    )  # fmt: skip
    work.session.add(message)
    tell(work, inquiry, "quoting.message_sent", inquiry.state)
    return message.id
