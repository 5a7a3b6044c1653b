"""Who a seller is, as everybody may see it; and what it tells of itself, as it edits it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import Session

from trade.catalogue.models import Brand
from trade.kernel import prepared
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.parties.models import Organisation, Region
from trade.parties.rules import OrganisationKind, OrganisationState

SELLING: Final = tuple(str(kind) for kind in OrganisationKind if kind.sells)


@dataclass(frozen=True, slots=True)
class Story:
    """What a seller tells of itself. ``version`` is 0 and the rest empty until it has told anything."""

    story: str = ""
    story_zh: str = ""
    picture: str = ""
    width: int = 0
    height: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class BrandPage:
    """A seller on its own page. ``region`` is empty where it has said none; ``since``: admitted to the market."""

    seller_id: UUID
    name: str
    region: str
    region_zh: str
    country: str
    since: datetime | None
    on_trial: bool
    story: Story


_STORY: Final = (
    func.coalesce(Brand.story, ""),
    func.coalesce(Brand.story_zh, ""),
    func.coalesce(Brand.picture, ""),
    func.coalesce(Brand.width, 0),
    func.coalesce(Brand.height, 0),
    func.coalesce(Brand.version, 0),
)
_SELLER: Final[BindParameter[UUID]] = bindparam("seller_id")
_PAGE: Final = (
    select(
        Organisation.id,
        Organisation.name,
        func.coalesce(Region.name, ""),
        func.coalesce(Region.name_zh, ""),
        func.coalesce(Region.country, ""),
        Organisation.admitted_at,
        Organisation.open_orders_max.is_not(None),
        *_STORY,
    )
    .outerjoin(Region, Region.code == Organisation.region_code)
    .outerjoin(Brand, Brand.seller_id == Organisation.id)
    .where(
        Organisation.id == _SELLER,
        Organisation.kind.in_(SELLING),
        Organisation.state == OrganisationState.ADMITTED,
    )
)
_NAME: Final = select(Organisation.name).where(
    Organisation.id == _SELLER, Organisation.kind.in_(SELLING), Organisation.state == OrganisationState.ADMITTED
)


def brand_page(session: Session, seller_id: UUID) -> BrandPage:
    """Who a seller is, for anybody; ``NotFound`` unless it is admitted."""
    row = prepared.run(session, _PAGE, {"seller_id": seller_id}).one_or_none()
    if row is None:
        raise NotFound("seller", seller_id)
    found, name, region, region_zh, country, since, on_trial, *story = row
    return BrandPage(found, name, region, region_zh, country, since, on_trial, Story(*story))


def seller_name(session: Session, seller_id: UUID | None) -> str:
    """What a seller is called; empty where there is none of this id."""
    if seller_id is None:
        return ""
    row = prepared.run(session, _NAME, {"seller_id": seller_id}).one_or_none()
    return str(row[0]) if row is not None else ""


def own_story(session: Session, actor: Actor) -> Story:
    """What the actor's organisation tells of itself."""
    row = session.execute(select(*_STORY).where(Brand.seller_id == actor.organisation)).one_or_none()
    return Story(*row) if row is not None else Story()
