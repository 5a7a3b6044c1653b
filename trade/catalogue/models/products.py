"""Tables of products and SKUs."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trade.catalogue.models.categories import Category
from trade.catalogue.rules import SORT_KEY_MAX, STORY_MAX, UNSORTED
from trade.kernel.base import Base, Instant, Key
from trade.kernel.quantities import QUANTITY_MAX, QuantityRule

SortKey = Annotated[str, mapped_column(String(SORT_KEY_MAX, collation="C"), server_default=UNSORTED)]


class Product(Base):
    """What a seller offers, in one or more specifications."""

    __tablename__ = "products"
    __table_args__ = (
        UniqueConstraint("seller_id", "code"),
        CheckConstraint("state IN ('draft','offered','withdrawn','held_back')", name="state"),
        CheckConstraint(
            "(state = 'held_back') = (held_back_at IS NOT NULL)"
            " AND (state = 'held_back') = (state_wanted IS NOT NULL) AND state_wanted <> 'held_back'",
            name="held_back",
        ),
        Index("ix_products_listing", "state", "category_id", "rank", "id"),
        Index("ix_products_ranking", "state", "rank", "id"),
        Index("ix_products_of_seller", "seller_id", "state", "rank", "id"),
        Index("ix_products_by_name", "state", "name_key", "id"),
        Index("ix_products_by_name_zh", "state", "name_zh_key", "id"),
        Index("ix_products_by_age", "state", "created_at", "id"),
        CheckConstraint("name_key <> '' AND name_zh_key <> ''", name="sorted"),
        CheckConstraint("tax_class IN ('standard','reduced','zero','exempt')", name="tax_class"),
    )

    id: Mapped[Key]
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    category_id: Mapped[UUID] = mapped_column(ForeignKey("categories.id"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(160))
    name_zh: Mapped[str] = mapped_column(String(160), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(12))
    rank: Mapped[int] = mapped_column(default=0, comment="0 first: by what sold most")
    picture: Mapped[str] = mapped_column(String(24), server_default="", comment="name of its first picture")
    name_key: Mapped[SortKey] = mapped_column(comment="where its name stands in a list")
    name_zh_key: Mapped[SortKey] = mapped_column(comment="the same for the Chinese name, by its sound")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Instant]
    held_back_at: Mapped[Instant | None] = mapped_column(comment="not sold since then, whatever its seller wants")
    state_wanted: Mapped[str | None] = mapped_column(String(12), comment="what its seller wants of it meanwhile")
    tax_class: Mapped[str] = mapped_column(String(8), server_default="standard", default="standard")

    category: Mapped[Category] = relationship()


class SKU(Base):
    """The thing that is ordered: a product in one specification."""

    __tablename__ = "skus"
    __table_args__ = (
        UniqueConstraint("seller_id", "code"),
        UniqueConstraint("id", "seller_id", "is_pack"),
        CheckConstraint("multiple > 0 AND moq > 0 AND mod(moq, multiple) = 0", name="quantity_rule"),
        CheckConstraint(f"moq <= {QUANTITY_MAX}", name="moq_max"),
        CheckConstraint("pack_size > 0", name="pack_size"),
        Index("ix_skus_folded_code", func.lower("code"), postgresql_ops={"lower": "text_pattern_ops"}),
        Index(
            "ix_skus_barcode",
            "barcode",
            postgresql_where=text("barcode <> ''"),
            postgresql_ops={"barcode": "text_pattern_ops"},
        ),
    )

    id: Mapped[Key]
    product_id: Mapped[UUID] = mapped_column(ForeignKey("products.id"), index=True)
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    code: Mapped[str] = mapped_column(String(40))
    specification: Mapped[str] = mapped_column(String(80), default="")
    unit: Mapped[str] = mapped_column(String(20), default="piece", comment="base unit, singular")
    pack_size: Mapped[int] = mapped_column(default=1, comment="base units in a carton")
    moq: Mapped[int]
    multiple: Mapped[int]
    barcode: Mapped[str] = mapped_column(String(20), default="")
    archived_at: Mapped[Instant | None]
    is_pack: Mapped[bool] = mapped_column(server_default=text("false"), default=False, comment="made up of other SKUs")

    product: Mapped[Product] = relationship()

    @property
    def quantity_rule(self) -> QuantityRule:
        """Which quantities may be ordered."""
        return QuantityRule(self.moq, self.multiple)


class PackPart(Base):
    """How much of a SKU is in one pack. A part is the same seller's, and no pack itself: the database says so."""

    __tablename__ = "pack_parts"
    __table_args__ = (
        CheckConstraint("quantity BETWEEN 1 AND 1000", name="quantity"),
        ForeignKeyConstraint(["pack_id", "seller_id", "pack_is"], ["skus.id", "skus.seller_id", "skus.is_pack"]),
        ForeignKeyConstraint(["part_id", "seller_id", "part_is"], ["skus.id", "skus.seller_id", "skus.is_pack"]),
        Index("ix_pack_parts_part_id", "part_id"),
    )

    pack_id: Mapped[UUID] = mapped_column(primary_key=True)
    part_id: Mapped[UUID] = mapped_column(primary_key=True)
    seller_id: Mapped[UUID]
    position: Mapped[int]
    quantity: Mapped[int] = mapped_column(comment="base units of the part in one pack")
    pack_is: Mapped[bool] = mapped_column(Computed("true", persisted=True))
    part_is: Mapped[bool] = mapped_column(Computed("false", persisted=True))


class Property(Base):
    """A named value of a product, such as a net weight of 500 g; an empty text stands for that of the other language."""

    __tablename__ = "properties"
    __table_args__ = (
        CheckConstraint("position BETWEEN 1 AND 30", name="position"),
        CheckConstraint("(name <> '' OR name_zh <> '') AND (value <> '' OR value_zh <> '')", name="said"),
    )

    product_id: Mapped[UUID] = mapped_column(ForeignKey("products.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(60))
    name_zh: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(String(200))
    value_zh: Mapped[str] = mapped_column(String(200))
    unit: Mapped[str] = mapped_column(String(20))


class ProductMark(Base):
    """A mark that a product bears: that it conforms to something, or is of some kind."""

    __tablename__ = "product_marks"
    __table_args__ = (
        CheckConstraint(
            "mark IN ('ce','ukca','fda','gb','ccc','sc','organic','halal','kosher','vegan','fair_trade','fsc','haccp',"
            "'iso_9001','iso_22000','oeko_tex','rohs','reach')",
            name="mark",
        ),
        Index("ix_product_marks_mark", "mark", "product_id"),
        Index("ix_product_marks_seller_id", "seller_id", "valid_until"),
    )

    product_id: Mapped[UUID] = mapped_column(ForeignKey("products.id"), primary_key=True)
    mark: Mapped[str] = mapped_column(String(12), primary_key=True)
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    certificate: Mapped[str] = mapped_column(String(80))
    valid_until: Mapped[date | None] = mapped_column(comment="the last day; none: for good")


class Picture(Base):
    """A picture of a product. Its files lie in the picture store under its name, which nobody can guess."""

    __tablename__ = "pictures"
    __table_args__ = (
        UniqueConstraint("name"),
        CheckConstraint("width > 0 AND height > 0", name="size"),
        Index("ix_pictures_product_id", "product_id", "position"),
    )

    id: Mapped[Key]
    product_id: Mapped[UUID] = mapped_column(ForeignKey("products.id"))
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str] = mapped_column(String(24))
    width: Mapped[int]
    height: Mapped[int]
    position: Mapped[int]
    words: Mapped[str] = mapped_column(String(160), server_default="", default="")
    words_zh: Mapped[str] = mapped_column(String(160), server_default="", default="")
    created_at: Mapped[Instant]


class SKUTokens(Base):
    """What a SKU is found by (``trade.catalogue.rules.tokens``); apart from it, since only searches read so much."""

    __tablename__ = "sku_tokens"
    __table_args__ = (Index("ix_sku_tokens_tokens", "tokens", postgresql_using="gin"),)

    sku_id: Mapped[UUID] = mapped_column(ForeignKey("skus.id"), primary_key=True)
    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    tokens: Mapped[str] = mapped_column(TSVECTOR)


class SearchWord(Base):
    """A word that stands in the name of some product: what a mistyped search may have meant."""

    __tablename__ = "search_words"
    __table_args__ = (
        Index("ix_search_words_word", "word", postgresql_using="gin", postgresql_ops={"word": "gin_trgm_ops"}),
    )

    word: Mapped[str] = mapped_column(String(24), primary_key=True)


class Brand(Base):
    """What a seller tells everybody of itself: its story, and a picture whose files lie in the picture store."""

    __tablename__ = "brands"
    __table_args__ = (
        CheckConstraint(f"char_length(story) <= {STORY_MAX} AND char_length(story_zh) <= {STORY_MAX}", name="length"),
        CheckConstraint("picture = '' OR width > 0 AND height > 0", name="size"),
    )

    seller_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    story: Mapped[str] = mapped_column(Text, default="", server_default="")
    story_zh: Mapped[str] = mapped_column(Text, default="", server_default="")
    picture: Mapped[str] = mapped_column(String(24), default="", server_default="", comment="name of its files")
    width: Mapped[int] = mapped_column(default=0, server_default="0")
    height: Mapped[int] = mapped_column(default=0, server_default="0")
    version: Mapped[int] = mapped_column(default=0, server_default="0")
    changed_at: Mapped[Instant]
