"""Tables of inspections."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trade.kernel.base import Base, Instant, Key


class Inspection(Base):
    """A look at a sample of a product's goods. While ``holds`` is set, its product is not sold."""

    __tablename__ = "inspections"
    __table_args__ = (
        CheckConstraint("state IN ('planned','recorded','passed','failed','set_aside','called_off')", name="state"),
        CheckConstraint("level IN ('I','II','III') AND lot_size > 1", name="sampling"),
        CheckConstraint("verdict IN ('pass','fail')", name="verdict"),
        CheckConstraint(
            "(state IN ('planned','called_off')) = (verdict IS NULL)"
            " AND (verdict IS NULL) = (recorded_by IS NULL) AND (verdict IS NULL) = (recorded_at IS NULL)",
            name="recorded",
        ),
        CheckConstraint("(state <> 'passed' OR verdict = 'pass') AND (state <> 'failed' OR verdict = 'fail')", name="ended"),
        CheckConstraint("decided_by <> recorded_by", name="two_people"),
        CheckConstraint("state NOT IN ('failed','set_aside') OR decided_by IS NOT NULL", name="decided"),
        CheckConstraint("NOT holds OR verdict = 'fail' AND state IN ('recorded','failed')", name="holds"),
        CheckConstraint("lifted_by_id IS NULL OR NOT holds AND lifted_by_id <> id", name="lifted"),
        Index("ix_inspections_product", "product_id", "planned_at"),
        Index("ix_inspections_seller", "seller_id", "planned_at"),
        Index("ix_inspections_holding", "product_id", postgresql_where=text("holds")),
        Index("ix_inspections_waiting", "recorded_at", postgresql_where=text("state = 'recorded'")),
    )  # fmt: skip

    id: Mapped[Key]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    product_id: Mapped[UUID] = mapped_column(ForeignKey("products.id"))
    lot: Mapped[str] = mapped_column(String(40), comment="the maker's number; empty where there is none")
    lot_size: Mapped[int] = mapped_column(comment="units of which the sample is drawn")
    level: Mapped[str] = mapped_column(String(3))
    aql_major: Mapped[Decimal] = mapped_column(Numeric(6, 3))
    aql_minor: Mapped[Decimal] = mapped_column(Numeric(6, 3))
    planned_on: Mapped[date]
    planned_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    planned_at: Mapped[Instant]
    state: Mapped[str] = mapped_column(String(10))
    verdict: Mapped[str | None] = mapped_column(String(4))
    inspector: Mapped[str] = mapped_column(String(120), comment="who looked: a person or a body")
    words: Mapped[str] = mapped_column(Text, comment="what was seen")
    report_id: Mapped[UUID | None] = mapped_column(ForeignKey("files.id"))
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    recorded_at: Mapped[Instant | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[Instant | None]
    reason: Mapped[str] = mapped_column(Text, comment="why it was called off or set aside")
    holds: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    lifted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("inspections.id"), comment="which later one let go")

    criteria: Mapped[list[InspectionCriterion]] = relationship(order_by="InspectionCriterion.position")


class InspectionCriterion(Base):
    """What is looked at and accepted of one grade of faults, frozen when it was planned; and what was found."""

    __tablename__ = "inspection_criteria"
    __table_args__ = (
        CheckConstraint("grade IN ('critical','major','minor')", name="grade"),
        CheckConstraint("size > 0 AND accepts BETWEEN 0 AND size", name="accepts"),
        CheckConstraint("found BETWEEN 0 AND size", name="found"),
    )

    inspection_id: Mapped[UUID] = mapped_column(ForeignKey("inspections.id"), primary_key=True)
    grade: Mapped[str] = mapped_column(String(8), primary_key=True)
    position: Mapped[int]
    seller_id: Mapped[UUID]
    size: Mapped[int]
    accepts: Mapped[int]
    found: Mapped[int | None]


class Reinspection(Base):
    """A seller's wish that goods which failed an inspection are looked at again; the next plan answers it."""

    __tablename__ = "reinspections"
    __table_args__ = (
        CheckConstraint("words <> ''", name="words"),
        CheckConstraint("planned_id <> inspection_id", name="another"),
        Index("ix_reinspections_open", "asked_at", postgresql_where=text("planned_id IS NULL")),
    )

    inspection_id: Mapped[UUID] = mapped_column(
        ForeignKey("inspections.id"), primary_key=True, comment="the one that failed"
    )
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    words: Mapped[str] = mapped_column(Text, comment="what its seller has put right")
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[Instant]
    planned_id: Mapped[UUID | None] = mapped_column(ForeignKey("inspections.id"), comment="which one answers it")
