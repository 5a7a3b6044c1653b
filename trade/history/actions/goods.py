"""Products, SKUs and ladders that an import finds; what is offered already stays as its seller has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, select, text
from sqlalchemy.orm import Session

from trade.catalogue.indexing import learn, sort_keys, written
from trade.catalogue.models import SKU, Category, Product, SKUTokens
from trade.catalogue.rules import NEW_PLACE
from trade.history.actions.bulk import insert_rows
from trade.history.actions.intake import STAGE, Good
from trade.history.actions.shops import admit_suppliers, tell_imported
from trade.history.rules.goods import display_name
from trade.history.rules.ladders import Derived, PaidPrice, derive
from trade.history.rules.rows import CURRENCY
from trade.history.rules.shelves import SHELVES, shelf_of
from trade.kernel.ids import new_id
from trade.kernel.work import Work
from trade.pricing.models import Ladder, PriceList

_PAID: Final = text(
    f"SELECT sku_id, unit_price, count(DISTINCT customer) AS buyers, array_agg(quantity) AS quantities FROM {STAGE}"  # noqa: S608 - a constant
    " WHERE sku_id = ANY (:skus) GROUP BY sku_id, unit_price, customer IS NULL ORDER BY sku_id, unit_price"
).bindparams(bindparam("skus", type_=ARRAY(Uuid())))

# Each step is made before the next, since what was just copied has no statistics to plan by.
_RANK: Final = text(
    "WITH bought AS MATERIALIZED (SELECT sku_id, count(*) AS lines FROM past_order_lines GROUP BY sku_id),"
    " sold AS MATERIALIZED ("
    "  SELECT s.product_id, row_number() OVER (ORDER BY sum(b.lines) DESC, min(s.code)) - 1 AS rank"
    "  FROM bought b JOIN skus s ON s.id = b.sku_id GROUP BY s.product_id)"
    " UPDATE products SET rank = sold.rank FROM sold"
    " WHERE products.id = sold.product_id AND products.rank <> sold.rank"
)

_PRODUCT: Final = (
    "id", "seller_id", "category_id", "code", "name", "name_zh", "description", "state", "rank", "version",
    "created_at", "name_key", "name_zh_key",
)  # fmt: skip
_SKU: Final = (
    "id", "product_id", "seller_id", "code", "specification", "unit", "pack_size", "moq", "multiple", "barcode",
)  # fmt: skip
_TOKENS: Final = ("sku_id", "seller_id", "tokens")
_LADDER: Final = ("id", "price_list_id", "sku_id", "mode", "quantities", "unit_prices", "valid_from")


def offer_goods(work: Work, goods: Mapping[str, Good], since: datetime) -> int:
    """Offer new goods, by code, at the prices that were paid for them; answer how many.

    The staged lines tell ladder, minimum and multiple; the commonest description tells the name, and by it the shelf
    and the supplier.
    """
    session = work.session
    suppliers, shelves = admit_suppliers(work, since), _shelf_ids(session)
    lists = _base_lists(session, suppliers)
    derived = _derived(session, [good.id for good in goods.values()])
    products, skus, ladders = [], [], []
    for code, good in goods.items():
        name, terms = _name(code, good), derived[good.id]
        shelf, product_id = shelf_of(name), new_id()
        seller = suppliers[shelf.supplier]
        minimum, multiple = terms.rule.minimum, terms.rule.multiple
        said = (code, name, "", "", "offered", NEW_PLACE, 1, since)
        products.append((product_id, seller, shelves[shelf.slug], *said, *sort_keys(name, "", code)))
        skus.append((good.id, product_id, seller, code, "", "piece", multiple, minimum, multiple, ""))
        ladders.append((new_id(), lists[seller], good.id, "all_units", *_steps(terms), since))
    insert_rows(session, Product, _PRODUCT, products)
    insert_rows(session, SKU, _SKU, skus)
    _index(session, products, skus)
    insert_rows(session, Ladder, _LADDER, ladders)
    tell_imported(work, "product", ((row[0], row[1]) for row in products))
    return len(products)


def _index(session: Session, products: Sequence[tuple[Any, ...]], skus: Sequence[tuple[Any, ...]]) -> None:
    names = [product[4] for product in products]
    found = ((sku[0], sku[2], written((name,), (sku[3],))) for sku, name in zip(skus, names, strict=True))
    insert_rows(session, SKUTokens, _TOKENS, found)
    learn(session, names)


def rank_goods(session: Session) -> None:
    """Put first what was bought most often."""
    session.execute(_RANK)


def _name(code: str, good: Good) -> str:
    described = Counter(good.descriptions).most_common(1)
    return display_name(described[0][0] if described else "") or code


def _steps(derived: Derived) -> tuple[list[int], list[object]]:
    return [step.quantity for step in derived.steps], [step.unit_price for step in derived.steps]


def _derived(session: Session, sku_ids: list[UUID]) -> dict[UUID, Derived]:
    rows = session.execute(_PAID, {"skus": sku_ids})
    return {
        sku_id: derive([PaidPrice(row.unit_price, row.buyers, Counter(row.quantities)) for row in of_sku])
        for sku_id, of_sku in groupby(rows, key=lambda row: row.sku_id)
    }


def _shelf_ids(session: Session) -> dict[str, UUID]:
    columns = ("id", "slug", "name", "name_zh", "position", "commission_rate")
    rows: Iterator[tuple[object, ...]] = (
        (new_id(), shelf.slug, shelf.name, shelf.name_zh, position, shelf.commission_rate)
        for position, shelf in enumerate(SHELVES, start=1)
    )
    insert_rows(session, Category, columns, rows)
    slugs = [shelf.slug for shelf in SHELVES]
    found = session.execute(select(Category.slug, Category.id).where(Category.slug.in_(slugs)))
    return dict(found.all())


def _base_lists(session: Session, suppliers: Mapping[str, UUID]) -> dict[UUID, UUID]:
    columns = ("id", "seller_id", "audience", "name", "currency")
    rows = ((new_id(), seller_id, "base", "Base", CURRENCY) for seller_id in suppliers.values())
    insert_rows(session, PriceList, columns, rows)
    found = session.execute(
        select(PriceList.seller_id, PriceList.id).where(
            PriceList.seller_id.in_(suppliers.values()), PriceList.audience == "base", PriceList.currency == CURRENCY
        )
    )
    return dict(found.all())
