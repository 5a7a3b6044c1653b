"""Statements, payouts and runs, as their screens show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor, Scope
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of
from trade.ledger.models import LedgerAccount
from trade.ledger.rules import AccountKind
from trade.ordering.models import Order, OrderLine
from trade.parties.models import Organisation
from trade.settlement.models import Payout, SettlementRun, Statement, StatementLine
from trade.settlement.rules import PayoutState, RunState


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement in a list, and the head of its page."""

    id: UUID
    reference: str
    seller_id: UUID
    seller_name: str
    until: datetime
    lines: int
    gross: Money
    commission: Money
    net: Money
    made_at: datetime


@dataclass(frozen=True, slots=True)
class StatementLineRow:
    """An order line as settled: gross minus commission is net, on every line and in sum."""

    order_line_id: UUID
    order_id: UUID
    order_reference: str
    sku_code: str
    name: str
    quantity: int
    gross: Money
    commission_rate: Decimal
    commission: Money
    net: Money


@dataclass(frozen=True, slots=True)
class PayoutRow:
    """A payout, in a list and on its page."""

    id: UUID
    reference: str
    seller_id: UUID
    seller_name: str
    amount: Money
    bank_account: str
    state: PayoutState
    content_hash: bytes
    prepared_by: UUID
    prepared_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    booked_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class PayableRow:
    """What a seller could be paid now."""

    seller_id: UUID
    seller_name: str
    amount: Money
    bank_account: str
    waiting_payout_id: UUID | None


@dataclass(frozen=True, slots=True)
class RunRow:
    """A settlement run and how far it got."""

    id: UUID
    state: RunState
    until: datetime
    sellers_total: int
    sellers_done: int
    lines_done: int
    started_at: datetime
    finished_at: datetime | None


def _earned_by(actor: Actor, seller: ColumnElement[UUID]) -> ColumnElement[bool]:
    sees_all = actor.scope in {Scope.PLATFORM, Scope.SYSTEM}
    return true() if sees_all else seller == actor.organisation


def statements(session: Session, actor: Actor, *, run_id: UUID | None = None) -> Sequence[StatementRow]:
    """The newest statements the actor may see: a seller's own, all for the platform."""
    statement = (
        select(Statement, Organisation.name)
        .join(Organisation, Organisation.id == Statement.seller_id)
        .where(_earned_by(actor, Statement.seller_id.expression))
        .order_by(Statement.made_at.desc(), Statement.id)
        .limit(PAGE_ROWS_MAX)
    )
    if run_id is not None:
        statement = statement.where(Statement.run_id == run_id)
    return [_statement_row(row, name) for row, name in session.execute(statement)]


def statement(session: Session, actor: Actor, statement_id: UUID) -> StatementRow:
    """The head of one statement; ``NotFound`` for a stranger's."""
    row = session.execute(
        select(Statement, Organisation.name)
        .join(Organisation, Organisation.id == Statement.seller_id)
        .where(Statement.id == statement_id, _earned_by(actor, Statement.seller_id.expression))
    ).one_or_none()
    if row is None:
        raise NotFound("statement", statement_id)
    return _statement_row(*row)


def statement_lines(session: Session, statement_id: UUID, *, cursor: str | None = None) -> Page[StatementLineRow]:
    """The lines of a statement whose head was loaded through the actor."""
    query = (
        select(StatementLine, OrderLine, Order.reference)
        .join(OrderLine, OrderLine.id == StatementLine.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(StatementLine.statement_id == statement_id)
        .order_by(StatementLine.order_line_id)
        .limit(PAGE_ROWS_MAX + 1)
    )
    after = from_cursor(cursor, UUID)
    if after:
        query = query.where(StatementLine.order_line_id > after[0])
    rows = [_line_row(*row) for row in session.execute(query)]
    return page_of(rows, PAGE_ROWS_MAX, lambda row: (str(row.order_line_id),))


def payouts(session: Session, actor: Actor, *, state: PayoutState | None = None) -> Sequence[PayoutRow]:
    """The newest payouts the actor may see."""
    query = (
        select(Payout, Organisation.name)
        .join(Organisation, Organisation.id == Payout.seller_id)
        .where(_earned_by(actor, Payout.seller_id.expression))
        .order_by(Payout.prepared_at.desc(), Payout.id)
        .limit(PAGE_ROWS_MAX)
    )
    if state is not None:
        query = query.where(Payout.state == state)
    return [_payout_row(row, name) for row, name in session.execute(query)]


def payout(session: Session, actor: Actor, payout_id: UUID) -> PayoutRow:
    """One payout; ``NotFound`` for a stranger's."""
    row = session.execute(
        select(Payout, Organisation.name)
        .join(Organisation, Organisation.id == Payout.seller_id)
        .where(Payout.id == payout_id, _earned_by(actor, Payout.seller_id.expression))
    ).one_or_none()
    if row is None:
        raise NotFound("payout", payout_id)
    return _payout_row(*row)


def payables(session: Session) -> Sequence[PayableRow]:
    """Sellers with something payable, the largest amount first."""
    rows = session.execute(
        select(LedgerAccount, Organisation, Payout.id)
        .join(Organisation, Organisation.id == LedgerAccount.organisation_id)
        .outerjoin(
            Payout,
            (Payout.seller_id == Organisation.id)
            & (Payout.currency == LedgerAccount.currency)
            & (Payout.state == PayoutState.PREPARED),
        )
        .where(LedgerAccount.kind == AccountKind.PAYABLE, LedgerAccount.balance_minor > 0)
        .order_by(LedgerAccount.balance_minor.desc(), Organisation.id)
        .limit(PAGE_ROWS_MAX)
    )
    return [
        PayableRow(
            seller_id=seller.id,
            seller_name=seller.name,
            amount=Money(account.balance_minor or 0, account.currency),
            bank_account=seller.bank_account,
            waiting_payout_id=waiting,
        )
        for account, seller, waiting in rows
    ]


def runs(session: Session, *, limit: int = 20) -> Sequence[RunRow]:
    """The newest settlement runs."""
    query = select(SettlementRun).order_by(SettlementRun.started_at.desc()).limit(limit)
    return [_run_row(row) for row in session.scalars(query)]


def run(session: Session, run_id: UUID) -> RunRow:
    """One settlement run."""
    row = session.get(SettlementRun, run_id)
    if row is None:
        raise NotFound("settlement_run", run_id)
    return _run_row(row)


def _statement_row(row: Statement, seller_name: str) -> StatementRow:
    return StatementRow(
        id=row.id,
        reference=row.reference,
        seller_id=row.seller_id,
        seller_name=seller_name,
        until=row.until,
        lines=row.line_count,
        gross=Money(row.gross_minor, row.currency),
        commission=Money(row.commission_minor, row.currency),
        net=Money(row.net_minor, row.currency),
        made_at=row.made_at,
    )


def _line_row(row: StatementLine, line: OrderLine, reference: str) -> StatementLineRow:
    return StatementLineRow(
        order_line_id=row.order_line_id,
        order_id=line.order_id,
        order_reference=reference,
        sku_code=line.sku_code,
        name=line.name,
        quantity=row.quantity,
        gross=Money(row.gross_minor, line.currency),
        commission_rate=row.commission_rate,
        commission=Money(row.commission_minor, line.currency),
        net=Money(row.net_minor, line.currency),
    )


def _payout_row(row: Payout, seller_name: str) -> PayoutRow:
    return PayoutRow(
        id=row.id,
        reference=row.reference,
        seller_id=row.seller_id,
        seller_name=seller_name,
        amount=Money(row.amount_minor, row.currency),
        bank_account=row.bank_account,
        state=PayoutState(row.state),
        content_hash=row.content_hash,
        prepared_by=row.prepared_by,
        prepared_at=row.prepared_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        booked_at=row.booked_at,
        reason=row.reason,
    )


def _run_row(row: SettlementRun) -> RunRow:
    return RunRow(
        id=row.id,
        state=RunState(row.state),
        until=row.until,
        sellers_total=row.sellers_total,
        sellers_done=row.sellers_done,
        lines_done=row.lines_done,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )
