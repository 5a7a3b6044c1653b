"""What news says of its subject, and who stands on which side of it: one question per kind of subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.kernel.events import Event
from trade.news.rules import Side
from trade.ordering.models import Order
from trade.parties.models import Organisation
from trade.quoting.models import Inquiry


@dataclass(frozen=True, slots=True)
class About:
    """The parties of an event's subject, and the facts of its sentence.

    Facts are JSON: texts, counts, ``{"minor", "currency"}`` for money, ``{"at"}`` for an instant. ``who`` is what each side
    calls the other.
    """

    parties: Mapping[Side, tuple[UUID, ...]]
    facts: Mapping[str, Any]
    who: Mapping[Side, str] = field(default_factory=dict)

    def told_to(self, side: Side) -> dict[str, Any]:
        """The facts as one side is told them."""
        return {**self.facts, "who": self.who.get(side, "")}


def about(session: Session, event: Event) -> About | None:
    """What an event is about; ``None`` where nothing is told of such a subject."""
    ask = _SUBJECTS.get(event.subject)
    return ask(session, event) if ask is not None else None


def _order(session: Session, event: Event) -> About:
    order = session.get_one(Order, event.subject_id)
    facts = {
        "reference": order.reference,
        "total": {"minor": order.total_minor, "currency": order.currency},
    }
    return _between(session, order.buyer_id, order.seller_id, facts)


def _inquiry(session: Session, event: Event) -> About:
    inquiry = session.get_one(Inquiry, event.subject_id)
    return _between(session, inquiry.buyer_id, inquiry.seller_id, {"reference": inquiry.reference})


def _between(session: Session, buyer_id: UUID, seller_id: UUID, facts: Mapping[str, Any]) -> About:
    found = session.execute(
        select(Organisation.id, Organisation.name).where(Organisation.id.in_((buyer_id, seller_id)))
    )
    names = {row[0]: row[1] for row in found}
    return About(
        parties={Side.BUYER: (buyer_id,), Side.SELLER: (seller_id,)},
        facts=facts,
        who={Side.BUYER: names.get(seller_id, ""), Side.SELLER: names.get(buyer_id, "")},
    )


_SUBJECTS: Final[Mapping[str, Callable[[Session, Event], About]]] = {"order": _order, "inquiry": _inquiry}
