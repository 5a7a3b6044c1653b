"""Settling sellers, set by set: a handful of statements, whatever the number of lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, text

from trade.kernel.base import UTCDateTime
from trade.kernel.ids import new_id, new_reference
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.ledger.actions import post
from trade.ledger.rules import CHART, Account, AccountKind, Posting
from trade.settlement.models import RunSeller, Statement, StatementItem
from trade.settlement.planning import waiting_of
from trade.settlement.recovering import lock_open
from trade.settlement.rules import Waiting, compose
from trade.settlement.taking import take_items
from trade.settlement.terms import terms_of

_PARTS: Final = """
unnest(CAST(:sellers AS uuid[]), CAST(:currencies AS text[]), CAST(:cutoffs AS timestamptz[]), CAST(:statements AS uuid[]))
       AS part(seller_id, currency, cutoff, statement_id)
"""
_DUE: Final = """
o.state = 'completed' AND o.settled_at IS NULL AND o.completed_at < part.cutoff AND o.seller_id = part.seller_id
   AND o.currency = part.currency AND o.open_claims = 0
"""
# An order with an open claim is passed over: claiming, deciding and this take the order's row in turn, and whoever comes
# later looks at it again. Marking the orders and taking their lines is one statement: no line is ever taken unmarked.
# Sellers' lines lie among each other's, in the order in which orders were placed, which is that of their ids: a statement
# for several sellers that goes by id reads each page of lines once, and so do the checks of the keys after it.
_SETTLE: Final = text(
    f"""
WITH due AS (
  UPDATE orders o SET settled_at = :at FROM {_PARTS} WHERE {_DUE} RETURNING o.id, part.statement_id
), earned AS (
  SELECT l.id, due.statement_id, l.seller_id, l.shipped, l.commission_rate, l.gross_minor - l.refunded_minor AS gross,
         round((l.gross_minor - l.refunded_minor) * l.commission_rate)::bigint AS commission
    FROM (SELECT id, statement_id FROM due ORDER BY id) AS due JOIN order_lines l ON l.order_id = due.id
   WHERE l.gross_minor > l.refunded_minor
), taken AS (
  INSERT INTO statement_lines (order_line_id, statement_id, seller_id, quantity, gross_minor,
                               commission_rate, commission_minor, net_minor)
  SELECT id, statement_id, seller_id, shipped, gross, commission_rate, commission, gross - commission
    FROM earned
  RETURNING statement_id, gross_minor, commission_minor
)
SELECT statement_id, count(*), sum(gross_minor)::bigint, sum(commission_minor)::bigint FROM taken GROUP BY statement_id
"""
).bindparams(bindparam("at", type_=UTCDateTime()))

_HAVE_ORDERS: Final = text(f"SELECT part.statement_id FROM {_PARTS} WHERE EXISTS (SELECT 1 FROM orders o WHERE {_DUE})")


def settle_sellers(work: Work, parts: Sequence[RunSeller], until: datetime) -> list[Statement | None]:
    """Make the statements of some of a run's sellers and post them; nothing for one of whom nothing is due any more.

    A statement's unique key (run, seller, currency), the line's (its order line) and the item's (what it is for) make a
    second, or a concurrent, settling of the same impossible.
    """
    lock_open(
        work, [(part.seller_id, part.currency) for part in parts]
    )  # nobody takes of it, or of reserves, meanwhile
    ids = [new_id() for _ in parts]
    have_orders = set(work.session.scalars(_HAVE_ORDERS, _told(parts, ids)))
    waiting = [waiting_of(work.session, until, part.seller_id, part.currency) for part in parts]
    begun = [
        _begin(work, part, statement_id) if items or statement_id in have_orders else None
        for part, statement_id, items in zip(parts, ids, waiting, strict=True)
    ]
    work.session.flush()  # their lines and items refer to them
    # Only for these: an order of somebody else's that came free since, as its claim was decided, is for the next run.
    made = [(part, statement.id) for part, statement in zip(parts, begun, strict=True) if statement is not None]
    told = _told([part for part, _ in made], [statement_id for _, statement_id in made])
    rows = work.session.execute(_SETTLE, {**told, "at": work.at})
    sums = {statement_id: tuple(came_to) for statement_id, *came_to in rows}
    for statement, items in zip(begun, waiting, strict=True):
        if statement is not None:
            _complete(work, statement, items, sums.get(statement.id, (0, 0, 0)))
    return begun


def _told(parts: Sequence[RunSeller], ids: Sequence[UUID]) -> dict[str, Any]:
    return {
        "sellers": [part.seller_id for part in parts],
        "currencies": [part.currency for part in parts],
        "cutoffs": [part.cutoff for part in parts],
        "statements": list(ids),
    }


def _complete(work: Work, statement: Statement, waiting: Sequence[Waiting], came_to: tuple[int, int, int]) -> None:
    lines, gross, commission = came_to
    terms = terms_of(work.session, statement.seller_id)
    composed = compose(Money(gross, statement.currency), Money(commission, statement.currency), waiting, terms)
    statement.line_count, statement.gross_minor, statement.commission_minor = lines, gross, commission
    statement.items_minor, statement.net_minor = composed.items.minor, composed.net.minor
    _post(work, statement, take_items(work, statement, composed, terms))


def _begin(work: Work, part: RunSeller, statement_id: UUID) -> Statement:
    statement = Statement(
        id=statement_id, reference=new_reference("ST"), run_id=part.run_id, seller_id=part.seller_id, currency=part.currency,
        until=part.cutoff, line_count=0, gross_minor=0, commission_minor=0, items_minor=0, net_minor=0, made_at=work.at,
    )  # fmt: skip
    work.session.add(statement)
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
