"""Many products at once, as a sheet says them: a constant number of statements, however many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Integer, String, Uuid, bindparam, select, text

from trade.catalogue.indexing import index_skus
from trade.catalogue.models import SKU, Product
from trade.catalogue.rules import NEW_PLACE
from trade.kernel import prepared
from trade.kernel.base import UTCDateTime
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_all
from trade.kernel.together import columns_of, rows_of, together
from trade.kernel.work import Work
from trade.parties.rules import TaxClass


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
    tax_class: TaxClass
    before: dict[str, Any]
    after: dict[str, Any]
    sku_id: UUID | None = None
    product_id: UUID | None = None
    is_alone: bool = True


def put_goods(work: Work, goods: Sequence[PutGood]) -> dict[str, UUID]:
    """Write goods whose rows the caller has locked and judged; answer the SKUs by code."""
    new = [good for good in goods if good.sku_id is None]
    made = _make(work, new) if new else {}
    _change(work, [good for good in goods if good.sku_id is not None])
    ids = made | {good.code: good.sku_id for good in goods if good.sku_id}
    index_skus(work.session, list(ids.values()), {good.product_id for good in goods if good.product_id})
    return ids


def lock_goods(work: Work, product_ids: set[UUID], sku_ids: set[UUID]) -> tuple[list[Product], list[SKU]]:
    """Lock products and then SKUs, each in key order; keep what is returned as long as it is needed."""
    return (
        lock_all(work.session, Product, Product.id, product_ids),
        lock_all(work.session, SKU, SKU.id, sku_ids),
    )


_NEW: Final = together(
    Product,
    (
        "id",
        "seller_id",
        "category_id",
        "code",
        "name",
        "name_zh",
        "description",
        "state",
        "tax_class",
        "rank",
        "version",
        "created_at",
    ),
)
_SOLD: Final = ("specification", "unit", "pack_size", "moq", "multiple", "barcode")
_NEW_SKUS: Final = together(SKU, ("id", "product_id", "seller_id", "code", *_SOLD))


def _make(work: Work, goods: Sequence[PutGood]) -> dict[str, UUID]:
    """Write new products, each with its SKU; answer the SKUs by code."""
    products = [(new_id(), good) for good in goods]
    own = {
        "seller_id": work.actor.organisation,
        "description": "",
        "rank": NEW_PLACE,
        "version": 1,
        "created_at": work.at,
    }
    told = ("category_id", "code", "name", "name_zh", "state", "tax_class")
    prepared.run(work.session, _NEW(), rows_of({"id": key, **own, **_named(good, told)} for key, good in products))
    skus = [
        {"id": new_id(), "product_id": key, "seller_id": own["seller_id"], **_named(good, ("code", *_SOLD))}
        for key, good in products
    ]
    prepared.run(work.session, _NEW_SKUS(), rows_of(skus))
    for key, good in products:
        work.record("catalogue.product_created", "product", key, after=good.after)
    return {sku["code"]: sku["id"] for sku in skus}


def _named(good: PutGood, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(good, name) for name in names}


_PRODUCTS: Final = text(
    "UPDATE products p SET name = u.name, name_zh = u.name_zh, category_id = u.category_id, version = p.version + 1,"
    " tax_class = u.tax_class, state = coalesce(u.state, p.state)"
    " FROM unnest(:ids, :names, :names_zh, :categories, :taxes, :states)"
    " AS u (id, name, name_zh, category_id, tax_class, state) WHERE p.id = u.id"
).bindparams(
    bindparam("ids", type_=ARRAY(Uuid())), bindparam("names", type_=ARRAY(String)),
    bindparam("names_zh", type_=ARRAY(String)), bindparam("categories", type_=ARRAY(Uuid())),
    bindparam("taxes", type_=ARRAY(String)), bindparam("states", type_=ARRAY(String)),
)  # fmt: skip
_SKUS: Final = text(
    "UPDATE skus s SET specification = u.specification, unit = u.unit, barcode = u.barcode, pack_size = u.pack_size,"
    " moq = u.moq, multiple = u.multiple, archived_at = u.archived_at"
    " FROM unnest(:ids, :specifications, :units, :barcodes, :pack_sizes, :moqs, :multiples, :archived)"
    " AS u (id, specification, unit, barcode, pack_size, moq, multiple, archived_at) WHERE s.id = u.id"
).bindparams(
    bindparam("ids", type_=ARRAY(Uuid())), bindparam("specifications", type_=ARRAY(String)),
    bindparam("units", type_=ARRAY(String)), bindparam("barcodes", type_=ARRAY(String)),
    bindparam("pack_sizes", type_=ARRAY(Integer)), bindparam("moqs", type_=ARRAY(Integer)),
    bindparam("multiples", type_=ARRAY(Integer)), bindparam("archived", type_=ARRAY(UTCDateTime())),
)  # fmt: skip


def _change(work: Work, goods: Sequence[PutGood]) -> None:
    """Write what is there already: two statements, since each counts all that it touches anew."""
    if not goods:
        return
    products = {good.product_id: good for good in goods if good.product_id}
    said = [
        (key, good.name, good.name_zh, good.category_id, good.tax_class, good.state if good.is_alone else None)
        for key, good in products.items()
    ]
    names: tuple[str, ...] = ("ids", "names", "names_zh", "categories", "taxes", "states")
    prepared.run(work.session, _PRODUCTS, columns_of(names, said))
    asked = select(SKU.id, SKU.archived_at).where(SKU.id.in_([good.sku_id for good in goods]))
    archived = {row.id: row.archived_at for row in work.session.execute(asked)}
    sold = [
        (good.sku_id, good.specification, good.unit, good.barcode, good.pack_size, good.moq, good.multiple,
         _archived(work, good, archived))
        for good in goods
    ]  # fmt: skip
    names = ("ids", "specifications", "units", "barcodes", "pack_sizes", "moqs", "multiples", "archived")
    prepared.run(work.session, _SKUS, columns_of(names, sold))
    for good in goods:
        if good.product_id:
            work.record("catalogue.product_edited", "product", good.product_id, before=good.before, after=good.after)


def _archived(work: Work, good: PutGood, archived: Mapping[UUID, datetime | None]) -> datetime | None:
    if good.sku_id is None or good.state == "offered":
        return None
    before = archived[good.sku_id]
    return before if good.is_alone else before or work.at
