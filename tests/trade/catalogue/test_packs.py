"""Making packs up: of the seller's own goods, never of packs, and what has a shelf is none."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.trade.market import Market
from tests.trade.packs import pack, parts
from trade.catalogue.actions import change_parts, make_pack
from trade.catalogue.queries import packs_holding, parts_of
from trade.catalogue.rules import PARTS_MAX, Part, PartsFault, PartsRefused
from trade.kernel.errors import NotFound
from trade.stock.actions import count_stock, receive_stock

ADD_PART = "INSERT INTO pack_parts (pack_id, part_id, seller_id, position, quantity)"


def test_a_pack_knows_its_parts_in_their_order(market: Market) -> None:
    late, early = market.goods(), market.goods()
    set_ = pack(market, {early: 2, late: 1})
    with market.as_system() as session:
        assert [(p.sku_id, p.quantity) for p in parts_of(session, [set_, late])[set_]] == [(early, 2), (late, 1)]
        assert [p.sku_id for p in packs_holding(session, market.supplier, late)] == [set_]
        assert packs_holding(session, market.rival, late) == []


@pytest.mark.parametrize(
    ("of", "fault", "number"),
    [
        ([], PartsFault.NONE, 0),
        ([("own", 0)], PartsFault.QUANTITY, 1),
        ([("own", 1001)], PartsFault.QUANTITY, 1),
        ([("own", 1), ("own", 2)], PartsFault.TWICE, 2),
        ([("own", 1), ("foreign", 1)], PartsFault.UNKNOWN, 2),
        ([("nowhere", 1)], PartsFault.UNKNOWN, 1),
        ([("pack", 1)], PartsFault.NESTED, 1),
        ([("nowhere", 1)] * (PARTS_MAX + 1), PartsFault.TOO_MANY, 0),
    ],
)
def test_a_pack_that_cannot_be_made_up_so_is_refused(market: Market, of, fault: PartsFault, number: int) -> None:
    own = market.goods()
    set_ = pack(market, {own: 1})
    ids = {"own": own, "foreign": market.goods(market.rival), "nowhere": uuid4(), "pack": set_}
    said = [Part(ids[name], quantity) for name, quantity in of]
    with market.refuses(PartsRefused, fault=fault, number=number):
        make_pack(market.by(market.supplier), market.sheet(), said)
    with market.refuses(PartsRefused, fault=fault, number=number):
        change_parts(market.by(market.supplier), set_, said)


def test_nobody_makes_up_anothers_pack_or_what_is_none(market: Market) -> None:
    own, other, theirs = market.goods(), market.goods(), market.goods(market.rival)
    set_ = pack(market, {own: 1})
    with market.refuses(NotFound):
        change_parts(market.by(market.rival), set_, parts({theirs: 1}))
    with market.refuses(NotFound):
        change_parts(market.by(market.supplier), own, parts({other: 1}))


def test_theme_30_nothing_lies_on_a_shelf_under_the_code_of_a_pack(market: Market) -> None:
    set_ = pack(market, {market.goods(): 1})
    with market.refuses(NotFound):
        receive_stock(market.by(market.supplier), set_, quantity=5)
    with market.refuses(NotFound):
        count_stock(market.by(market.supplier), set_, counted=5)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO stock_levels (sku_id, seller_id, changed_at) SELECT id, seller_id, now() FROM skus WHERE id = :pack",
        "UPDATE skus SET is_pack = true WHERE id = :own",
        "UPDATE skus SET is_pack = false WHERE id = :pack",
        f"{ADD_PART} SELECT :pack, :pack, seller_id, 9, 1 FROM skus WHERE id = :pack",
        f"{ADD_PART} SELECT :pack, :foreign, seller_id, 9, 1 FROM skus WHERE id = :pack",
    ],
)
def test_the_database_itself_keeps_packs_and_shelves_apart(market: Market, statement: str) -> None:
    own, foreign = market.goods(), market.goods(market.rival)
    set_ = pack(market, {own: 1})
    values = {"own": own, "pack": set_, "foreign": foreign}
    with market.as_system() as session, pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text(statement), {name: values[name] for name in values if f":{name}" in statement})
