"""What a product looks like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from trade.catalogue.models import Picture
from trade.kernel import prepared


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture: the name of its files, its size on a page in pixels, and what is to be seen, where its seller says."""

    id: UUID
    name: str
    width: int
    height: int
    words: str = ""
    words_zh: str = ""


_PICTURES: Final = (
    select(Picture.id, Picture.name, Picture.width, Picture.height, Picture.words, Picture.words_zh)
    .where(Picture.product_id == bindparam("product_id"))
    .order_by(Picture.position)
)


def pictures_of(session: Session, product_id: UUID) -> Sequence[PictureRow]:
    """The pictures of a product in their order."""
    return [PictureRow(*row) for row in prepared.run(session, _PICTURES, {"product_id": product_id})]
