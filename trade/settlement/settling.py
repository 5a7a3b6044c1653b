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

_ELIGIBLE = """
  FROM orders o JOIN order_lines l ON l.order_id = o.id
 WHERE o.state = 'completed' AND o.completed_at < :until
   AND l.gross_minor > l.refunded_minor
   AND NOT EXISTS (SELECT 1 FROM statement_lines s WHERE s.order_line_id = l.id)
"""

_WAITING = text(
    f"""
SELECT DISTINCT l.seller_id, l.currency {_ELIGIBLE}
   AND NOT EXISTS (SELECT 1 FROM statements t WHERE t.run_id = :run
                      AND t.seller_id = l.seller_id AND t.currency = l.currency)
 ORDER BY 1, 2
"""  # noqa: S608 - the pieces are constants of this file
).bindparams(bindparam("until", type_=UTCDateTime()), bindparam("run", type_=PostgresUUID(as_uuid=True)))

_SETTLE = text(
    f"""
WITH earned AS (
  SELECT l.id, l.seller_id, l.shipped, l.commission_rate, l.gross_minor - l.refunded_minor AS gross,
         round((l.gross_minor - l.refunded_minor) * l.commission_rate)::bigint AS commission
  {_ELIGIBLE} AND o.seller_id = :seller AND o.currency = :currency
), taken AS (
  INSERT INTO statement_lines (order_line_id, statement_id, seller_id, quantity, gross_minor,
                               commission_rate, commission_minor, net_minor)
  SELECT id, :statement, seller_id, shipped, gross, commission_rate, commission, gross - commission
    FROM earned
  RETURNING gross_minor, commission_minor
)
SELECT count(*), coalesce(sum(gross_minor), 0)::bigint, coalesce(sum(commission_minor), 0)::bigint
  FROM taken
"""  # noqa: S608 - the pieces are constants of this file
).bindparams(
    bindparam("until", type_=UTCDateTime()),
    bindparam("seller", type_=PostgresUUID(as_uuid=True)),
    bindparam("statement", type_=PostgresUUID(as_uuid=True)),
)


def sellers_waiting(session: Session, run_id: UUID, until: datetime) -> list[tuple[UUID, str]]:
    """Sellers (and currencies) with completed order lines that no statement holds yet.

    A seller whom the run has settled waits for the next one, even if an order of theirs was completed late.
    """
    rows = session.execute(_WAITING, {"run": run_id, "until": until})
    return [(seller, currency) for seller, currency in rows]


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
        {"until": until, "seller": seller_id, "currency": currency, "statement": statement_id},
    ).one()
    work.session.execute(
        update(Statement)
        .where(Statement.id == statement_id)
        .values(
            line_count=lines, gross_minor=gross, commission_minor=commission,
            net_minor=gross - commission,
        )
    )  # fmt: skip
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
