"""Where names stand in a list: by sound for ideographs, by size for numbers, the same in every database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.script import Chinese
from tests.trade.market import Market
from trade.catalogue.actions import edit_product, index_goods
from trade.catalogue.queries import lacks_index
from trade.catalogue.rules import SORT_KEY_MAX, UNSORTED, sort_key
from trade.kernel.actor import Actor

SCRIPT = Chinese()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Blue Kettle", "blue kettle"),
        ("“Café” №5", "cafe no00000005"),
        ("蓝色水壶", "lan se shui hu"),
        ("藍色水壺", "lan se shui hu"),
        ("Tea 茶 20g", "tea cha 00000020g"),
        ("", "0"),
        ("★ ★", "0"),
    ],
)
def test_a_key_is_what_a_name_sounds_like(name: str, key: str) -> None:
    assert sort_key(SCRIPT, name) == key


def test_numbers_stand_by_their_size_and_syllables_one_by_one() -> None:
    names = ["Box 10", "Box 9", "Box 100"]
    assert sorted(names, key=lambda name: sort_key(SCRIPT, name)) == ["Box 9", "Box 10", "Box 100"]
    assert sorted(["肮脏", "安全"], key=lambda name: sort_key(SCRIPT, name)) == ["安全", "肮脏"]


def test_the_first_name_that_can_be_read_counts() -> None:
    assert sort_key(SCRIPT, "", "★", "K-1", "other") == "k 00000001"


@given(st.text(max_size=60))
def test_a_key_is_never_empty_never_long_and_stands_before_what_was_never_sorted(name: str) -> None:
    key = sort_key(SCRIPT, name)
    assert 0 < len(key) <= SORT_KEY_MAX
    assert key.encode() == key.strip().encode()
    assert not key.startswith(UNSORTED)


def test_a_new_name_moves_a_product_and_a_market_is_sorted_anew(market: Market) -> None:
    sheet = market.sheet(name="Copper pan", name_zh="")
    market.goods(**{field: getattr(sheet, field) for field in ("code", "name", "name_zh")})
    ((product_id,),) = market.rows("SELECT id FROM products")
    edit_product(
        market.by(market.supplier), product_id, sheet=replace(sheet, name="Iron wok", name_zh="铁锅"), version=1
    )
    assert market.rows("SELECT name_key, name_zh_key FROM products") == [("iron wok", "tie guo")]
    with market.as_system() as session:
        session.connection().exec_driver_sql("UPDATE products SET name_key = '~', name_zh_key = '~'")
        assert lacks_index(session)
    index_goods(market.by(Actor.system()))
    assert market.rows("SELECT name_key, name_zh_key FROM products") == [("iron wok", "tie guo")]
    with market.as_system() as session:
        assert not lacks_index(session)
