"""The table of rates and limits."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, text
from sqlalchemy.orm import Mapped, mapped_column

from trade.catalogue.models import DatedProposal, checks_of_dated


class DatedRate(DatedProposal):
    """A number that holds from ``from_at`` up to the next one of its kind and category; papers freeze what held."""

    __tablename__ = "dated_rates"
    __table_args__ = (
        CheckConstraint("value >= 0", name="value"),
        CheckConstraint(
            "kind <> 'claim_window' OR category_id IS NOT NULL AND value = trunc(value) AND value BETWEEN 1 AND 2160",
            name="claim_window",
        ),
        CheckConstraint(
            "kind IN ('claim_window','claim_at_once','claim_by_itself','late_fee','credit_checker','credit_owner',"
            "'write_off_checker','write_off_owner')",
            name="kind",
        ),
        CheckConstraint("kind = 'claim_window' OR category_id IS NULL", name="for_all"),
        CheckConstraint("CASE kind WHEN 'late_fee' THEN value <= 0.01 ELSE value = trunc(value) END", name="measure"),
        *checks_of_dated(),
        Index(
            "uq_dated_rates_from",
            "kind",
            "category_id",
            "from_at",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("state <> 'rejected'"),
        ),
    )

    kind: Mapped[str] = mapped_column(String(24))
    category_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("categories.id"), comment="none: it is the same for all"
    )
    value: Mapped[Decimal] = mapped_column(Numeric(18, 6), comment="in the measure of its kind")
    why: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(200), default="", comment="why it was declined")
