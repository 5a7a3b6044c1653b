"""What a settlement would do: per seller and currency, computed from the rows as they are; a preview and a run share it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Row, bindparam, text
from sqlalchemy.dialects.postgresql import UUID as PostgresUUID
from sqlalchemy.orm import Session

from trade.kernel.base import UTCDateTime
from trade.kernel.money import Money
from trade.settlement.rules import USUAL, Composition, ItemKind, Terms, Waiting, compose, cutoff, next_cutoff
from trade.settlement.terms import all_terms

Key = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a settlement would put on a seller's statement, and what it would leave out.

    ``open``: completed, but the seller's period runs on, or a late claim waits for its decision. ``claimable``: delivered, but buyers may still complain.
    """

    seller_id: UUID
    currency: str
    terms: Terms
    zone: str
    cutoff: datetime
    has_orders: bool
    lines: int
    gross: Money
    commission: Money
    composition: Composition
    open: Money
    claimable: Money

    @property
    def is_due(self) -> bool:
        """Whether there is anything to make a statement of."""
        return bool(self.has_orders or self.composition.taken)

    @property
    def next_cutoff(self) -> datetime:
        """When the period ends that is running."""
        return next_cutoff(self.terms.period, self.zone, self.cutoff)

    @property
    def charges(self) -> Money:
        """Tax, fees and corrections, as the seller's sign has them."""
        return self.composition.items - self.reserves

    @property
    def reserves(self) -> Money:
        """What is given back of earlier reserves, less the new one."""
        given = (item.amount for item in self.composition.taken if item.kind is ItemKind.RELEASE)
        return Money.sum(given, self.currency) - self.composition.reserve

    @property
    def too_large(self) -> Money:
        """What waits on, since it is more than was earned."""
        return Money.sum((item.amount for item in self.composition.held), self.currency)

    def told(self) -> str:
        """Say all that a statement would come to, for the hash of what is shown."""
        items = ",".join(f"{item.id}:{item.amount.minor}" for item in self.composition.taken)
        sums = (self.lines, self.gross.minor, self.commission.minor, self.composition.tax.minor,
                self.composition.reserve.minor, self.composition.net.minor)  # fmt: skip
        return f"{self.seller_id}|{self.currency}|{self.cutoff.isoformat()}|{sums}|{items}"


_ORDERS: Final = text(
    """
SELECT o.seller_id, o.currency, bool_or(o.due) AS due, count(l.id) FILTER (WHERE o.due) AS lines,
       coalesce(sum(earned.gross) FILTER (WHERE o.due), 0)::bigint AS gross,
       coalesce(sum(round(earned.gross * l.commission_rate)) FILTER (WHERE o.due), 0)::bigint AS commission,
       coalesce(sum(earned.gross) FILTER (WHERE NOT o.due AND o.completed), 0)::bigint AS open,
       coalesce(sum(earned.gross) FILTER (WHERE NOT o.completed), 0)::bigint AS claimable
  FROM (
    SELECT w.id, w.seller_id, w.currency, true AS completed, w.completed_at < coalesce(c.cutoff, :until) AND w.open_claims = 0 AS due
      FROM orders w LEFT JOIN unnest(:sellers, :cutoffs) AS c(seller_id, cutoff) ON c.seller_id = w.seller_id
     WHERE w.state = 'completed' AND w.settled_at IS NULL
    UNION ALL
    SELECT id, seller_id, currency, false, false FROM orders WHERE state = 'delivered'
  ) o
  LEFT JOIN order_lines l ON l.order_id = o.id AND l.gross_minor > l.refunded_minor
 CROSS JOIN LATERAL (SELECT l.gross_minor - l.refunded_minor AS gross) earned
 GROUP BY o.seller_id, o.currency
"""
).bindparams(
    bindparam("sellers", type_=ARRAY(PostgresUUID(as_uuid=True))),
    bindparam("cutoffs", type_=ARRAY(UTCDateTime())),
    bindparam("until", type_=UTCDateTime()),
)

# What waits by itself; reserves whose time has come, as far as nothing was recovered from them: a statement makes their
# release; and what sellers owe for late claims, of which a statement takes as much as fits.
_ITEMS: Final = text(
    """
SELECT seller_id, currency, id, kind, amount_minor, made_at FROM statement_items
 WHERE statement_id IS NULL AND withdrawn_at IS NULL AND made_at < :until
   AND (CAST(:seller AS uuid) IS NULL OR seller_id = :seller)
UNION ALL
SELECT r.seller_id, r.currency, r.id, 'release', -r.amount_minor - r.used_minor, r.made_at FROM statement_items r
 WHERE r.kind = 'reserve' AND r.release_at <= :until AND r.statement_id IS NOT NULL AND r.used_minor < -r.amount_minor
   AND (CAST(:seller AS uuid) IS NULL OR r.seller_id = :seller)
   AND NOT EXISTS (SELECT 1 FROM statement_items b WHERE b.source_key = format('reserve:%s:released', r.id))
UNION ALL
SELECT seller_id, currency, id, 'recovery', -open_minor, begun_at FROM recoveries
 WHERE open_minor > 0 AND begun_at < :until AND (CAST(:seller AS uuid) IS NULL OR seller_id = :seller)
 ORDER BY made_at, id
"""
).bindparams(bindparam("until", type_=UTCDateTime()), bindparam("seller", type_=PostgresUUID(as_uuid=True)))


def plans(session: Session, until: datetime) -> list[Plan]:
    """Say for each seller and currency what a settlement up to ``until`` would do, and what it would leave out."""
    terms = all_terms(session)
    cutoffs = {seller: cutoff(found.period, zone, until) for seller, (found, zone) in terms.items()}
    values = {"sellers": list(cutoffs), "cutoffs": list(cutoffs.values()), "until": until}
    orders = {(row.seller_id, row.currency): row for row in session.execute(_ORDERS, values)}
    items = _waiting(session, until)
    found = []
    for key in sorted(orders.keys() | items.keys(), key=lambda key: (str(key[0]), key[1])):
        own = terms.get(key[0], (USUAL, "UTC"))
        found.append(_plan(key, own, cutoffs.get(key[0], until), orders.get(key), items.get(key, ())))
    return found


def due(found: Iterable[Plan]) -> list[Plan]:
    """The plans of which a statement would be made."""
    return [plan for plan in found if plan.is_due]


def content(until: datetime, found: Iterable[Plan]) -> bytes:
    """Hash of what a preview shows: a run that is started with it does exactly this, or is not started."""
    return hashlib.sha256("\n".join((until.isoformat(), *(plan.told() for plan in found))).encode()).digest()


def waiting_of(session: Session, until: datetime, seller_id: UUID, currency: str) -> Sequence[Waiting]:
    """What waits for a seller's next statement in a currency, the oldest first."""
    return _waiting(session, until, seller_id).get((seller_id, currency), ())


def _waiting(session: Session, until: datetime, seller_id: UUID | None = None) -> Mapping[Key, Sequence[Waiting]]:
    found: dict[Key, list[Waiting]] = {}
    rows = session.execute(_ITEMS, {"until": until, "seller": seller_id})
    for seller, currency, item_id, kind, minor, _ in rows:
        found.setdefault((seller, currency), []).append(Waiting(item_id, ItemKind(kind), Money(minor, currency)))
    return found


_NO_ORDERS: Final[tuple[Any, ...]] = (False, 0, 0, 0, 0, 0)


def _plan(key: Key, own: tuple[Terms, str], end: datetime, row: Row[Any] | None, waiting: Sequence[Waiting]) -> Plan:
    seller_id, currency = key
    is_due, lines, gross, commission, open_, claimable = tuple(row)[2:] if row is not None else _NO_ORDERS
    sold, share = Money(gross, currency), Money(commission, currency)
    terms, zone = own
    composed = compose(sold, share, waiting, terms)
    return Plan(
        seller_id, currency, terms, zone, end, is_due, lines, sold, share, composed, Money(open_, currency),
        Money(claimable, currency),
    )  # fmt: skip
