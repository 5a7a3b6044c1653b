"""Each event becomes one notice for each webhook that asked for it, and is sent until it is heard."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from uuid import UUID

import pytest

from tests.trade.market import Market
from tests.trade.notices.conftest import URL
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, NotFound
from trade.notices.actions import (
    Parcel,
    add_webhook,
    change_webhook,
    note_answer,
    pause_webhook,
    remove_webhook,
    replay_notice,
    replay_parked,
    rotate_secret,
    send_test,
    take_due_notices,
)
from trade.notices.queries import notices_of, webhook_of, webhooks_of
from trade.notices.rules import DELAYS, DISABLED_AFTER, NoticeState, WebhookState
from trade.ordering.actions import confirm_order, confirm_receipt
from trade.parties.rules import OrganisationKind
from trade.stock.actions import count_stock


def take(market: Market) -> tuple[Parcel, ...]:
    return take_due_notices(market.by(Actor.system()))


def answer(market: Market, parcel: Parcel, status: int | None) -> bool:
    return note_answer(
        market.by(Actor.system()), parcel.notice_id, parcel.attempt, status=status, answer="a\0b", milliseconds=5
    )  # fmt: skip


def types(market: Market, webhook_id: UUID, actor: Actor | None = None) -> list[str]:
    rows = notices_of(market.session, market.by(actor or market.supplier).actor, webhook_id).rows
    return [row.kind for row in sorted(rows, key=lambda row: json.loads(row.body)["data"]["sequence"])]


def test_the_life_of_an_order_is_told_to_both_sides_as_each_asked(market: Market, webhook_id: UUID) -> None:
    shops = add_webhook(market.by(market.retailer), url=URL, types=("order.shipped", "order.delivered"))
    order_id = market.confirmed()
    confirm_receipt(market.by(market.retailer), market.ship(order_id))
    with market.as_system():
        told = types(market, webhook_id)
        assert told[-5:] == ["order.placed", "order.confirmed", "order.shipped", "shipment.received", "order.delivered"]
        assert types(market, shops, market.retailer) == ["order.shipped", "order.delivered"]
    for stranger in (market.rival, market.neighbour):
        assert webhooks_of(market.session, stranger) == []


def test_an_event_that_was_refused_is_told_to_nobody(market: Market, webhook_id: UUID) -> None:
    order_id = market.confirmed()
    with market.as_system():
        before = types(market, webhook_id)
    with pytest.raises(Exception, match="order"):
        confirm_order(market.by(market.supplier), order_id)
    with market.as_system():
        assert types(market, webhook_id) == before


def test_a_notice_is_taken_once_and_comes_back_when_its_taker_dies(market: Market, webhook_id: UUID) -> None:
    send_test(market.by(market.supplier), webhook_id)
    (parcel,) = take(market)
    assert (parcel.url, json.loads(parcel.body)["type"], parcel.attempt) == (URL, "webhook.test", 1)
    assert take(market) == ()
    market.later(minutes=3)
    (again,) = take(market)
    assert (again.notice_id, again.body, again.attempt) == (parcel.notice_id, parcel.body, 2)
    answer(market, parcel, 500)  # the dead one's late answer decides nothing any more
    assert answer(market, again, 204)
    market.later(days=9)
    assert take(market) == ()


def test_what_is_not_heard_is_tried_for_days_then_parked_and_can_be_replayed(market: Market, webhook_id: UUID) -> None:
    notice_id = send_test(market.by(market.supplier), webhook_id)
    began, attempts = market.at, 0
    while parcels := take(market):
        attempts += 1
        answer(market, parcels[0], None if attempts % 2 else 503)
        if webhook_of(market.session, market.supplier, webhook_id).state is WebhookState.DISABLED:
            change_webhook(market.by(market.supplier), webhook_id, url=URL, types=("order.placed",))
        market.later(hours=26)
    assert attempts == len(DELAYS) + 1
    assert market.at - began > timedelta(days=3)
    row = notices_of(market.session, market.supplier, webhook_id).rows[0]
    assert (row.state, row.tries[0].status, row.tries[0].answer) == (NoticeState.PARKED, 503, "ab")

    replay_notice(market.by(market.supplier), notice_id)
    (again,) = take(market)
    assert (again.notice_id, again.attempt) == (notice_id, 1)
    assert answer(market, again, 200)
    assert replay_parked(market.by(market.supplier), webhook_id) == 0


def test_a_webhook_that_is_deaf_for_days_is_disabled_and_says_so(market: Market, webhook_id: UUID) -> None:
    for hours in (0, 1, DISABLED_AFTER / timedelta(hours=1)):
        market.later(hours=hours)
        send_test(market.by(market.supplier), webhook_id)
        for parcel in take(market):
            answer(market, parcel, 500)
    assert webhook_of(market.session, market.supplier, webhook_id).state is WebhookState.DISABLED
    assert market.verbs(webhook_id)[-1] == "notices.webhook_disabled"
    market.later(days=1)
    assert take(market) == ()


def test_an_answer_ends_the_counting_of_failures(market: Market, webhook_id: UUID) -> None:
    send_test(market.by(market.supplier), webhook_id)
    answer(market, take(market)[0], 500)
    assert webhook_of(market.session, market.supplier, webhook_id).failing_since == market.at
    market.later(hours=1)
    answer(market, take(market)[0], 200)
    assert webhook_of(market.session, market.supplier, webhook_id).failing_since is None


def test_one_that_says_it_is_gone_is_believed(market: Market, webhook_id: UUID) -> None:
    send_test(market.by(market.supplier), webhook_id)
    answer(market, take(market)[0], 410)
    assert webhook_of(market.session, market.supplier, webhook_id).state is WebhookState.DISABLED


def test_a_deaf_webhook_does_not_keep_others_waiting(market: Market, webhook_id: UUID) -> None:
    for _ in range(5):
        send_test(market.by(market.supplier), webhook_id)
    shops = add_webhook(market.by(market.retailer), url=URL, types=("order.placed",))
    send_test(market.by(market.retailer), shops)
    assert {parcel.webhook_id for parcel in take(market)} == {webhook_id, shops}
    left = take_due_notices(market.by(Actor.system()), (webhook_id,))
    assert left == ()


def test_receivers_converge_whatever_the_order_and_however_often(market: Market, webhook_id: UUID) -> None:
    """Theme 35: out-of-order and repeated notices; the highest sequence of a subject wins."""
    sku_id = market.goods(stock=0)
    for counted in (5, 9, 2, 7):
        market.later(seconds=1)
        count_stock(market.by(market.supplier), sku_id, counted=counted)
    told = [json.loads(row.body)["data"] for row in notices_of(market.session, market.supplier, webhook_id).rows]
    told = [data for data in told if data["id"] == str(sku_id) and "on_hand" in data["after"]]
    assert len(told) == 4
    for seed in range(50):
        stream = told * 3
        random.Random(seed).shuffle(stream)
        seen, on_hand = 0, None
        for data in stream:
            if data["sequence"] > seen:
                seen, on_hand = data["sequence"], data["after"]["on_hand"]
        assert on_hand == 7


def test_what_happens_during_a_pause_and_after_removal_is_not_told(market: Market, webhook_id: UUID) -> None:
    pause_webhook(market.by(market.supplier), webhook_id)
    market.goods()
    assert take(market) == ()
    change_webhook(market.by(market.supplier), webhook_id, url=URL, types=("price.changed",))
    market.goods()
    assert json.loads(take(market)[0].body)["type"] == "price.changed"
    remove_webhook(market.by(market.supplier), webhook_id)
    market.goods()
    assert take(market) == ()
    with pytest.raises(NotFound):
        webhook_of(market.session, market.supplier, webhook_id)


def test_a_strangers_webhook_does_not_exist(market: Market, webhook_id: UUID) -> None:
    notice_id = send_test(market.by(market.supplier), webhook_id)
    for stranger in (market.rival, market.retailer):
        for act in (pause_webhook, remove_webhook, rotate_secret, send_test, replay_parked):
            with market.refuses(NotFound):
                act(market.by(stranger), webhook_id)
        with market.refuses(NotFound):
            replay_notice(market.by(stranger), notice_id)
        with market.refuses(NotFound):
            change_webhook(market.by(stranger), webhook_id, url=URL, types=("order.placed",))
        assert notices_of(market.session, stranger, webhook_id).rows == []


@pytest.mark.parametrize(("url", "kinds", "code"), [
    ("http://erp.example.com/", ("order.placed",), "url_https"), ("https://10.0.0.1/", ("order.placed",), "url_host"),
    ("https://a:b@erp.example.com/", ("order.placed",), "url_user"), ("x" * 501, ("order.placed",), "url_shape"),
    (URL, (), "types_unknown"), (URL, ("order.paid",), "types_unknown"),
])  # fmt: skip
def test_an_odd_webhook_is_refused_with_the_reason(market: Market, url: str, kinds: tuple[str, ...], code: str) -> None:
    with market.refuses(InvalidInput, code=code):
        add_webhook(market.by(market.supplier), url=url, types=kinds)


def test_an_organisation_has_at_most_twenty(market: Market) -> None:
    for _ in range(20):
        add_webhook(market.by(market.rival), url=URL, types=("order.placed",))
    with market.refuses(InvalidInput, code="webhooks_max"):
        add_webhook(market.by(market.rival), url=URL, types=("order.placed",))


def test_who_has_no_webhook_costs_nothing(market: Market, statements) -> None:
    """The trigger looks at an index; no statement is added to a change."""
    market.person(market.organisation(OrganisationKind.RETAILER))
    sku_id = market.goods()
    with statements() as seen:
        count_stock(market.by(market.supplier), sku_id, counted=5)
    assert not [sql for sql in seen if "notices" in sql or "webhooks" in sql]
