"""Settling one seller, set by set: a handful of statements, whatever the number of lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import UUID as PostgresUUID

from trade.kernel.base import UTCDateTime
from trade.kernel.ids import new_id, new_reference
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.ledger.actions import post
from trade.ledger.rules import CHART, Account, AccountKind, Posting
from trade.settlement.models import RunSeller, Statement, StatementItem
from trade.settlement.planning import waiting_of
from trade.settlement.rules import compose
from trade.settlement.taking import take_items
from trade.settlement.terms import terms_of

# Marking the orders and taking their lines is one statement: no line is ever taken unmarked.
_SETTLE: Final = text(
    """
WITH due AS (
  UPDATE orders SET settled_at = :at
   WHERE state = 'completed' AND settled_at IS NULL AND completed_at < :until
     AND seller_id = :seller AND currency = :currency RETURNING id
), earned AS (
  SELECT l.id, l.seller_id, l.shipped, l.commission_rate, l.gross_minor - l.refunded_minor AS gross,
         round((l.gross_minor - l.refunded_minor) * l.commission_rate)::bigint AS commission
    FROM due JOIN order_lines l ON l.order_id = due.id
   WHERE l.gross_minor > l.refunded_minor
), taken AS (
  INSERT INTO statement_lines (order_line_id, statement_id, seller_id, quantity, gross_minor,
                               commission_rate, commission_minor, net_minor)
  SELECT id, :statement, seller_id, shipped, gross, commission_rate, commission, gross - commission
    FROM earned
  RETURNING gross_minor, commission_minor
)
SELECT count(*), coalesce(sum(gross_minor), 0)::bigint, coalesce(sum(commission_minor), 0)::bigint
  FROM taken
"""
).bindparams(
    bindparam("until", type_=UTCDateTime()),
    bindparam("at", type_=UTCDateTime()),
    bindparam("seller", type_=PostgresUUID(as_uuid=True)),
    bindparam("statement", type_=PostgresUUID(as_uuid=True)),
)

_HAS_ORDERS: Final = text(
    "SELECT EXISTS (SELECT 1 FROM orders WHERE state = 'completed' AND settled_at IS NULL AND completed_at < :until"
    " AND seller_id = :seller AND currency = :currency)"
).bindparams(bindparam("until", type_=UTCDateTime()), bindparam("seller", type_=PostgresUUID(as_uuid=True)))


def settle_seller(work: Work, part: RunSeller, until: datetime) -> Statement | None:
    """Make a seller's statement for a run and post it; nothing where nothing is due any more.

    The statement's unique key (run, seller, currency), the line's (its order line) and the item's (what it is for) make a
    second, or a concurrent, settling of the same impossible.
    """
    waiting = waiting_of(work.session, until, part.seller_id, part.currency)
    where = {"until": part.cutoff, "seller": part.seller_id, "currency": part.currency}
    if not waiting and not work.session.execute(_HAS_ORDERS, where).scalar_one():
        return None
    statement = _begin(work, part)
    lines, gross, commission = work.session.execute(_SETTLE, {**where, "at": work.at, "statement": statement.id}).one()
    sold, share = Money(gross, part.currency), Money(commission, part.currency)
    terms = terms_of(work.session, part.seller_id)
    composed = compose(sold, share, waiting, terms)
    statement.line_count, statement.gross_minor, statement.commission_minor = lines, gross, commission
    statement.items_minor, statement.net_minor = composed.items.minor, composed.net.minor
    taken = take_items(work, statement, composed, terms)
    _post(work, statement, taken)
    return statement


def _begin(work: Work, part: RunSeller) -> Statement:
    statement = Statement(
        id=new_id(), reference=new_reference("ST"), run_id=part.run_id, seller_id=part.seller_id, currency=part.currency,
        until=part.cutoff, line_count=0, gross_minor=0, commission_minor=0, items_minor=0, net_minor=0, made_at=work.at,
    )  # fmt: skip
    work.session.add(statement)
    work.session.flush()  # its lines and items refer to it
    return statement


def _post(work: Work, statement: Statement, items: Sequence[StatementItem]) -> None:
    """One entry a statement: escrow (gross) to payable (net), commission, and the other side of each item."""
    seller, currency = statement.seller_id, statement.currency
    sums = Counter({
        Account(AccountKind.ESCROW, seller): statement.gross_minor,
        Account(AccountKind.PAYABLE, seller): -statement.net_minor,
        Account(AccountKind.COMMISSION): -statement.commission_minor,
    })  # fmt: skip
    for item in items:
        kind = AccountKind(item.counter)
        tax = item.tax_minor if item.amount_minor < 0 else -item.tax_minor
        sums[Account(kind, seller if CHART[kind].owned else None)] += item.amount_minor + tax
        sums[Account(AccountKind.TAX_PAYABLE)] -= tax
    postings = [Posting(account, minor, currency) for account, minor in sums.items() if minor]
    if postings:
        post(work, f"statement:{statement.id}:settled", postings)
        told = {"gross": statement.gross_minor, "commission": statement.commission_minor, "net": statement.net_minor}
        work.record("settlement.statement_made", "statement", statement.id, parties=(seller,), after=told)
