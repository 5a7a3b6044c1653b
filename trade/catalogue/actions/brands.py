"""What a seller tells everybody of itself."""

from __future__ import annotations

import secrets
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from trade.catalogue.models import Brand
from trade.catalogue.ports import Drawn, PictureStore
from trade.catalogue.rules import STORY_MAX
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, StaleVersion
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action


@action(Permission.SELL)
def tell_story(work: Work, *, story: str, story_zh: str, version: int) -> UUID:
    """Say who the actor's organisation is, in one language or both; ``StaleVersion`` when somebody else did meanwhile."""
    told = {"story": story, "story_zh": story_zh}
    for field, text in told.items():
        if len(text) > STORY_MAX:
            raise InvalidInput(field, "too_long", maximum=STORY_MAX)
    brand = _own(work)
    if brand.version != version:
        raise StaleVersion("brand")
    before = {name: getattr(brand, name) for name, text in told.items() if getattr(brand, name) != text}
    brand.story, brand.story_zh = story, story_zh
    brand.version, brand.changed_at = brand.version + 1, work.at
    after = {name: told[name] for name in before}
    work.record("catalogue.story_told", "brand", brand.seller_id, before=before, after=after)
    return brand.seller_id


@action(Permission.SELL)
def show_brand_picture(work: Work, drawn: Drawn, store: PictureStore) -> UUID:
    """Show a picture of the actor's organisation, in place of the one before.

    The files are kept first: were the rest to fail, they lie there under a name that nobody knows.
    """
    brand = _own(work)
    name = secrets.token_urlsafe(15)
    store.keep(name, drawn.files)
    brand.picture, brand.width, brand.height, brand.changed_at = name, drawn.width, drawn.height, work.at
    work.record("catalogue.brand_picture_set", "brand", brand.seller_id)
    return brand.seller_id


@action(Permission.SELL)
def hide_brand_picture(work: Work) -> UUID:
    """Show no picture of the actor's organisation any more."""
    brand = _own(work)
    brand.picture, brand.width, brand.height, brand.changed_at = "", 0, 0, work.at
    work.record("catalogue.brand_picture_removed", "brand", brand.seller_id)
    return brand.seller_id


def _own(work: Work) -> Brand:
    """Lock the actor's brand; two people who tell the first story at once meet at the row as well."""
    seller_id = work.actor.organisation
    work.session.execute(insert(Brand).values(seller_id=seller_id, changed_at=work.at).on_conflict_do_nothing())
    brand = lock_one(work.session, select(Brand).where(Brand.seller_id == seller_id))
    assert brand is not None
    return brand
