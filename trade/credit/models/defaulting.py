"""The table of what was learnt of how invoices end."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Instant, Key


class DefaultModel(Base):
    """One training: the model with what it was measured at, or that there was too little to learn from. Never changed."""

    __tablename__ = "credit_default_models"
    __table_args__ = (
        CheckConstraint("verdict IN ('too_short','no_better','used')", name="verdict"),
        Index("ix_credit_default_models_made", "made_at"),
    )

    id: Mapped[Key]
    made_at: Mapped[Instant]
    verdict: Mapped[str] = mapped_column(String(10))
    content: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="weights, and figures of held-out invoices")
