"""What sellers earned, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, true, tuple_
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor, Scope
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of
from trade.ordering.models import Order, OrderLine
from trade.parties.models import Organisation
from trade.settlement.models import Statement, StatementItem, StatementLine
from trade.settlement.rules import ItemKind


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement in a list, and the head of its page."""

    id: UUID
    reference: str
    run_id: UUID
    seller_id: UUID
    seller_name: str
    until: datetime
    lines: int
    gross: Money
    commission: Money
    items: Money
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
class StatementItemRow:
    """What stands on a statement beside its lines: positive where the seller gets it; ``tax`` is a part of it."""

    id: UUID
    kind: ItemKind
    amount: Money
    tax: Money
    rate: Decimal | None
    words: str
    release_at: datetime | None
    made_at: datetime
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class StatementSums:
    """What the lines and items of a statement come to, added up afresh."""

    lines: int
    gross: Money
    commission: Money
    net: Money
    items: Money

    @property
    def payable(self) -> Money:
        """What the seller gets by them."""
        return self.net + self.items

    def agrees_with(self, found: StatementRow) -> bool:
        """Whether they make the totals of the statement."""
        own = (self.lines, self.gross, self.commission, self.items, self.payable)
        return own == (found.lines, found.gross, found.commission, found.items, found.net)


def statements(session: Session, actor: Actor, *, run_id: UUID | None = None) -> Sequence[StatementRow]:
    """The newest statements the actor may see: a seller's own, all for the platform."""
    return statements_after(session, actor, run_id=run_id).rows


def statements_after(
    session: Session,
    actor: Actor,
    *,
    run_id: UUID | None = None,
    seller_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = PAGE_ROWS_MAX,
) -> Page[StatementRow]:
    """A page of the statements the actor may see, newest first."""
    query = _heads(actor).order_by(Statement.made_at.desc(), Statement.id.desc()).limit(limit + 1)
    if run_id is not None:
        query = query.where(Statement.run_id == run_id)
    if seller_id is not None:
        query = query.where(Statement.seller_id == seller_id)
    after = from_cursor(cursor, datetime, UUID)
    if after is not None:
        query = query.where(tuple_(Statement.made_at, Statement.id) < after)
    rows = [_row(row, name) for row, name in session.execute(query)]
    return page_of(rows, limit, lambda row: (row.made_at.isoformat(), str(row.id)))


def statement(session: Session, actor: Actor, statement_id: UUID) -> StatementRow:
    """The head of one statement; ``NotFound`` for a stranger's."""
    row = session.execute(_heads(actor).where(Statement.id == statement_id)).one_or_none()
    if row is None:
        raise NotFound("statement", statement_id)
    return _row(*row)


def statements_of(session: Session, actor: Actor, condition: ColumnElement[bool]) -> Sequence[StatementRow]:
    """All statements that fit, the oldest first, to those who may see them."""
    query = _heads(actor).where(condition).order_by(Statement.made_at, Statement.id)
    return [_row(row, name) for row, name in session.execute(query)]


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
    rows = [_line(*row) for row in session.execute(query)]
    return page_of(rows, PAGE_ROWS_MAX, lambda row: (str(row.order_line_id),))


def statement_line(session: Session, statement_id: UUID, order_line_id: UUID) -> StatementLineRow:
    """One line of a statement whose head was loaded through the actor; ``NotFound`` for another's."""
    row = session.execute(
        select(StatementLine, OrderLine, Order.reference)
        .join(OrderLine, OrderLine.id == StatementLine.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(StatementLine.statement_id == statement_id, StatementLine.order_line_id == order_line_id)
    ).one_or_none()
    if row is None:
        raise NotFound("statement_line", order_line_id)
    return _line(*row)


def statement_items(session: Session, statement_id: UUID) -> Sequence[StatementItemRow]:
    """What stands on a statement beside its lines, in the order in which it came about."""
    query = (
        select(StatementItem)
        .where(StatementItem.statement_id == statement_id)
        .order_by(StatementItem.made_at, StatementItem.kind, StatementItem.id)
    )
    return [item_row(row) for row in session.scalars(query)]


def statement_sums(session: Session, found: StatementRow) -> StatementSums:
    """Add up all lines and items of a statement, so that its page can show that they make its total."""
    columns = (StatementLine.gross_minor, StatementLine.commission_minor, StatementLine.net_minor)
    sums = (func.coalesce(func.sum(column), 0) for column in columns)
    lines, *minors = session.execute(select(func.count(), *sums).where(StatementLine.statement_id == found.id)).one()
    beside = select(func.coalesce(func.sum(StatementItem.amount_minor), 0)).where(
        StatementItem.statement_id == found.id
    )
    gross, commission, net, items = (
        Money(int(minor), found.net.currency) for minor in (*minors, session.scalars(beside).one())
    )
    return StatementSums(lines, gross, commission, net, items)


def earned_by(actor: Actor, seller: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Rows of the actor's own earnings; all of them for platform and jobs."""
    sees_all = actor.scope in {Scope.PLATFORM, Scope.SYSTEM}
    return true() if sees_all else seller == actor.organisation


def item_row(row: StatementItem) -> StatementItemRow:
    """Return an item as pages show it."""
    return StatementItemRow(
        id=row.id,
        kind=ItemKind(row.kind),
        amount=Money(row.amount_minor, row.currency),
        tax=Money(row.tax_minor, row.currency),
        rate=row.rate,
        words=row.words,
        release_at=row.release_at,
        made_at=row.made_at,
        is_waiting=row.statement_id is None and row.withdrawn_at is None,
    )


def _heads(actor: Actor) -> Select[Statement, str]:
    """Statements that the actor may see, with the seller's name."""
    return (
        select(Statement, Organisation.name)
        .join(Organisation, Organisation.id == Statement.seller_id)
        .where(earned_by(actor, Statement.seller_id.expression))
    )


def _row(row: Statement, seller_name: str) -> StatementRow:
    return StatementRow(
        id=row.id,
        reference=row.reference,
        run_id=row.run_id,
        seller_id=row.seller_id,
        seller_name=seller_name,
        until=row.until,
        lines=row.line_count,
        gross=Money(row.gross_minor, row.currency),
        commission=Money(row.commission_minor, row.currency),
        items=Money(row.items_minor, row.currency),
        net=Money(row.net_minor, row.currency),
        made_at=row.made_at,
    )


def _line(row: StatementLine, line: OrderLine, reference: str) -> StatementLineRow:
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
