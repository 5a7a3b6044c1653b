"""Writing what SKUs are found by: with each change of a name or code, and for a whole market at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Select, Text, Uuid, bindparam, delete, select, text
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Product, SearchWord
from trade.catalogue.ports import script
from trade.catalogue.rules import tokens_of, vocabulary

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


def written(names: Sequence[str], codes: Sequence[str]) -> str:
    """Return the tokens of names and codes as the text of a tsvector: no token needs quotes."""
    return " ".join(tokens_of(names, codes, script()))


def index_product(session: Session, product: Product, skus: Sequence[SKU]) -> None:
    """Let SKUs be found by what they and their product are called now; they are in the database already."""
    texts = [
        written((product.name, product.name_zh, sku.specification), (product.code, sku.code, sku.barcode))
        for sku in skus
    ]
    session.execute(_WRITE, {"ids": [sku.id for sku in skus], "tokens": texts})
    learn(session, (product.name, product.name_zh))


def index_skus(session: Session, sku_ids: Collection[UUID], product_ids: Collection[UUID] = ()) -> None:
    """Let these SKUs, and all of these products, be found by what they are called now; three statements in all."""
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
    """Write the tokens of every SKU anew, and forget words that no name has any more; answer how many SKUs there are."""
    session.execute(delete(SearchWord))
    after, total = UUID(int=0), 0
    while rows := _batch(session, after):
        _write(session, rows)
        after, total = rows[-1][0], total + len(rows)
    return total


def _write(session: Session, rows: Sequence[Any]) -> None:
    texts = [written(row[1:4], row[4:]) for row in rows]
    session.execute(_WRITE, {"ids": [row[0] for row in rows], "tokens": texts})
    learn(session, [name for row in rows for name in row[1:3]])


def _named() -> Select[*tuple[Any, ...]]:
    said = (Product.name, Product.name_zh, SKU.specification, Product.code, SKU.code, SKU.barcode)
    return select(SKU.id, *said).join(Product, Product.id == SKU.product_id)


def _batch(session: Session, after: UUID) -> Sequence[Any]:
    return session.execute(_named().where(SKU.id > after).order_by(SKU.id).limit(BATCH)).all()
