"""Tables of what stands on statements beside order lines, and of the terms on which a seller is settled."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Currency, Instant, Key, Minor, Rate


class SettlementTerms(Base):
    """How a seller is settled, where it is not as usual: how often, with which tax, keeping what back."""

    __tablename__ = "settlement_terms"
    __table_args__ = (
        CheckConstraint("period IN ('run','week','half_month','month')", name="period"),
        CheckConstraint("service_tax_rate >= 0 AND service_tax_rate < 1", name="service_tax_rate"),
        CheckConstraint("reserve_rate >= 0 AND reserve_rate < 1 AND reserve_days BETWEEN 0 AND 366", name="reserve"),
    )

    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    period: Mapped[str] = mapped_column(String(10))
    service_tax_rate: Mapped[Rate] = mapped_column(comment="on commission and fees")
    reserve_rate: Mapped[Rate] = mapped_column(comment="of what lines earn, held back")
    reserve_days: Mapped[int]


class RunSeller(Base):
    """What a run was started to do for a seller in a currency, as it was shown; and whether it came out so."""

    __tablename__ = "settlement_run_sellers"
    __table_args__ = (
        CheckConstraint("(done_at IS NOT NULL) OR (statement_id IS NULL AND NOT differs)", name="done"),
        Index("ix_settlement_run_sellers_open", "run_id", postgresql_where=text("done_at IS NULL")),
    )

    run_id: Mapped[UUID] = mapped_column(ForeignKey("settlement_runs.id"), primary_key=True)
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    currency: Mapped[Currency] = mapped_column(primary_key=True)
    cutoff: Mapped[Instant] = mapped_column(comment="orders completed before this")
    line_count: Mapped[int]
    net_minor: Mapped[Minor]
    statement_id: Mapped[UUID | None] = mapped_column(ForeignKey("statements.id"))
    done_at: Mapped[Instant | None]
    differs: Mapped[bool] = mapped_column(default=False, comment="the world changed since it was shown")


class StatementItem(Base):
    """An amount beside order lines, positive where the seller gets it; waits until a statement takes it.

    ``counter`` is the account on the other side. ``tax_minor`` is the part of the amount that is tax on the service.
    """

    __tablename__ = "statement_items"
    __table_args__ = (
        CheckConstraint("kind IN ('fee','tax','reserve','release','correction','recovery')", name="kind"),
        CheckConstraint("amount_minor <> 0", name="not_zero"),
        CheckConstraint("(amount_minor > 0) = (kind IN ('release','correction'))", name="side"),
        CheckConstraint("tax_minor >= 0 AND tax_minor <= abs(amount_minor)", name="tax"),
        CheckConstraint("used_minor BETWEEN 0 AND CASE kind WHEN 'reserve' THEN -amount_minor ELSE 0 END", name="used"),
        CheckConstraint("(kind = 'reserve') = (release_at IS NOT NULL)", name="release_at"),
        CheckConstraint("statement_id IS NULL OR withdrawn_at IS NULL", name="withdrawn"),
        Index("ix_statement_items_statement", "statement_id"),
        Index(
            "ix_statement_items_waiting",
            "seller_id",
            "currency",
            postgresql_where=text("statement_id IS NULL AND withdrawn_at IS NULL"),
        ),
        Index("ix_statement_items_reserves", "seller_id", "release_at", postgresql_where=text("kind = 'reserve'")),
    )

    id: Mapped[Key]
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    currency: Mapped[Currency]
    kind: Mapped[str] = mapped_column(String(12))
    counter: Mapped[str] = mapped_column(ForeignKey("ledger_chart.kind"))
    amount_minor: Mapped[Minor]
    tax_minor: Mapped[Minor] = mapped_column(default=0)
    used_minor: Mapped[Minor] = mapped_column(
        default=0, server_default="0", comment="of a reserve, taken to recover what its seller owes"
    )
    rate: Mapped[Rate | None] = mapped_column(comment="frozen: of the tax, or of the reserve")
    words: Mapped[str] = mapped_column(String(200), default="")
    source_key: Mapped[str] = mapped_column(String(80), unique=True, comment="what it is for: written once")
    release_at: Mapped[Instant | None] = mapped_column(comment="a reserve is given back by a statement from then on")
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[Instant]
    withdrawn_at: Mapped[Instant | None]
    statement_id: Mapped[UUID | None] = mapped_column(ForeignKey("statements.id"))
