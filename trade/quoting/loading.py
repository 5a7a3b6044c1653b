"""Loading inquiries through the actor: a stranger's does not exist. What happens to one is told to both sides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.locks import lock_one
from trade.kernel.work import Work
from trade.quoting.models import Inquiry


def asked_by(actor: Actor) -> ColumnElement[bool]:
    """Inquiries that the actor's organisation made."""
    return Inquiry.buyer_id == actor.organisation


def asked_of(actor: Actor) -> ColumnElement[bool]:
    """Inquiries that the actor's organisation was sent."""
    return Inquiry.seller_id == actor.organisation


def party_to(actor: Actor) -> ColumnElement[bool]:
    """Inquiries of the actor's organisation, on either side."""
    return or_(asked_by(actor), asked_of(actor))


def lock_inquiry(work: Work, inquiry_id: UUID, side: ColumnElement[bool]) -> Inquiry:
    """Lock an inquiry on the actor's ``side``; everything about it is decided under this lock."""
    inquiry = lock_one(work.session, select(Inquiry).where(Inquiry.id == inquiry_id, side))
    if inquiry is None:
        raise NotFound("inquiry", inquiry_id)
    return inquiry


def tell(work: Work, inquiry: Inquiry, verb: str, before: str, **more: Any) -> None:
    """Record an event of an inquiry, which both sides may read."""
    inquiry.changed_at = work.at
    facts: Mapping[str, Any] = {"state": inquiry.state, **more}
    parties = (inquiry.buyer_id, inquiry.seller_id)
    work.record(verb, "inquiry", inquiry.id, parties=parties, before={"state": before}, after=dict(facts))
