"""Writing what SKUs are found by: with each change of a name or code, and for a whole market at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Select, Text, Uuid, bindparam, delete, select, text
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Product, SearchWord
from trade.catalogue.ports import script
from trade.catalogue.rules import sort_key, tokens_of, vocabulary

BATCH: Final = 1_000

_LEARN: Final = text(
    "INSERT INTO search_words (word) SELECT word FROM unnest(:words) AS u (word) ORDER BY word ON CONFLICT DO NOTHING"
).bindparams(bindparam("words", type_=ARRAY(Text())))

_WRITE: Final = text(
    "INSERT INTO sku_tokens (sku_id, seller_id, tokens)"
    " SELECT s.id, s.seller_id, array_to_tsvector(string_to_array(u.tokens, ' '))"
    " FROM unnest(:ids, :tokens) AS u (id, tokens) JOIN skus s ON s.id = u.id"
    " ON CONFLICT (sku_id) DO UPDATE SET tokens = excluded.tokens WHERE sku_tokens.tokens <> excluded.tokens"
).bindparams(bindparam("ids", type_=ARRAY(Uuid())), bindparam("tokens", type_=ARRAY(Text())))

_SORT: Final = text(
    "UPDATE products p SET name_key = u.name_key, name_zh_key = u.name_zh_key"
    " FROM unnest(:ids, :keys, :keys_zh) AS u (id, name_key, name_zh_key)"
    " WHERE p.id = u.id AND (p.name_key, p.name_zh_key) <> (u.name_key, u.name_zh_key)"
).bindparams(
    bindparam("ids", type_=ARRAY(Uuid())),
    bindparam("keys", type_=ARRAY(Text())),
    bindparam("keys_zh", type_=ARRAY(Text())),
)


def written(names: Sequence[str], codes: Sequence[str]) -> str:
    """Return the tokens of names and codes as the text of a tsvector: no token needs quotes."""
    return " ".join(tokens_of(names, codes, script()))


def sort_keys(name: str, name_zh: str, code: str) -> tuple[str, str]:
    """Return where a product stands in lists by name: for readers of English, and of Chinese."""
    return sort_key(script(), name, code), sort_key(script(), name_zh, name, code)


def index_product(session: Session, product: Product, skus: Sequence[SKU]) -> None:
    """Let SKUs be found, and their product sorted, by what they are called now; they are in the database already."""
    product.name_key, product.name_zh_key = sort_keys(product.name, product.name_zh, product.code)
    texts = [
        written((product.name, product.name_zh, sku.specification), (product.code, sku.code, sku.barcode))
        for sku in skus
    ]
    session.execute(_WRITE, {"ids": [sku.id for sku in skus], "tokens": texts})
    learn(session, (product.name, product.name_zh))


def index_skus(session: Session, sku_ids: Collection[UUID], product_ids: Collection[UUID] = ()) -> None:
    """Let these SKUs, and all of these products, be found and sorted by what they are called now; four statements."""
    own = SKU.id.in_(sku_ids) | SKU.product_id.in_(product_ids)
    rows = session.execute(_named().where(own).order_by(SKU.id)).all()
    if rows:
        _write(session, rows)


def learn(session: Session, names: Iterable[str]) -> None:
    """Remember the words of names, in the order of their keys, so that two sellers never wait for each other."""
    words = sorted(vocabulary(names, script()))
    if words:
        session.execute(_LEARN, {"words": words})


def index_all(session: Session) -> int:
    """Write tokens and sort keys of every SKU anew, and forget words that no name has any more; answer how many SKUs there are."""
    session.execute(delete(SearchWord))
    after, total = UUID(int=0), 0
    while rows := _batch(session, after):
        _write(session, rows)
        after, total = rows[-1][0], total + len(rows)
    return total


def _write(session: Session, rows: Sequence[Any]) -> None:
    texts = [written(row[1:4], row[4:7]) for row in rows]
    session.execute(_WRITE, {"ids": [row[0] for row in rows], "tokens": texts})
    keys = {row.product_id: sort_keys(row.name, row.name_zh, row.code) for row in rows}
    names, names_zh = zip(*keys.values(), strict=True)
    session.execute(_SORT, {"ids": list(keys), "keys": list(names), "keys_zh": list(names_zh)})
    learn(session, [name for row in rows for name in row[1:3]])


def _named() -> Select[*tuple[Any, ...]]:
    said = (Product.name, Product.name_zh, SKU.specification, Product.code, SKU.code.label("sku_code"), SKU.barcode)
    return select(SKU.id, *said, Product.id.label("product_id")).join(Product, Product.id == SKU.product_id)


def _batch(session: Session, after: UUID) -> Sequence[Any]:
    return session.execute(_named().where(SKU.id > after).order_by(SKU.id).limit(BATCH)).all()
