"""Which goods a text means: by code, by barcode, by the exact name. Two statements for any number of texts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Select, Text, and_, any_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Product
from trade.kernel import prepared
from trade.kernel.cells import restored
from trade.pad.rules.amounts import plain
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationState


@dataclass(frozen=True, slots=True)
class Match:
    """Goods that a text may mean. A near one (zeros lost at the front) is offered, and never taken by itself."""

    sku_id: UUID
    code: str
    name: str
    name_zh: str
    seller_name: str
    is_near: bool = False


def folded(text: str) -> str:
    """How a text is compared: without case, widths and white space around."""
    return plain(restored(text.strip()))


def is_certain(matches: Collection[Match]) -> bool:
    """Whether a text means exactly one thing."""
    return len(matches) == 1 and not any(match.is_near for match in matches)


def matches_of(session: Session, texts: Collection[str]) -> dict[str, list[Match]]:
    """For each text (folded) what it may mean, admitted sellers' offered goods only; no entry where it means nothing."""
    wanted = {folded(text) for text in texts} - {""}
    found: dict[str, list[Match]] = {}
    if not wanted:
        return found
    for code, barcode, row in _rows(session, _BY_CODE, texts=sorted(wanted)):
        for key in {code.lower(), barcode} & wanted:
            found.setdefault(key, []).append(row)
    left = sorted(wanted - found.keys())
    if not left:
        return found
    bare = {text.lstrip("0"): text for text in left if text.isdigit()}
    for code, _barcode, row in _rows(session, _BY_NAME, texts=left, bare=sorted(bare)):
        named = {row.name.lower(), row.name_zh.lower()} & set(left)
        for key in named:
            found.setdefault(key, []).append(row)
        near = bare.get(code.lstrip("0").lower())
        if near and not named:
            found.setdefault(near, []).append(Match(*_fields(row), is_near=True))
    return found


def _fields(match: Match) -> tuple[UUID, str, str, str, str]:
    return match.sku_id, match.code, match.name, match.name_zh, match.seller_name


def _rows(session: Session, statement: Select[*tuple[Any, ...]], **values: Any) -> list[tuple[str, str, Match]]:
    rows = prepared.run(session, statement, values)
    return [
        (code, barcode, Match(sku_id, code, name, name_zh, seller))
        for sku_id, code, barcode, name, name_zh, seller in rows
    ]


def _among(column: Any, name: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column == any_(bindparam(name, type_=ARRAY(Text())))
    return found


_IS_OFFERED: Final = and_(
    Product.state == "offered", SKU.archived_at.is_(None), Organisation.state == OrganisationState.ADMITTED
)
_GOODS: Final = (
    select(SKU.id, SKU.code, SKU.barcode, Product.name, Product.name_zh, Organisation.name)
    .join(Product, Product.id == SKU.product_id)
    .join(Organisation, Organisation.id == SKU.seller_id)
    .order_by(Product.rank, SKU.id)
)
_BY_CODE: Final[Select[*tuple[Any, ...]]] = _GOODS.where(
    _IS_OFFERED,
    or_(_among(func.lower(SKU.code), "texts"), and_(SKU.barcode != "", _among(SKU.barcode, "texts"))),
)
_BY_NAME: Final[Select[*tuple[Any, ...]]] = _GOODS.where(
    _IS_OFFERED,
    or_(
        _among(func.lower(Product.name), "texts"),
        _among(func.lower(Product.name_zh), "texts"),
        _among(func.ltrim(func.lower(SKU.code), "0"), "bare"),
    ),
)
