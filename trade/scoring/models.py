"""Tables of ratings and of scorecards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, Text
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Instant


class Rating(Base):
    """What a buyer thinks of one delivered order."""

    __tablename__ = "ratings"
    __table_args__ = (
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
        CheckConstraint("char_length(comment) <= 1000", name="comment"),
        Index("ix_ratings_seller", "seller_id", "rated_at"),
    )

    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    buyer_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    stars: Mapped[int]
    comment: Mapped[str] = mapped_column(Text)
    rated_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    rated_at: Mapped[Instant]
    changed_at: Mapped[Instant]


class SellerScore(Base):
    """A seller's scorecard of a day: what was counted, from which the score follows again at any time."""

    __tablename__ = "seller_scores"
    __table_args__ = (
        CheckConstraint(
            "kept BETWEEN 0 AND due AND claimed BETWEEN 0 AND delivered AND passed BETWEEN 0 AND inspected"
            " AND answered BETWEEN 0 AND asked AND stars BETWEEN ratings AND 5 * ratings",
            name="within",
        ),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
    )

    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    on_day: Mapped[date] = mapped_column(primary_key=True)
    due: Mapped[int] = mapped_column(comment="orders promised for a day of the window")
    kept: Mapped[int] = mapped_column(comment="of these, here in time and in full")
    delivered: Mapped[int]
    claimed: Mapped[int] = mapped_column(comment="of these, with a claim that the seller bore")
    inspected: Mapped[int]
    passed: Mapped[int]
    asked: Mapped[int] = mapped_column(comment="orders to confirm and inquiries to quote")
    answered: Mapped[int] = mapped_column(comment="of these, in time")
    ratings: Mapped[int]
    stars: Mapped[int] = mapped_column(comment="of all ratings together")
    score: Mapped[Decimal | None] = mapped_column(Numeric(5, 1))
    computed_at: Mapped[Instant]
