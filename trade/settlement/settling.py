"""Settling one seller, set by set: three statements, whatever the number of lines."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, select, text, update
from sqlalchemy.dialects.postgresql import UUID as PostgresUUID
from sqlalchemy.orm import Session

from trade.kernel.base import UTCDateTime
from trade.kernel.ids import new_id, new_reference
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.ledger.actions import post
from trade.ledger.rules import Account, AccountKind, Posting
from trade.settlement.models import Statement

_DUE = "state = 'completed' AND settled_at IS NULL AND completed_at < :until"

_WAITING = text(f"SELECT count(DISTINCT (seller_id, currency)) FROM orders WHERE {_DUE}").bindparams(
    bindparam("until", type_=UTCDateTime())
)

# The partial index holds unsettled orders alone, in this order: the next seller is its first row.
# Orders that complete late, when their seller's statement is made already, wait for the next run.
_NEXT = text(
    f"""
SELECT seller_id, currency FROM orders
 WHERE {_DUE} AND NOT EXISTS (SELECT 1 FROM statements t WHERE t.run_id = :run
                                 AND t.seller_id = orders.seller_id AND t.currency = orders.currency)
 ORDER BY seller_id, currency LIMIT 1
"""
).bindparams(bindparam("until", type_=UTCDateTime()), bindparam("run", type_=PostgresUUID(as_uuid=True)))

# Marking the orders and taking their lines is one statement: no line is ever taken unmarked.
_SETTLE = text(
    f"""
WITH due AS (
  UPDATE orders SET settled_at = :at WHERE {_DUE} AND seller_id = :seller AND currency = :currency RETURNING id
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


def sellers_waiting(session: Session, until: datetime) -> int:
    """How many statements a settlement up to ``until`` would make."""
    waiting: int = session.execute(_WAITING, {"until": until}).scalar_one()
    return waiting


def next_seller(session: Session, run_id: UUID, until: datetime) -> tuple[UUID, str] | None:
    """A seller (and currency) with completed orders that no statement holds yet."""
    row = session.execute(_NEXT, {"run": run_id, "until": until}).one_or_none()
    return (row[0], row[1]) if row else None


def settle_seller(work: Work, run_id: UUID, seller_id: UUID, currency: str, until: datetime) -> int:
    """Make a seller's statement for a run and post it; answer its lines, 0 where it was made.

    The statement's unique key (run, seller, currency) and the line's key (its order line) make a
    second, or a concurrent, settling of the same lines impossible.
    """
    made = select(Statement.id).where(
        Statement.run_id == run_id, Statement.seller_id == seller_id,
        Statement.currency == currency,
    )  # fmt: skip
    if work.session.scalar(made) is not None:
        return 0
    statement_id = _begin(work, run_id, seller_id, currency, until)
    lines, gross, commission = work.session.execute(
        _SETTLE,
        {"at": work.at, "until": until, "seller": seller_id, "currency": currency, "statement": statement_id},
    ).one()
    work.session.execute(
        update(Statement)
        .where(Statement.id == statement_id)
        .values(
            line_count=lines, gross_minor=gross, commission_minor=commission,
            net_minor=gross - commission,
        )
    )  # fmt: skip
    if gross:
        _post(work, statement_id, seller_id, Money(gross, currency), Money(commission, currency))
    return int(lines)


def _begin(work: Work, run_id: UUID, seller_id: UUID, currency: str, until: datetime) -> UUID:
    statement_id = new_id()
    work.session.execute(
        insert(Statement).values(
            id=statement_id, reference=new_reference("ST"), run_id=run_id, seller_id=seller_id,
            currency=currency, until=until, line_count=0, gross_minor=0, commission_minor=0,
            net_minor=0, made_at=work.at,
        )
    )  # fmt: skip
    return statement_id


def _post(work: Work, statement_id: UUID, seller_id: UUID, gross: Money, commission: Money) -> None:
    """One entry a statement: escrow (gross) to payable (net) and commission."""
    net = gross - commission
    gained = [
        Posting(Account(AccountKind.PAYABLE, seller_id), -net.minor, net.currency),
        Posting(Account(AccountKind.COMMISSION), -commission.minor, net.currency),
    ]
    debit = Posting(Account(AccountKind.ESCROW, seller_id), gross.minor, gross.currency)
    post(work, f"statement:{statement_id}:settled", [debit, *(c for c in gained if c.minor)])
    work.record(
        "settlement.statement_made",
        "statement",
        statement_id,
        parties=(seller_id,),
        after={"gross": gross.minor, "commission": commission.minor, "net": net.minor},
    )
