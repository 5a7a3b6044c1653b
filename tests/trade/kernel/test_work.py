"""One action, one transaction: the effect, its event, its answer and its errands come together or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.trade.looking import snapshot
from tests.trade.market import Market, gbp
from trade.kernel import idempotency, work
from trade.kernel.errors import KeyReused, NotAllowed
from trade.ordering.actions import CartChange, place_orders, set_cart_line
from trade.ordering.rules import CartEmpty, QuantityRefused
from trade.settlement.actions import start_settlement
from trade.stock.actions import receive_stock


def test_the_same_key_again_gives_the_first_answer_and_no_second_effect(market: Market) -> None:
    sku_id = market.goods(stock=0)
    first = receive_stock(market.by(market.supplier, key="k"), sku_id, quantity=10)
    before = snapshot(market.session)
    assert receive_stock(market.by(market.supplier, key="k"), sku_id, quantity=10) == first == 10
    assert snapshot(market.session) == before
    assert market.stock(sku_id) == (10, 0, 0)


def test_the_same_key_with_another_input_is_refused(market: Market) -> None:
    sku_id = market.goods(stock=0)
    receive_stock(market.by(market.supplier, key="k", sent=b"10"), sku_id, quantity=10)
    with market.refuses(KeyReused):
        receive_stock(market.by(market.supplier, key="k", sent=b"11"), sku_id, quantity=11)


def test_the_same_key_for_another_action_is_refused(market: Market) -> None:
    sku_id = market.goods()
    set_cart_line(market.by(market.retailer, key="k"), sku_id, quantity=6)
    with market.refuses(KeyReused):
        place_orders(market.by(market.retailer, key="k"), shown=(gbp(1770),))


def test_two_people_may_use_the_same_key(market: Market) -> None:
    sku_id = market.goods()
    assert set_cart_line(market.by(market.retailer, key="k"), sku_id, quantity=6) == CartChange(sku_id, 6)
    assert set_cart_line(market.by(market.neighbour, key="k"), sku_id, quantity=12) == CartChange(sku_id, 12)


def test_a_refused_action_leaves_its_key_free(market: Market) -> None:
    sku_id = market.goods()
    with market.refuses(QuantityRefused):
        set_cart_line(market.by(market.retailer, key="k"), sku_id, quantity=7)
    assert set_cart_line(market.by(market.retailer, key="k"), sku_id, quantity=12).quantity == 12


def test_a_twin_that_looked_an_instant_too_early_gets_the_first_answer(market: Market, monkeypatch) -> None:
    """The twin's snapshot is older than the first commit, so that it meets the effect without the answer."""
    sku_id = market.goods()
    market.money()
    set_cart_line(market.by(market.retailer), sku_id, quantity=6)
    first = place_orders(market.by(market.retailer, key="k"), shown=(gbp(1770),))
    claim, looks = idempotency.claim, iter([True])

    def too_early(*arguments: Any) -> Any:
        return None if next(looks, False) else claim(*arguments)

    monkeypatch.setattr(idempotency, "claim", too_early)
    before = snapshot(market.session)
    assert place_orders(market.by(market.retailer, key="k"), shown=(gbp(1770),)) == first
    assert snapshot(market.session) == before


def test_a_twin_whose_effect_could_happen_twice_is_stopped_by_the_key_itself(market: Market, monkeypatch) -> None:
    sku_id = market.goods(stock=0)
    receive_stock(market.by(market.supplier, key="k"), sku_id, quantity=10)
    claim, looks = idempotency.claim, iter([True])
    monkeypatch.setattr(idempotency, "claim", lambda *given: None if next(looks, False) else claim(*given))
    assert receive_stock(market.by(market.supplier, key="k"), sku_id, quantity=10) == 10
    assert market.stock(sku_id) == (10, 0, 0)


def test_an_action_without_permission_leaves_no_trace(market: Market) -> None:
    sku_id = market.goods()
    with market.refuses(NotAllowed, permission="ship"):
        receive_stock(market.by(market.retailer, key="k"), sku_id, quantity=1)


def test_an_errand_is_stored_with_the_effect_and_queued_after_it(market: Market, queued: list[Any]) -> None:
    run_id = start_settlement(market.by(market.maker), until=market.at)
    assert queued == [("settle", {"run_id": str(run_id)})]
    assert market.rows("SELECT job, arguments, attempts, done_at, due_at - at FROM outbox")[0][:4] == (
        "settle", {"run_id": str(run_id)}, 0, None,
    )  # fmt: skip


def test_an_errand_of_an_action_that_fails_is_neither_stored_nor_queued(
    market: Market, queued: list[Any], monkeypatch
) -> None:
    monkeypatch.setattr(work, "_outbox_row", lambda *_: market.session.execute(text("SELECT 1 / 0")))
    before = snapshot(market.session)
    with pytest.raises(Exception, match="division by zero"):
        start_settlement(market.by(market.maker), until=market.at)
    assert snapshot(market.session) == before
    assert queued == []


def test_a_queue_that_is_down_loses_no_errand(market: Market) -> None:
    def down(*_: Any) -> None:
        raise ConnectionError

    market.session.info["send"] = down
    start_settlement(market.by(market.maker), until=market.at)
    assert market.rows("SELECT count(*) FROM outbox WHERE done_at IS NULL") == [(1,)]


def test_a_unique_key_that_stays_taken_is_tried_five_times_and_then_a_fault(market: Market, monkeypatch) -> None:
    tries = []

    @work.action()
    def collide(w: work.Work) -> None:
        tries.append(1)
        w.session.execute(text("INSERT INTO regions VALUES ('X', 'GB', '', ''), ('X', 'GB', '', '')"))

    with pytest.raises(IntegrityError):
        collide(market.by(market.support))
    assert len(tries) == 5


def test_a_refusal_is_not_tried_again(market: Market) -> None:
    with market.refuses(CartEmpty):
        place_orders(market.by(market.retailer, key="k"), shown=())
