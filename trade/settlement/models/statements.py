"""Tables of settlement runs and statements."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Currency, Instant, Key, Minor, Rate


class SettlementRun(Base):
    """One settling of all sellers up to an instant; resumable, its progress is on the page."""

    __tablename__ = "settlement_runs"
    __table_args__ = (
        CheckConstraint("state IN ('queued','running','done')", name="state"),
        Index(
            "uq_settlement_runs_open",
            text("(true)"),
            unique=True,
            postgresql_where=text("state <> 'done'"),
        ),
    )

    id: Mapped[Key]
    state: Mapped[str] = mapped_column(String(8))
    until: Mapped[Instant] = mapped_column(comment="orders completed before this")
    started_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    sellers_total: Mapped[int] = mapped_column(default=0)
    sellers_done: Mapped[int] = mapped_column(default=0)
    lines_done: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[Instant]
    finished_at: Mapped[Instant | None]


class Statement(Base):
    """What a seller earned in a run, in one currency; its lines and items add up to its totals."""

    __tablename__ = "statements"
    __table_args__ = (
        CheckConstraint("net_minor = gross_minor - commission_minor + items_minor", name="adds_up"),
        CheckConstraint("net_minor >= 0", name="not_negative"),
        Index("uq_statements_run", "run_id", "seller_id", "currency", unique=True),
        Index("ix_statements_seller", "seller_id", "made_at"),
    )

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("settlement_runs.id"))
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    currency: Mapped[Currency]
    until: Mapped[Instant]
    line_count: Mapped[int]
    gross_minor: Mapped[Minor]
    commission_minor: Mapped[Minor]
    items_minor: Mapped[Minor] = mapped_column(server_default="0", comment="everything beside the lines")
    net_minor: Mapped[Minor]
    made_at: Mapped[Instant]


class StatementLine(Base):
    """One order line as settled: settled once, because its order line is the key."""

    __tablename__ = "statement_lines"
    __table_args__ = (
        CheckConstraint("net_minor = gross_minor - commission_minor", name="adds_up"),
        Index("ix_statement_lines_statement", "statement_id"),
    )

    order_line_id: Mapped[UUID] = mapped_column(ForeignKey("order_lines.id"), primary_key=True)
    statement_id: Mapped[UUID] = mapped_column(ForeignKey("statements.id"))
    seller_id: Mapped[UUID]
    quantity: Mapped[int] = mapped_column(comment="delivered, not what was ordered")
    gross_minor: Mapped[Minor]
    commission_rate: Mapped[Rate]
    commission_minor: Mapped[Minor]
    net_minor: Mapped[Minor]
