"""SKUs that are sold together under a code of their own."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, insert, select

from trade.catalogue.actions.products import ProductMade, ProductSheet, create_product
from trade.catalogue.models import SKU, PackPart
from trade.catalogue.rules import Part, PartsFault, PartsRefused, check_parts
from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action


@action(Permission.SELL)
def make_pack(work: Work, sheet: ProductSheet, parts: Sequence[Part]) -> ProductMade:
    """Add a pack to the actor's range, made up of other SKUs of the actor's; it is a pack for good.

    Raises ``PartsRefused`` where it cannot be made up so, and what ``create_product`` raises.
    """
    made = create_product.within(work, sheet)
    make_up(work, made.sku_id, parts)
    return made


def make_up(work: Work, sku_id: UUID, parts: Sequence[Part]) -> None:
    """Let a SKU that was just added be a pack of these parts."""
    pack = work.session.get_one(SKU, sku_id)
    pack.is_pack = True
    work.session.flush()  # its parts refer to it as a pack
    _put(work, pack, parts)
    work.record("catalogue.pack_made", "product", pack.product_id, after={"parts": _told(parts)})


@action(Permission.SELL)
def change_parts(work: Work, pack_id: UUID, parts: Sequence[Part]) -> UUID:
    """Make up a pack of the actor's otherwise from now on; orders that were placed keep what they were promised."""
    own = select(SKU).where(SKU.id == pack_id, SKU.seller_id == work.actor.organisation, SKU.is_pack)
    pack = lock_one(work.session, own)
    if pack is None:
        raise NotFound("pack", pack_id)
    before = work.session.scalars(select(PackPart).where(PackPart.pack_id == pack_id).order_by(PackPart.position))
    told = _told([Part(row.part_id, row.quantity) for row in before])
    work.session.execute(delete(PackPart).where(PackPart.pack_id == pack_id))
    _put(work, pack, parts)
    work.record(
        "catalogue.pack_changed", "product", pack.product_id, before={"parts": told}, after={"parts": _told(parts)}
    )
    return pack.product_id


def _put(work: Work, pack: SKU, parts: Sequence[Part]) -> None:
    check_parts(parts)
    asked = select(SKU.id, SKU.is_pack).where(
        SKU.id.in_([part.sku_id for part in parts]), SKU.seller_id == pack.seller_id
    )
    known = {row.id: row.is_pack for row in work.session.execute(asked)}
    for number, part in enumerate(parts, 1):
        if part.sku_id not in known:
            raise PartsRefused(PartsFault.UNKNOWN, number)
        if known[part.sku_id]:
            raise PartsRefused(PartsFault.NESTED, number)
    rows = [
        {"pack_id": pack.id, "part_id": part.sku_id, "seller_id": pack.seller_id, "position": number,
         "quantity": part.quantity}
        for number, part in enumerate(parts, 1)
    ]  # fmt: skip
    work.session.execute(insert(PackPart), rows)


def _told(parts: Sequence[Part]) -> dict[str, int]:
    return {str(part.sku_id): part.quantity for part in parts}
