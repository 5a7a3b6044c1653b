"""What more is told of products: properties in the seller's order, marks as long as they hold."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.trade.market import Market
from trade.catalogue.actions import set_marks, set_properties
from trade.catalogue.models import ProductMark
from trade.catalogue.queries import expired_marks, marks_of, own_marks, properties_of
from trade.catalogue.rules import PROPERTIES_MAX, Borne, Mark, Said
from trade.kernel.errors import InvalidInput, NotFound

DAY = date(2026, 3, 2)
WEIGHT = Said("Net weight", "净含量", "500", "", "g")
ORIGIN = Said("", "产地", "", "杭州")


@pytest.fixture
def product(market: Market) -> UUID:
    market.goods()
    product_id: UUID = market.rows("SELECT id FROM products")[0][0]
    return product_id


def test_properties_stand_in_the_order_in_which_they_were_given_and_are_replaced_as_a_whole(
    market: Market, product: UUID
) -> None:
    set_properties(market.by(market.supplier), product, [WEIGHT, ORIGIN])
    set_properties(market.by(market.supplier), product, [ORIGIN, WEIGHT])
    with market.as_system() as session:
        assert properties_of(session, product) == [ORIGIN, WEIGHT]
    set_properties(market.by(market.supplier), product, [])
    with market.as_system() as session:
        assert properties_of(session, product) == []


@pytest.mark.parametrize(
    "said",
    [[Said("Origin")], [Said(value="Hangzhou")], [WEIGHT] * (PROPERTIES_MAX + 1), [Said("n" * 61, value="v")],
     [Said("n", value="v" * 201)], [Said("n", value="v", unit="u" * 21)]],
)  # fmt: skip
def test_properties_that_say_nothing_or_too_much_are_refused(market: Market, product: UUID, said: list[Said]) -> None:
    with market.refuses(InvalidInput, field="properties"):
        set_properties(market.by(market.supplier), product, said)


def test_a_mark_is_shown_up_to_its_last_day_and_its_seller_is_told_after_it(market: Market, product: UUID) -> None:
    marks = [Borne(Mark.VEGAN), Borne(Mark.CE, "NB-0123", DAY), Borne(Mark.HALAL, "", DAY - timedelta(days=1))]
    set_marks(market.by(market.supplier), product, marks)
    with market.as_system() as session:
        assert marks_of(session, [product], DAY) == {product: [marks[1], marks[0]]}
        assert marks_of(session, [product], DAY + timedelta(days=1)) == {product: [marks[0]]}
        assert own_marks(session, market.supplier, product) == [marks[1], marks[2], marks[0]]
        assert own_marks(session, market.rival, product) == []
        gone = [expired_marks(session, market.supplier, DAY + timedelta(days=days), limit=9) for days in (-1, 0, 1)]
        assert [[row.mark for row in rows] for rows in gone] == [[], [Mark.HALAL], [Mark.CE, Mark.HALAL]]
        assert expired_marks(session, market.rival, DAY + timedelta(days=1), limit=9) == []


@given(st.none() | st.dates(), st.dates())
def test_a_mark_holds_on_every_day_up_to_its_last(valid_until: date | None, day: date) -> None:
    assert Borne(Mark.CE, "", valid_until).holds_on(day) == (valid_until is None or not day > valid_until)


def test_a_mark_stands_once_and_certificates_are_short(market: Market, product: UUID) -> None:
    for marks in ([Borne(Mark.CE), Borne(Mark.CE, "2")], [Borne(Mark.CE, "n" * 81)]):
        with market.refuses(InvalidInput, field="marks"):
            set_marks(market.by(market.supplier), product, marks)


def test_nobody_tells_of_anothers_product(market: Market, product: UUID) -> None:
    with market.refuses(NotFound):
        set_marks(market.by(market.rival), product, [Borne(Mark.CE)])
    with market.refuses(NotFound):
        set_properties(market.by(market.rival), product, [WEIGHT])


def test_the_database_knows_exactly_the_marks_of_the_code(market: Market, product: UUID) -> None:
    set_marks(market.by(market.supplier), product, [Borne(mark) for mark in Mark])
    assert market.rows("SELECT count(*) FROM product_marks") == [(len(Mark),)]
    check = next(str(c.sqltext) for c in ProductMark.__table__.constraints if str(c.name).endswith("_mark"))  # type: ignore[attr-defined]
    assert {
        word for word in check.replace("(", " ").replace(")", " ").replace("mark IN", "").split("'") if word.strip(" ,")
    } == set(Mark)
    with market.as_system() as session, pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text("UPDATE product_marks SET mark = 'best' WHERE mark = 'ce'"))
