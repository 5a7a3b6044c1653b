"""The table of files. What is in them lies in a store, under their random names."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PostgresUUID
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Instant, Key


class File(Base):
    """A file of an organisation; until it belongs to something (``attached_at``) it is forgotten after a while."""

    __tablename__ = "files"
    __table_args__ = (
        CheckConstraint("kind IN ('photo', 'document')", name="kind"),
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("octet_length(sha256) = 32", name="sha256"),
        CheckConstraint("(kind = 'photo') = (dhash IS NOT NULL)", name="photos_have_hashes"),
        Index("uq_files_name", "name", unique=True),
        Index("ix_files_owner", "owner_id", "created_at"),
        Index("ix_files_readers", "readers", postgresql_using="gin"),
        Index("ix_files_sha256", "sha256"),
        Index("ix_files_unattached", "created_at", postgresql_where=text("attached_at IS NULL")),
    )

    id: Mapped[Key]
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[str] = mapped_column(String(10))
    media_type: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(120), comment="what its sender called it; shown, never a path")
    size: Mapped[int] = mapped_column(comment="bytes")
    sha256: Mapped[bytes] = mapped_column(LargeBinary, comment="of what is kept")
    dhash: Mapped[int | None] = mapped_column(BigInteger, comment="perceptual hash, signed")
    name: Mapped[str] = mapped_column(String(40), comment="where it lies in the store")
    readers: Mapped[list[UUID]] = mapped_column(
        ARRAY(PostgresUUID(as_uuid=True)), default=list, comment="organisations that see it too"
    )
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[Instant]
    attached_at: Mapped[Instant | None]
