"""Where the money went: each movement of a buyer's wallet with the order or transfer behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.money import Money
from trade.kernel.paging import Page
from trade.ledger.models import Receipt
from trade.ledger.queries import balances_after, movements
from trade.ledger.rules import AccountKind
from trade.ordering.loading import bought_by
from trade.ordering.models import Order
from trade.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class WalletLine:
    """One movement and what it was for.

    ``reason``: ``order:paid``, ``order:cancelled``, ``order:short``, ``receipt:matched``; ``order:difference`` is what comes
    back when an order cost less than was held for it, ``commitment:held``, ``:raised`` and ``:released`` are of a pool.
    ``reference`` and ``counterpart`` are the order's and its seller's, or the bank's and the payer's; of a commitment, which
    a higher area keeps, there is its id alone. ``after`` is what the wallet held then.
    """

    at: datetime
    reason: str
    reference: str
    counterpart: str
    order_id: UUID | None
    commitment_id: UUID | None
    amount: Money
    after: Money


def wallet_lines(session: Session, actor: Actor, *, cursor: str | None = None) -> Page[WalletLine]:
    """A page of what came and went, newest first: four statements, however many movements."""
    page = movements(session, AccountKind.WALLET, actor.organisation, cursor=cursor)
    if not page.rows:
        return Page([], None)
    parts = [movement.source_key.split(":") for movement in page.rows]
    orders = _orders(session, actor, [UUID(key) for kind, key, *_ in parts if kind == "order"])
    receipts = _receipts(session, actor, [UUID(key) for kind, key, *_ in parts if kind == "receipt"])
    held = balances_after(session, AccountKind.WALLET, actor.organisation, page.rows[0].number)
    lines = []
    for movement, (kind, key, *what) in zip(page.rows, parts, strict=True):
        reference, counterpart = (orders if kind == "order" else receipts).get(UUID(key), ("", ""))
        after = held.get(movement.amount.currency, Money.zero(movement.amount.currency))
        held[movement.amount.currency] = after - movement.amount
        order_id = UUID(key) if kind == "order" else None
        commitment_id = UUID(key) if kind == "commitment" else None
        reason = _reason(kind, what[-1], movement.amount)
        lines.append(
            WalletLine(movement.at, reason, reference, counterpart, order_id, commitment_id, movement.amount, after)
        )
    return Page(lines, page.next_cursor)


def _reason(kind: str, what: str, amount: Money) -> str:
    """What is paid leaves the wallet; what comes back in the same entry had been held beyond the price."""
    return "order:difference" if (kind, what) == ("order", "paid") and amount.minor > 0 else f"{kind}:{what}"


def _orders(session: Session, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, tuple[str, str]]:
    statement = (
        select(Order.id, Order.reference, Organisation.name)
        .join(Organisation, Organisation.id == Order.seller_id)
        .where(Order.id.in_(ids), bought_by(actor))
    )
    return _by_key(session.execute(statement).all()) if ids else {}


def _receipts(session: Session, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, tuple[str, str]]:
    statement = select(Receipt.id, Receipt.bank_reference, Receipt.payer).where(
        Receipt.id.in_(ids), Receipt.organisation_id == actor.organisation
    )
    return _by_key(session.execute(statement).all()) if ids else {}


def _by_key(rows: Sequence[Any]) -> dict[UUID, tuple[str, str]]:
    return {key: (reference, counterpart) for key, reference, counterpart in rows}
