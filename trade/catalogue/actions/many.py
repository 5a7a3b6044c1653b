"""Many products at once, as a sheet says them: a constant number of statements, however many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update

from trade.catalogue.indexing import index_skus
from trade.catalogue.models import SKU, Product
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_all
from trade.kernel.work import Work


@dataclass(frozen=True, slots=True)
class PutGood:
    """What a product in one specification becomes; without ``sku_id`` and ``product_id`` it is new.

    ``is_alone``: the product has this specification only, so that it is what goes on and off sale. ``before`` and
    ``after`` are told in the event.
    """

    code: str
    name: str
    name_zh: str
    category_id: UUID
    specification: str
    unit: str
    pack_size: int
    moq: int
    multiple: int
    barcode: str
    state: str
    before: dict[str, Any]
    after: dict[str, Any]
    sku_id: UUID | None = None
    product_id: UUID | None = None
    is_alone: bool = True


def put_goods(work: Work, goods: Sequence[PutGood]) -> dict[str, UUID]:
    """Write goods whose rows the caller has locked and judged; answer the SKUs by code."""
    made = [_make(work, good) for good in goods if good.sku_id is None]
    work.session.add_all([product for product, _ in made])
    work.session.flush()  # the SKUs refer to them
    work.session.add_all([sku for _, sku in made])
    work.session.flush()
    _change(work, [good for good in goods if good.sku_id is not None])
    ids = {sku.code: sku.id for _, sku in made} | {good.code: good.sku_id for good in goods if good.sku_id}
    index_skus(work.session, list(ids.values()), {good.product_id for good in goods if good.product_id})
    return ids


def lock_goods(work: Work, product_ids: set[UUID], sku_ids: set[UUID]) -> tuple[list[Product], list[SKU]]:
    """Lock products and then SKUs, each in key order; keep what is returned as long as it is needed."""
    return (
        lock_all(work.session, Product, Product.id, product_ids),
        lock_all(work.session, SKU, SKU.id, sku_ids),
    )


def _make(work: Work, good: PutGood) -> tuple[Product, SKU]:
    seller_id = work.actor.organisation
    product = Product(
        id=new_id(), seller_id=seller_id, category_id=good.category_id, code=good.code, name=good.name,
        name_zh=good.name_zh, description="", state=good.state, rank=0, version=1, created_at=work.at, picture="",
    )  # fmt: skip
    sku = SKU(
        id=new_id(), product_id=product.id, seller_id=seller_id, code=good.code, specification=good.specification,
        unit=good.unit, pack_size=good.pack_size, moq=good.moq, multiple=good.multiple, barcode=good.barcode,
    )  # fmt: skip
    work.record("catalogue.product_created", "product", product.id, after=good.after)
    return product, sku


def _change(work: Work, goods: Sequence[PutGood]) -> None:
    if not goods:
        return
    products = {good.product_id: good for good in goods if good.product_id}
    versions = {key: work.session.get_one(Product, key) for key in products}
    skus = {good.sku_id: work.session.get_one(SKU, good.sku_id) for good in goods if good.sku_id}
    work.session.execute(
        update(Product),
        [
            {
                "id": key, "name": good.name, "name_zh": good.name_zh, "category_id": good.category_id,
                "version": versions[key].version + 1,
                "state": good.state if good.is_alone else versions[key].state,
            }
            for key, good in products.items()
        ],
    )  # fmt: skip
    work.session.execute(
        update(SKU),
        [
            {
                "id": good.sku_id, "specification": good.specification, "unit": good.unit,
                "pack_size": good.pack_size, "moq": good.moq, "multiple": good.multiple, "barcode": good.barcode,
                "archived_at": _archived(work, good, skus),
            }
            for good in goods
        ],
    )  # fmt: skip
    for good in goods:
        if good.product_id:
            work.record("catalogue.product_edited", "product", good.product_id, before=good.before, after=good.after)


def _archived(work: Work, good: PutGood, skus: Mapping[UUID, SKU]) -> datetime | None:
    if good.sku_id is None or good.state == "offered":
        return None
    before = skus[good.sku_id].archived_at
    return before if good.is_alone else before or work.at
