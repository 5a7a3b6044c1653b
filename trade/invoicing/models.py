"""Tables of papers: written once, when they are issued, and never again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Currency, Instant, Key, Minor, Rate, UnitPrice


class PaperSeries(Base):
    """The last number that an issuer has drawn for a kind of paper; the database alone draws."""

    __tablename__ = "paper_series"

    issuer_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


class Paper(Base):
    """An invoice or credit note, with both parties as they were to the tax office when it was issued."""

    __tablename__ = "papers"
    __table_args__ = (
        CheckConstraint("kind IN ('invoice','credit_note','demand')", name="kind"),
        CheckConstraint("gross_minor = net_minor + tax_minor AND net_minor >= 0 AND tax_minor >= 0", name="adds_up"),
        CheckConstraint("num_nonnulls(order_id, statement_id, recovery_id) = 1", name="subject"),
        CheckConstraint("(kind = 'demand') = (recovery_id IS NOT NULL)", name="demand"),
        CheckConstraint("(kind = 'credit_note') = (corrects_id IS NOT NULL)", name="corrects"),
        CheckConstraint(
            "num_nonnulls(item_id, return_id) = 0 OR num_nonnulls(item_id, return_id) = 1"
            " AND kind = 'credit_note' AND statement_id IS NOT NULL",
            name="correction",
        ),
        CheckConstraint("number > 0 AND issuer_id <> recipient_id", name="numbered"),
        Index("uq_papers_number", "issuer_id", "kind", "number", unique=True),
        Index("uq_papers_order", "order_id", unique=True, postgresql_where=text("kind = 'invoice'")),
        Index("uq_papers_statement", "statement_id", unique=True, postgresql_where=text("kind = 'invoice'")),
        Index("uq_papers_item", "item_id", unique=True, postgresql_where=text("item_id IS NOT NULL")),
        Index("uq_papers_return", "return_id", unique=True, postgresql_where=text("return_id IS NOT NULL")),
        Index("uq_papers_recovery", "recovery_id", unique=True, postgresql_where=text("recovery_id IS NOT NULL")),
        Index("ix_papers_order_id", "order_id"),
        Index("ix_papers_issued", "issued_at", "id"),
        Index("ix_papers_issuer", "issuer_id", "issued_at"),
        Index("ix_papers_recipient", "recipient_id", "issued_at"),
    )

    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(String(12))
    number: Mapped[int] = mapped_column(comment="drawn by a trigger, without a gap per issuer and kind")
    issuer_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("orders.id"))
    statement_id: Mapped[UUID | None] = mapped_column(ForeignKey("statements.id"), comment="of a commission")
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("papers.id"))
    item_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("statement_items.id"), comment="correction of a commission that it says"
    )
    return_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("commission_returns.id"), comment="commission given back for a late claim that it says"
    )
    recovery_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("recoveries.id"), comment="what a seller owes, of a demand"
    )
    currency: Mapped[Currency]
    net_minor: Mapped[Minor]
    tax_minor: Mapped[Minor]
    gross_minor: Mapped[Minor]
    issuer_party: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="tax identity, frozen")
    recipient_party: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="tax identity, frozen")
    reason: Mapped[str] = mapped_column(Text)
    time_zone: Mapped[str] = mapped_column(String(40), comment="in which its day is told")
    issued_at: Mapped[Instant]
    issued_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), comment="nobody: the market itself")
    transaction_id: Mapped[int] = mapped_column(BigInteger, comment="in which it was issued, lines and all")


class PaperLine(Base):
    """A line of a paper; written in the transaction that issues it, or not at all."""

    __tablename__ = "paper_lines"
    __table_args__ = (
        CheckConstraint("gross_minor = net_minor + tax_minor AND net_minor >= 0 AND tax_minor >= 0", name="adds_up"),
        CheckConstraint("quantity >= 0", name="quantity"),
        CheckConstraint(
            "tax_class IN ('standard','reduced') OR tax_class IN ('zero','exempt') AND tax_rate = 0 AND tax_minor = 0",
            name="tax_class",
        ),
        Index("ix_paper_lines_order_line_id", "order_line_id"),
    )

    paper_id: Mapped[UUID] = mapped_column(ForeignKey("papers.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    issuer_id: Mapped[UUID]
    recipient_id: Mapped[UUID]
    order_line_id: Mapped[UUID | None] = mapped_column(ForeignKey("order_lines.id"))
    sku_code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(160))
    unit: Mapped[str] = mapped_column(String(20))
    quantity: Mapped[int]
    unit_price: Mapped[UnitPrice]
    net_minor: Mapped[Minor]
    tax_rate: Mapped[Rate]
    tax_minor: Mapped[Minor]
    gross_minor: Mapped[Minor]
    tax_class: Mapped[str] = mapped_column(String(8), server_default="standard")
