"""A word to the other side, and a file."""

from __future__ import annotations

from uuid import UUID

from trade.files.actions import attach
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotAllowed
from trade.kernel.ids import new_id
from trade.kernel.work import Work, action
from trade.quoting.loading import lock_inquiry, party_to, tell
from trade.quoting.models import Inquiry, InquiryMessage
from trade.quoting.rules import MESSAGE_MAX


@action()
def send_message(work: Work, inquiry_id: UUID, *, text: str, file_id: UUID | None = None) -> UUID:
    """Write to the other side of an inquiry, as somebody who buys or sells; a file goes along.

    Raises ``NotFound`` for a file that is not the actor's own, and ``InvalidInput``.
    """
    inquiry = lock_inquiry(work, inquiry_id, party_to(work.actor))
    needed = Permission.BUY if inquiry.buyer_id == work.actor.organisation else Permission.SELL
    work.actor.require(needed)
    if not 0 < len(text) <= MESSAGE_MAX:
        raise InvalidInput("text", "required")
    message_id = write_down(work, inquiry, needed, text, file_id)
    tell(work, inquiry, "quoting.message_sent", inquiry.state)
    return message_id


def write_down(work: Work, inquiry: Inquiry, needed: Permission, text: str, file_id: UUID | None) -> UUID:
    """Add a message to a locked or new inquiry; both sides see its file from then on."""
    if work.actor.person_id is None:
        raise NotAllowed(needed)
    if file_id is not None:
        attach(work, [file_id], readers=(inquiry.buyer_id, inquiry.seller_id))
    message = InquiryMessage(
        id=new_id(), inquiry_id=inquiry.id, buyer_id=inquiry.buyer_id, seller_id=inquiry.seller_id,
        organisation_id=work.actor.organisation, person_id=work.actor.person_id, text=text,
        file_id=file_id, at=work.at,
    )  # fmt: skip
    work.session.add(message)
    return message.id
