"""After a failure its seller asks for another look, once; the next plan answers it."""

from __future__ import annotations

import pytest

from tests.trade.market import Market
from tests.trade.quality.inspected import BAD, GOOD, confirm, inspect, plan, standing
from trade.kernel.errors import InvalidInput, NotAllowed, NotFound
from trade.kernel.work import bind_actor
from trade.quality.actions import ask_reinspection
from trade.quality.queries import reinspection_of, reinspections_open, reinspections_waiting
from trade.quality.rules import WORDS_MAX, AskedBefore, HoldsNothing

WORDS = "New handles, riveted twice."


def test_a_seller_asks_once_and_the_next_plan_answers_it(market: Market) -> None:
    sku_id = market.goods()
    failed = confirm(market, inspect(market, sku_id, BAD))
    ask_reinspection(market.by(market.supplier), failed, words=f" {WORDS} ")
    with market.refuses(AskedBefore):
        ask_reinspection(market.by(market.supplier), failed, words="Again")
    bind_actor(market.session, market.support)
    assert [(one.inspection_id, one.words) for one in reinspections_open(market.session)] == [(failed, WORDS)]
    plan(market, market.goods())  # of something else answers nothing
    assert reinspections_waiting(market.session) == 1

    answer = plan(market, sku_id)
    bind_actor(market.session, market.supplier)
    found = reinspection_of(market.session, failed)
    assert found is not None
    assert found.planned is not None
    assert found.planned[0] == answer
    assert reinspections_waiting(market.session) == 0
    assert market.verbs(failed)[-1] == "quality.reinspection_asked"


def test_where_nothing_is_held_back_nobody_has_to_look_again(market: Market) -> None:
    sku_id = market.goods()
    recorded = inspect(market, sku_id, BAD)
    with market.refuses(HoldsNothing):  # a colleague confirms it first, or sets it aside
        ask_reinspection(market.by(market.supplier), recorded, words=WORDS)
    failed = confirm(market, recorded)
    confirm(market, inspect(market, sku_id, GOOD))
    assert standing(market, sku_id)[0] == "offered"
    with market.refuses(HoldsNothing):
        ask_reinspection(market.by(market.supplier), failed, words=WORDS)


def test_only_its_seller_asks_in_words_that_say_something(market: Market) -> None:
    failed = confirm(market, inspect(market, market.goods(), BAD))
    with market.refuses(NotFound):
        ask_reinspection(market.by(market.rival), failed, words=WORDS)
    with market.refuses(NotAllowed):
        ask_reinspection(market.by(market.retailer), failed, words=WORDS)
    for words in (" ", "x" * (WORDS_MAX + 1)):
        with market.refuses(InvalidInput):
            ask_reinspection(market.by(market.supplier), failed, words=words)


@pytest.mark.parametrize("who", ["rival", "retailer"])
def test_a_wish_is_nobody_elses_to_read(market: Market, who: str) -> None:
    failed = confirm(market, inspect(market, market.goods(), BAD))
    ask_reinspection(market.by(market.supplier), failed, words=WORDS)
    bind_actor(market.session, getattr(market, who))
    assert reinspection_of(market.session, failed) is None
