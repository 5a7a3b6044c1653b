"""The table that filters count."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.dialects.postgresql import TSTZMULTIRANGE
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base


class TalliedSKU(Base):
    """What counts of a SKU, in one narrow row: written by the database alone, with every change of what it says.

    ``in_stock``: as much as can be ordered lies there. ``priced``: when the seller's list for everybody has a price.
    ``borne`` are its marks in the order of their words, one of which ends after ``borne_until``.
    """

    __tablename__ = "tallied_skus"

    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"), primary_key=True)
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    category_id: Mapped[UUID] = mapped_column(ForeignKey("categories.id"))
    is_shown: Mapped[bool]
    in_stock: Mapped[bool]
    borne: Mapped[str] = mapped_column(Text)
    borne_until: Mapped[date | None]
    priced: Mapped[object] = mapped_column(TSTZMULTIRANGE)
