"""Tables of order pads, uploads and saved lists. All belong to the organisation that buys."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Instant, Key


class Pad(Base):
    """What a member is typing: one pad a person and organisation.

    Every change is a step. A line shows from the step that added it until the one that removed it, so undoing is going back
    a step: nothing is written or lost.
    """

    __tablename__ = "pads"
    __table_args__ = (
        UniqueConstraint("buyer_id", "person_id"),
        CheckConstraint("step BETWEEN 0 AND last_step", name="step"),
    )

    id: Mapped[Key]
    buyer_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    step: Mapped[int] = mapped_column(default=0, comment="the one that shows")
    last_step: Mapped[int] = mapped_column(default=0, comment="as far as undone steps can be done again")
    draft: Mapped[str] = mapped_column(Text, default="", comment="pasted or typed, and not yet read")
    touched_at: Mapped[Instant]


class PadLine(Base):
    """A line of a pad as it was typed; what it means is found out whenever it is looked at."""

    __tablename__ = "pad_lines"
    __table_args__ = (
        CheckConstraint("added > 0 AND (removed IS NULL OR removed > added)", name="steps"),
        Index("ix_pad_lines_pad", "pad_id", "position"),
    )

    id: Mapped[Key]
    pad_id: Mapped[UUID] = mapped_column(ForeignKey("pads.id", ondelete="CASCADE"))
    buyer_id: Mapped[UUID]
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(200), comment="code, barcode or name")
    amount: Mapped[str] = mapped_column(String(60), comment="how many, perhaps with a unit")
    sku_id: Mapped[UUID | None] = mapped_column(ForeignKey("skus.id"), comment="once it is certain")
    added: Mapped[int]
    removed: Mapped[int | None]


def shown_at(step: Any) -> ColumnElement[bool]:
    """Lines that show at a step."""
    shown: ColumnElement[bool] = (PadLine.added <= step) & (PadLine.removed.is_(None) | (PadLine.removed > step))
    return shown


class Upload(Base):
    """A file of lines, from choosing it to putting its lines into the cart.

    The file itself is kept until it is confirmed or cancelled, since columns can be mapped anew and the rows that need a
    hand are handed back in it.
    """

    __tablename__ = "uploads"
    __table_args__ = (
        CheckConstraint("state IN ('mapping','checking','checked','confirmed','cancelled','failed')", name="state"),
        CheckConstraint("rows_done >= 0 AND rows_good >= 0 AND rows_done >= rows_good", name="rows"),
        Index("ix_uploads_buyer", "buyer_id", "at"),
    )

    id: Mapped[Key]
    buyer_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Instant]
    name: Mapped[str] = mapped_column(String(200), comment="of the file")
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    encoding: Mapped[str] = mapped_column(String(12), default="")
    is_guess: Mapped[bool] = mapped_column(default=False, comment="the encoding waits for somebody's word")
    sample: Mapped[list[Any]] = mapped_column(JSONB, comment="[number, cells] of the first rows")
    header_row: Mapped[int] = mapped_column(default=0, comment="0 where the data begin at once")
    columns: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="code, quantity, unit: from 0")
    grouping: Mapped[str] = mapped_column(String(10), default="ask")
    state: Mapped[str] = mapped_column(String(12))
    fault: Mapped[str] = mapped_column(String(20), default="")
    round: Mapped[int] = mapped_column(default=0, comment="counts how often it was checked anew")
    rows_expected: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_good: Mapped[int] = mapped_column(default=0)
    lines_put: Mapped[int] = mapped_column(default=0)
    confirmed_at: Mapped[Instant | None]

    @property
    def rows_bad(self) -> int:
        """How many of the rows that were checked need a hand."""
        return self.rows_done - self.rows_good


class UploadRow(Base):
    """A row of an upload as it was checked. One of sums is neither good nor bad, and keeps the sum that it says."""

    __tablename__ = "upload_rows"
    __table_args__ = (Index("ix_upload_rows_fault", "upload_id", "fault", "number"),)

    upload_id: Mapped[UUID] = mapped_column(ForeignKey("uploads.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, comment="as the spreadsheet shows it")
    buyer_id: Mapped[UUID]
    text: Mapped[str] = mapped_column(String(200))
    amount: Mapped[str] = mapped_column(String(60))
    sku_id: Mapped[UUID | None] = mapped_column(ForeignKey("skus.id"))
    quantity: Mapped[int | None]
    fault: Mapped[str] = mapped_column(String(20), default="", comment="empty where nothing is wrong")
    above: Mapped[int | None] = mapped_column(BigInteger, comment="of a row of sums: what was read above it")


class SavedList(Base):
    """Goods that an organisation orders together again and again."""

    __tablename__ = "saved_lists"
    __table_args__ = (Index("ix_saved_lists_buyer", "buyer_id", "name"),)

    id: Mapped[Key]
    buyer_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(80))
    created_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[Instant]
    archived_at: Mapped[Instant | None]


class SavedListLine(Base):
    """A SKU on a saved list, and how many of it."""

    __tablename__ = "saved_list_lines"
    __table_args__ = (CheckConstraint("quantity > 0", name="positive"),)

    list_id: Mapped[UUID] = mapped_column(ForeignKey("saved_lists.id", ondelete="CASCADE"), primary_key=True)
    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"), primary_key=True)
    buyer_id: Mapped[UUID]
    position: Mapped[int]
    quantity: Mapped[int]
