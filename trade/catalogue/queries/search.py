"""Finding SKUs by what people type: names in both languages, readings, codes, barcodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    Select,
    String,
    Uuid,
    any_,
    bindparam,
    cast,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Product, SearchWord, SKUTokens
from trade.catalogue.ports import script
from trade.catalogue.rules import UNSORTED, asked, nearest, plain, search_terms, spelt
from trade.catalogue.rules.folding import kind_of, runs
from trade.kernel import prepared
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationState

FOUND_MAX: Final = 8
CODE_MAX: Final = 40
FEW: Final = 1_000
CANDIDATES: Final = 30
LIKENESS: Final = 0.25
"""Words that share fewer of their three-letter pieces than this are not looked at."""

SKU_ID: Final[ColumnElement[UUID]] = SKU.__table__.c.id
LAST_LETTER: Final = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class FoundSKU:
    """A SKU that somebody may be typing."""

    sku_id: UUID
    code: str
    name: str
    name_zh: str
    specification: str
    barcode: str
    unit: str
    seller_name: str


class Reach(StrEnum):
    """How many a search finds, by which it is answered in one way or another."""

    ALL = "all"
    NONE = "none"
    FEW = "few"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Sought:
    """A search that was tried: how far it reaches, and the values for :func:`found_by`."""

    reach: Reach
    values: dict[str, Any]


def _holds(query: ColumnElement[str]) -> ColumnElement[bool]:
    return SKUTokens.tokens.op("@@", is_comparison=True)(cast(query, TSQUERY))


_ASKED: Final = bindparam("asked", type_=String)
_FEW: Final = select(SKUTokens.sku_id).where(_holds(_ASKED)).limit(literal_column(str(FEW + 1), Integer))


def seek(session: Session, search: str) -> Sought:
    """Try a search: which SKUs hold every word of it, where they are a few.

    The database cannot guess how many a beginning of a word finds, and what is quick for a few is slow for many. So
    a few are named one by one, and many are met soon enough on the way through any list. An empty search asks nothing.
    """
    terms = search_terms(search, script())
    query = asked(terms)
    if not query:
        return Sought(Reach.NONE if terms else Reach.ALL, {})
    few = [row[0] for row in prepared.run(session, _FEW, {"asked": query})]
    return Sought(Reach.MANY, {"asked": query}) if len(few) > FEW else Sought(Reach.FEW, {"found": few})


def found_by(
    reach: Reach, values: Mapping[str, Any] | None = None, *, in_bulk: bool = False, key: ColumnElement[UUID] = SKU_ID
) -> list[ColumnElement[bool]]:
    """The conditions on SKUs that a search of this reach comes to; without ``values`` they are given when it runs.

    ``in_bulk``: for statements that read all that was found, not a page of it. ``key``: what is a SKU's id there.
    """

    def given(name: str, kind: Any) -> ColumnElement[Any]:
        return bindparam(name, type_=kind) if values is None else bindparam(None, values[name], kind, unique=True)

    if reach == Reach.FEW:
        return [key == any_(given("found", ARRAY(Uuid())))]
    if reach == Reach.MANY and in_bulk:
        return [key.in_(select(SKUTokens.sku_id).where(_holds(given("asked", String()))))]
    if reach == Reach.MANY:
        return [select(_holds(given("asked", String()))).where(SKUTokens.sku_id == key).scalar_subquery()]
    return [false()] if reach == Reach.NONE else []


def found_in_all() -> list[ColumnElement[bool]]:
    """The conditions on SKUs and their products that a search comes to, where all that it finds is known beforehand.

    Each word is looked up once, and a list is gone through by what was found: the same for any place in any order.
    ``IS TRUE`` keeps the planner from beginning with what was found, of which it takes thousands for hundreds.
    """
    found = (
        select(SKU_ID, SKU.__table__.c.product_id)
        .join(SKUTokens, SKUTokens.sku_id == SKU_ID)
        .where(_holds(_ASKED))
        .cte("found")
        .prefix_with("MATERIALIZED")
    )
    return [Product.id.in_(select(found.c.product_id)).is_(true()), SKU.id.in_(select(found.c.id)).is_(true())]


def named_exactly(search: str) -> dict[str, Any]:
    """The values of :data:`EXACTLY`: a search as the code or the barcode that it may be as a whole."""
    typed = " ".join(search.split())[:CODE_MAX]
    return {"exact_code": plain(typed, script()), "barcodes": sorted({typed, typed.lower(), typed.upper()})}


EXACTLY: Final[ColumnElement[bool]] = SKU.id.in_(
    union_all(
        select(SKU.id).where(func.lower(SKU.code) == bindparam("exact_code", type_=String())),
        select(SKU.id).where(
            SKU.barcode != literal_column("''"), SKU.barcode == any_(bindparam("barcodes", type_=ARRAY(String)))
        ),
    )
)
"""The condition on SKUs that what was typed is their code or barcode, all of it: they come before all else."""


def matching(session: Session, search: str) -> list[ColumnElement[bool]]:
    """SKUs that hold every word of ``search``, as conditions with their values."""
    sought = seek(session, search)
    return found_by(sought.reach, sought.values)


def found_skus(session: Session, typed: str, *, seller_id: UUID | None = None) -> Sequence[FoundSKU]:
    """Up to eight SKUs on offer whose code, barcode, name or reading begins with what is being typed.

    An exact code or barcode comes first, then codes that begin so, then what sells best.
    """
    code = plain(typed, script())[:CODE_MAX]
    conditions = matching(session, typed)
    if not conditions:
        return []
    exactly = _typed(seller_id, literal(-1)).where(EXACTLY).limit(FOUND_MAX)
    by_code = (
        _typed(seller_id, literal(0)).where(*_begins_with(code)).order_by(func.lower(SKU.code), SKU.id).limit(FOUND_MAX)
    )
    by_name = _typed(seller_id, literal(1)).where(*conditions).order_by(Product.rank, Product.id, SKU.id)
    rows = session.execute(union_all(exactly, by_code, by_name.limit(FOUND_MAX)), named_exactly(typed))
    best = sorted(rows, key=lambda row: (row[0], row.rank, row.id))
    found: dict[UUID, FoundSKU] = {}
    for row in best:
        found.setdefault(row.id, FoundSKU(*row[2:]))
    return list(found.values())[:FOUND_MAX]


def _begins_with(code: str) -> tuple[ColumnElement[bool], ...]:
    """Two bounds, not LIKE: a plan that serves any value can use the index for these alone."""
    folded = func.lower(SKU.code)
    return folded.op("~>=~", is_comparison=True)(code), folded.op("~<~", is_comparison=True)(code + LAST_LETTER)


def meant(session: Session, search: str) -> str:
    """Return what a search that found nothing most likely meant, in words that stand in names; empty where unknown.

    Letters are compared with known words; ideographs are taken by their sound, since input methods offer homophones.
    """
    terms = [_meant(session, run) for term in search_terms(search, script()) for run in runs(term)]
    return " ".join(terms) if terms != [*runs(" ".join(search_terms(search, script())))] else ""


def lacks_index(session: Session) -> bool:
    """Whether some SKU was never indexed, or some product never sorted, as after a migration."""
    unfound = select(SKU.id).where(SKU.id.not_in(select(SKUTokens.sku_id))).limit(1)
    unsorted = select(Product.id).where(or_(Product.name_key == UNSORTED, Product.name_zh_key == UNSORTED)).limit(1)
    return session.scalar(unfound) is not None or session.scalar(unsorted) is not None


def _typed(seller_id: UUID | None, tier: ColumnElement[int]) -> Select[Any]:
    statement: Any = (
        select(
            tier, Product.rank, SKU.id, SKU.code, Product.name, Product.name_zh, SKU.specification, SKU.barcode,
            SKU.unit, Organisation.name,
        )
        .join(Product, Product.id == SKU.product_id)
        .join(Organisation, Organisation.id == SKU.seller_id)
        .where(
            Product.state == "offered",
            SKU.archived_at.is_(None),
            Organisation.state == OrganisationState.ADMITTED,
        )
    )  # fmt: skip
    found: Select[Any] = statement.where(SKU.seller_id == seller_id) if seller_id else statement
    return found


def _meant(session: Session, run: str) -> str:
    if kind_of(run) == "ideograph":
        return (spelt(run, script()) if len(run) > 1 else "") or run
    if len(run) <= 3 or not run.isalpha():
        return run
    likeness = func.similarity(SearchWord.word, run)
    statement = select(SearchWord.word).where(likeness >= LIKENESS, SearchWord.word.op("%")(run))
    words = session.scalars(statement.order_by(likeness.desc(), SearchWord.word).limit(CANDIDATES)).all()
    return run if any(word.startswith(run) for word in words) else nearest(run, words) or run
