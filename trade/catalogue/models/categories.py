"""Tables of categories, and of what the platform takes in them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Instant, Key, Rate
from trade.kernel.proposals import Proposal


def checks_of_dated() -> tuple[CheckConstraint, ...]:
    """What holds of every :class:`DatedProposal`."""
    return (
        CheckConstraint("state IN ('proposed','approved','rejected')", name="state"),
        CheckConstraint(
            "(state = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)",
            name="decided",
        ),
        CheckConstraint("decided_by <> proposed_by", name="two_people"),
        CheckConstraint("state <> 'approved' OR from_at > decided_at", name="ahead"),
    )


class DatedProposal(Proposal):
    """Something that holds from ``from_at`` on, once a second person has approved what the first proposed."""

    __abstract__ = True

    from_at: Mapped[Instant] = mapped_column(comment="holds from here up to the next one's")


class Category(Base):
    """A shelf of the market. ``commission_rate`` holds until the first :class:`CommissionRate` does."""

    __tablename__ = "categories"
    __table_args__ = (CheckConstraint("commission_rate >= 0 AND commission_rate < 1", name="commission_rate"),)

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    name_zh: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]
    commission_rate: Mapped[Rate]


class CommissionRate(DatedProposal):
    """What the platform takes of orders placed from ``from_at`` on, up to the next one; lines freeze what held."""

    __tablename__ = "commission_rates"
    __table_args__ = (
        CheckConstraint("rate >= 0 AND rate < 1", name="rate"),
        *checks_of_dated(),
        Index(
            "uq_commission_rates_from",
            "category_id",
            "from_at",
            unique=True,
            postgresql_where=text("state <> 'rejected'"),
        ),
    )

    category_id: Mapped[UUID] = mapped_column(ForeignKey("categories.id"))
    rate: Mapped[Rate]
