"""From what people read aloud to the record, and from an entry of the books to what people read aloud."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.kernel import prepared
from trade.kernel.actor import Actor
from trade.ledger.models import Receipt
from trade.ordering.models import Order
from trade.parties.models import Organisation
from trade.payouts.models import Payout
from trade.settlement.models import Statement
from trade.settlement.queries.statements import earned_by

LIMIT: Final = 12


@dataclass(frozen=True, slots=True)
class Found:
    """A statement or payout that a search found."""

    kind: str
    id: UUID
    reference: str
    seller_name: str


_SUBJECTS: Final[dict[str, tuple[Any, Any]]] = {
    "order": (Order.id, Order.reference),
    "statement": (Statement.id, Statement.reference),
    "payout": (Payout.id, Payout.reference),
    "receipt": (Receipt.id, Receipt.bank_reference),
}


def references_of(session: Session, source_keys: Iterable[str]) -> dict[UUID, str]:
    """The reference of each record that these entries are about (``order:<id>:paid``): one statement a kind."""
    wanted: dict[str, set[UUID]] = {}
    for key in source_keys:
        subject, _, rest = key.partition(":")
        if subject in _SUBJECTS:
            wanted.setdefault(subject, set()).add(UUID(rest.partition(":")[0]))
    found: dict[UUID, str] = {}
    for subject, ids in wanted.items():
        key, reference = _SUBJECTS[subject]
        found.update((row[0], row[1]) for row in session.execute(select(key, reference).where(key.in_(ids))))
    return found


def find_settled(session: Session, actor: Actor, text: str) -> Sequence[Found]:
    """Statements and payouts whose reference begins with ``text``."""
    found = []
    prepared.plan_anew(session)
    for kind, table in (("statement", Statement), ("payout", Payout)):
        query = (
            select(table.id, table.reference, Organisation.name)
            .join(Organisation, Organisation.id == table.seller_id)
            .where(
                table.reference.startswith(text.strip().upper(), autoescape=True),
                earned_by(actor, table.seller_id.expression),
            )
            .order_by(table.reference)
            .limit(LIMIT)
        )
        found += [Found(kind, *row) for row in session.execute(query)]
    return found
