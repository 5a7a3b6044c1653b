"""Price lists and whom they are for; what a buyer is to a seller."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Uuid, delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.parties.models import Organisation, Region
from trade.pricing.models import BuyerLevel, PriceList
from trade.pricing.rules import LEVEL_MAX


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a list is for: exactly one of the three is said. ``buyer`` is the code of an organisation."""

    level: str = ""
    region_code: str = ""
    buyer: str = ""

    @property
    def kind(self) -> str:
        """The word of the table."""
        return "level" if self.level else "region" if self.region_code else "buyer"


@action(Permission.SELL)
def begin_list(work: Work, *, name: str, audience: Audience) -> UUID:
    """Begin a price list for a level, a region or one buyer; it is empty, and in the seller's currency.

    Raises ``InvalidInput`` at ``region_code`` or ``buyer`` for what is not there.
    """
    seller = work.session.get_one(Organisation, work.actor.organisation)
    if audience.kind == "region" and work.session.get(Region, audience.region_code) is None:
        raise InvalidInput("region_code", "unknown")
    buyer_id = require_buyer(work, audience.buyer) if audience.kind == "buyer" else None
    begun = PriceList(
        id=new_id(), seller_id=seller.id, audience=audience.kind, name=name, currency=seller.currency,
        level=audience.level or None, region_code=audience.region_code or None, buyer_id=buyer_id,
    )  # fmt: skip
    work.session.add(begun)
    work.record("pricing.list_begun", "price_list", begun.id, parties=(seller.id,), after={"name": name})
    return begun.id


@action(Permission.SELL)
def end_list(work: Work, list_id: UUID) -> UUID:
    """End one of the actor's lists with all its prices; the one for everybody stays."""
    price_list = lock_list(work, list_id)
    if price_list.audience == "base":
        raise NotFound("price list", list_id)
    price_list.archived_at = work.at
    work.record("pricing.list_ended", "price_list", list_id, parties=(price_list.seller_id,))
    return list_id


@action(Permission.SELL)
def set_level(work: Work, *, buyer: str, level: str) -> UUID:
    """Say what a buyer (by code) is to the actor's organisation; an empty word takes the level away.

    Raises ``InvalidInput`` at ``buyer`` or ``level``.
    """
    buyer_id = require_buyer(work, buyer)
    if len(level) > LEVEL_MAX:
        raise InvalidInput("level", "too_long", maximum=LEVEL_MAX)
    seller_id = work.actor.organisation
    key = {"seller_id": seller_id, "buyer_id": buyer_id}
    before = work.session.get(BuyerLevel, key)
    told = {"level": before.level} if before else {}
    if level:
        row = upsert(BuyerLevel).values(**key, level=level, set_at=work.at)
        keys = list(key)
        work.session.execute(row.on_conflict_do_update(index_elements=keys, set_={"level": level, "set_at": work.at}))
    else:
        work.session.execute(
            delete(BuyerLevel).where(BuyerLevel.seller_id == seller_id, BuyerLevel.buyer_id == buyer_id)
        )
    work.record(
        "pricing.level_set", "organisation", buyer_id, parties=(seller_id,), before=told, after={"level": level}
    )
    return buyer_id


def require_buyer(work: Work, code: str) -> UUID:
    """Return who has this code: an admitted organisation that buys, not the actor's own; ``InvalidInput`` at ``buyer``."""
    found: UUID | None = work.session.execute(select(func.pricing_buyer(code, type_=Uuid()))).scalar_one()
    if found is None or found == work.actor.organisation_id:
        raise InvalidInput("buyer", "unknown_buyer")
    return found


def lock_list(work: Work, list_id: UUID | None = None) -> PriceList:
    """Lock one of the actor's lists that has not ended; the one for everybody by default, begun with its first price."""
    own = select(PriceList).where(PriceList.seller_id == work.actor.organisation)
    if list_id is not None:
        found = lock_one(work.session, own.where(PriceList.id == list_id, PriceList.archived_at.is_(None)))
        if found is None:
            raise NotFound("price list", list_id)
        return found
    seller = work.session.get_one(Organisation, work.actor.organisation)
    everybody = own.where(PriceList.audience == "base", PriceList.currency == seller.currency)
    base = lock_one(work.session, everybody)
    if base is None:
        base = PriceList(id=new_id(), seller_id=seller.id, audience="base", name="Base", currency=seller.currency)
        work.session.add(base)
        work.session.flush()  # ladders refer to it
    return base
