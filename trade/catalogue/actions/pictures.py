"""Showing goods: adding, ordering and removing pictures of a product."""

from __future__ import annotations

import secrets
from typing import Final
from uuid import UUID

from sqlalchemy import select

from trade.catalogue.models import Picture, Product
from trade.catalogue.ports import Drawn, PictureStore
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, InvalidInput, NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action

PICTURES_MAX: Final = 8
WORDS_MAX: Final = 160


class TooManyPictures(DomainError):
    """A product has as many pictures as one may have."""


@action(Permission.SELL)
def add_picture(work: Work, product_id: UUID, drawn: Drawn, store: PictureStore) -> UUID:
    """Add a picture behind the others; the first is shown in lists.

    The files are kept first: were the rest to fail, they lie there under a name that nobody knows.
    """
    product = _own(work, product_id)
    others = _pictures(work, product_id)
    if len(others) >= PICTURES_MAX:
        raise TooManyPictures
    name = secrets.token_urlsafe(15)
    store.keep(name, drawn.files)
    made = Picture(
        id=new_id(), product_id=product_id, seller_id=product.seller_id, name=name, width=drawn.width,
        height=drawn.height, position=others[-1].position + 1 if others else 0, created_at=work.at,
    )  # fmt: skip
    work.session.add(made)
    product.picture = product.picture or name
    work.record("catalogue.picture_added", "product", product_id)
    return made.id


@action(Permission.SELL)
def show_first(work: Work, product_id: UUID, picture_id: UUID) -> UUID:
    """Let a picture be the one that lists show."""
    product = _own(work, product_id)
    pictures = _pictures(work, product_id)
    chosen = _among(pictures, picture_id)
    for position, picture in enumerate([chosen, *(each for each in pictures if each is not chosen)]):
        picture.position = position
    product.picture = chosen.name
    work.record("catalogue.picture_chosen", "product", product_id)
    return product_id


@action(Permission.SELL)
def move_picture(work: Work, product_id: UUID, picture_id: UUID, *, later: bool) -> UUID:
    """Let a picture change places with the one behind it, or before it; at the end of the row nothing changes."""
    product = _own(work, product_id)
    pictures = _pictures(work, product_id)
    chosen = _among(pictures, picture_id)
    place = pictures.index(chosen)
    other = min(max(place + (1 if later else -1), 0), len(pictures) - 1)
    pictures[place], pictures[other] = pictures[other], pictures[place]
    for position, picture in enumerate(pictures):
        picture.position = position
    product.picture = pictures[0].name
    work.record("catalogue.picture_moved", "product", product_id)
    return product_id


@action(Permission.SELL)
def replace_picture(work: Work, product_id: UUID, picture_id: UUID, drawn: Drawn, store: PictureStore) -> UUID:
    """Show another picture in the place and with the words of this one.

    It gets a name of its own: what browsers keep under a name never changes.
    """
    product = _own(work, product_id)
    pictures = _pictures(work, product_id)
    chosen = _among(pictures, picture_id)
    name = secrets.token_urlsafe(15)
    store.keep(name, drawn.files)
    chosen.name, chosen.width, chosen.height = name, drawn.width, drawn.height
    product.picture = pictures[0].name
    work.record("catalogue.picture_replaced", "product", product_id)
    return product_id


@action(Permission.SELL)
def describe_picture(work: Work, product_id: UUID, picture_id: UUID, *, words: str, words_zh: str) -> UUID:
    """Say what is to be seen, for those who don't see it; ``InvalidInput`` where that is too long."""
    for field, said in (("words", words), ("words_zh", words_zh)):
        if len(said) > WORDS_MAX:
            raise InvalidInput(field, "too_long", maximum=WORDS_MAX)
    _own(work, product_id)
    chosen = _among(_pictures(work, product_id), picture_id)
    chosen.words, chosen.words_zh = words, words_zh
    work.record("catalogue.picture_described", "product", product_id, after={"words": words, "words_zh": words_zh})
    return product_id


@action(Permission.SELL)
def remove_picture(work: Work, product_id: UUID, picture_id: UUID) -> UUID:
    """Take a picture away; the next one takes its place in lists."""
    product = _own(work, product_id)
    pictures = _pictures(work, product_id)
    gone = _among(pictures, picture_id)
    left = [each for each in pictures if each is not gone]
    work.session.delete(gone)
    product.picture = left[0].name if left else ""
    work.record("catalogue.picture_removed", "product", product_id)
    return product_id


def _own(work: Work, product_id: UUID) -> Product:
    own = select(Product).where(Product.id == product_id, Product.seller_id == work.actor.organisation)
    product = lock_one(work.session, own)
    if product is None:
        raise NotFound("product", product_id)
    return product


def _pictures(work: Work, product_id: UUID) -> list[Picture]:
    return list(
        work.session.scalars(select(Picture).where(Picture.product_id == product_id).order_by(Picture.position))
    )


def _among(pictures: list[Picture], picture_id: UUID) -> Picture:
    found = next((picture for picture in pictures if picture.id == picture_id), None)
    if found is None:
        raise NotFound("picture", picture_id)
    return found
