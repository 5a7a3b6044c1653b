"""What news is told of: the parties of an event's subject, and the facts of its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from trade.kernel.events import Event
from trade.news.rules import Side


@dataclass(frozen=True, slots=True)
class About:
    """The parties of an event's subject, and the facts of its sentence.

    Facts are JSON: texts, counts, ``{"minor", "currency"}`` for money, ``{"at"}`` for an instant, ``{"prices", "currency"}``
    for unit prices. ``who`` is what each side calls the other. ``only`` is who alone is told, where an answer is one
    person's. ``place`` is the record where one sees to it, where that is not the event's subject.
    """

    parties: Mapping[Side, tuple[UUID, ...]]
    facts: Mapping[str, Any]
    who: Mapping[Side, str] = field(default_factory=dict)
    only: UUID | None = None
    place: UUID | None = None

    def told_to(self, side: Side) -> dict[str, Any]:
        """The facts as one side is told them."""
        return {**self.facts, "who": self.who.get(side, "")}


def to_others(about: About, event: Event) -> About:
    """Leave out the side of whoever wrote: colleagues read it on the record itself."""
    others = {side: told for side, told in about.parties.items() if told != (event.organisation_id,)}
    return replace(about, parties=others)
