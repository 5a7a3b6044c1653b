"""Writing a pool down, and judging what is to be written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select

from trade.catalogue.models import SKU, Product
from trade.catalogue.rules import HELD_BACK
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.ids import new_id, new_reference, new_token
from trade.kernel.work import Work
from trade.parties.models import Organisation, Region
from trade.pooling.models import Pool, PoolGood
from trade.pooling.rules import PoolState, Terms, problems_of

SHARE_LETTERS = 16


def judge(work: Work, seller_id: UUID, terms: Terms) -> None:
    """Raise ``InvalidInput`` for the first thing that is wrong with an offer, ``NotFound`` for a SKU not the seller's."""
    multiples = _multiples(work, seller_id, terms)
    for field, code in problems_of(terms, multiples, work.at):
        raise InvalidInput(field, code)
    known = work.session.scalars(select(Region.code).where(Region.code.in_(terms.regions))).all()
    if len(known) < len(terms.regions):
        raise InvalidInput("regions", "unknown")


def write(
    work: Work,
    seller: Organisation,
    terms: Terms,
    state: PoolState,
    *,
    because: Mapping[str, Any] | None = None,
    repeats_id: UUID | None = None,
) -> Pool:
    """Write a new pool with its goods."""
    pool = Pool(
        id=new_id(), reference=new_reference("PL"), share_code=new_token()[:SHARE_LETTERS], seller_id=seller.id,
        state=state, currency=seller.currency, time_zone=seller.time_zone, proposed_because=dict(because or {}),
        repeats_id=repeats_id, created_at=work.at, changed_at=work.at, version=0, members=0, joins=0, ended_because="",
        reason="", **_columns(terms),
    )  # fmt: skip
    work.session.add(pool)
    work.session.flush()  # its goods refer to it
    _write_goods(work, pool, terms)
    return pool


def rewrite(work: Work, pool: Pool, terms: Terms) -> None:
    """Write the terms of a locked pool anew."""
    for name, value in _columns(terms).items():
        setattr(pool, name, value)
    work.session.execute(delete(PoolGood).where(PoolGood.pool_id == pool.id))
    work.session.expire_all()
    _write_goods(work, pool, terms)


def _columns(terms: Terms) -> dict[str, Any]:
    return {
        "title": terms.title.strip(), "note": terms.note.strip(), "regions": sorted(terms.regions),
        "opens_at": terms.opens_at, "closes_at": terms.closes_at, "withdraw_until": terms.withdraw_until,
        "ready_by": terms.ready_by, "first_closes_at": None,
        "minimum": terms.minimum, "quantities": list(terms.quantities),
        "requested": [0] * (len(terms.quantities) * len(terms.goods)),
    }  # fmt: skip


def _write_goods(work: Work, pool: Pool, terms: Terms) -> None:
    rows = [
        {
            "pool_id": pool.id, "sku_id": good.sku_id, "seller_id": pool.seller_id, "position": position,
            "unit_prices": list(good.unit_prices), "capacity": good.capacity, "multiple": good.multiple,
            "member_minimum": good.member_minimum,
        }
        for position, good in enumerate(terms.goods)
    ]  # fmt: skip
    work.session.flush()
    work.session.execute(insert(PoolGood), rows)


def _multiples(work: Work, seller_id: UUID, terms: Terms) -> dict[UUID, int]:
    """The order multiples of the goods, all of which must be the seller's, still be kept, and lie on the shelf."""
    ids = [good.sku_id for good in terms.goods]
    statement = (
        select(SKU.id, SKU.multiple, SKU.is_pack, Product.state)
        .join(Product, Product.id == SKU.product_id)
        .where(SKU.id.in_(ids), SKU.seller_id == seller_id, SKU.archived_at.is_(None))
    )
    rows = work.session.execute(statement).all()
    missing = set(ids) - {sku_id for sku_id, *_ in rows}
    if missing:
        raise NotFound("sku", min(missing))
    if any(is_pack for _, _, is_pack, _ in rows):
        raise InvalidInput("goods", "pool_pack")
    if any(state == HELD_BACK for *_, state in rows):
        raise InvalidInput("goods", "pool_held_back")
    return {sku_id: multiple for sku_id, multiple, *_ in rows}
