"""Tables of large sheets of products, and of their rows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Instant, Key


class GoodsSheet(Base):
    """A sheet of products too large to be taken in while somebody waits: checked and taken in slice by slice."""

    __tablename__ = "goods_sheets"
    __table_args__ = (
        CheckConstraint("state IN ('checking','checked','taking','taken','stopped','cancelled')", name="state"),
        CheckConstraint("0 <= taken AND taken <= checked AND checked <= slices", name="slices"),
        CheckConstraint("taken = 0 OR checked = slices", name="checked_first"),
        CheckConstraint("(confirmed_at IS NOT NULL) = (state IN ('taking','taken','stopped'))", name="confirmed"),
        CheckConstraint(
            "rows_wrong >= 0 AND rows_new >= 0 AND rows_changed >= 0"
            " AND rows_wrong + rows_new + rows_changed <= rows_done AND rows_done <= rows_total",
            name="rows",
        ),
        CheckConstraint(
            "rows_added >= 0 AND rows_written >= rows_added AND rows_passed >= 0"
            " AND rows_written + rows_passed <= rows_new + rows_changed",
            name="written",
        ),
        Index("ix_goods_sheets_seller", "seller_id", "at"),
    )

    id: Mapped[Key]
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    at: Mapped[Instant]
    name: Mapped[str] = mapped_column(String(200), comment="of the file; empty where the rows were pasted")
    state: Mapped[str] = mapped_column(String(12))
    slices: Mapped[int]
    checked: Mapped[int] = mapped_column(default=0, comment="slices")
    taken: Mapped[int] = mapped_column(default=0, comment="slices")
    rows_total: Mapped[int]
    rows_done: Mapped[int] = mapped_column(default=0, comment="checked")
    rows_wrong: Mapped[int] = mapped_column(default=0)
    rows_new: Mapped[int] = mapped_column(default=0)
    rows_changed: Mapped[int] = mapped_column(default=0)
    rows_added: Mapped[int] = mapped_column(default=0, comment="of those written, new ones")
    rows_written: Mapped[int] = mapped_column(default=0)
    rows_passed: Mapped[int] = mapped_column(default=0, comment="left, as their goods had changed since the look")
    confirmed_at: Mapped[Instant | None]


class GoodsSheetRow(Base):
    """A row of such a sheet as it was sent and checked."""

    __tablename__ = "goods_sheet_rows"
    __table_args__ = (
        CheckConstraint("outcome IN ('','wrong','new','changed','unchanged','passed')", name="outcome"),
        Index("ix_goods_sheet_rows_slice", "sheet_id", "slice", "number"),
    )

    sheet_id: Mapped[UUID] = mapped_column(ForeignKey("goods_sheets.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, comment="as the spreadsheet shows it")
    seller_id: Mapped[UUID]
    slice: Mapped[int] = mapped_column(comment="from 0")
    cells: Mapped[dict[str, Any]] = mapped_column(JSONB)
    outcome: Mapped[str] = mapped_column(String(12), default="", comment="empty until it is checked")
    faults: Mapped[list[Any]] = mapped_column(JSONB, comment="[column, kind, fact, minimum, multiple]")
    shown: Mapped[str] = mapped_column(String(32), default="", comment="the fingerprint of what it would do")
