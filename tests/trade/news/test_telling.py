"""Each event becomes one piece of news for each person who wants it and channel, and none for anybody else."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests.trade.market import Market
from tests.trade.news.told import inbox, kinds, take, tell, told
from tests.trade.quoting.quoted import asked, quote
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.work import bind_actor
from trade.news.actions import forget_news, learn_verbs, read_all_news, read_news, set_news_wishes
from trade.news.queries import one_news, wishes_of
from trade.news.rules import KEPT, KINDS, VERBS, Channel
from trade.ordering.actions import confirm_receipt
from trade.parties.rules import Role


def test_the_life_of_an_order_is_told_to_each_side_but_not_to_who_did_it(market: Market) -> None:
    order_id = market.confirmed()
    confirm_receipt(market.by(market.retailer), market.ship(order_id))
    tell(market)

    assert kinds(market, market.retailer) == ["purchase.confirmed", "purchase.shipped"]
    assert kinds(market, market.supplier) == ["sale.placed", "sale.delivered"]
    first = inbox(market, market.supplier)[-1]
    order = market.read_order(order_id)
    assert first.facts["reference"] == order.reference
    assert first.facts["total"] == {"minor": order.total_minor, "currency": "GBP"}
    assert first.subject_id == order_id
    for stranger in (market.rival, market.neighbour, market.support):
        assert inbox(market, stranger) == []


def test_colleagues_are_told_what_their_roles_may_see(market: Market) -> None:
    buyer = market.colleague(market.retailer, Role.BUYER)
    sales = market.colleague(market.supplier, Role.SALES)
    warehouse = market.colleague(market.supplier, Role.WAREHOUSE)
    market.one_order()
    asked(market)
    tell(market)

    assert kinds(market, buyer) == ["purchase.placed"]
    assert kinds(market, market.retailer) == []
    assert kinds(market, sales) == ["sale.placed", "inquiry.asked"]
    assert kinds(market, warehouse) == ["sale.placed"]


def test_an_inquiry_is_told_to_the_seller_and_its_quote_to_the_buyer(market: Market) -> None:
    quote(market, asked(market))
    tell(market)
    assert kinds(market, market.supplier) == ["inquiry.asked"]
    assert kinds(market, market.retailer) == ["inquiry.quoted"]
    assert inbox(market, market.retailer)[0].facts["who"]


def test_told_twice_it_is_told_once(market: Market) -> None:
    market.one_order()
    tell(market)
    before = told(market)
    assert before
    with market.as_system() as session:
        session.execute(
            text("INSERT INTO untold_events SELECT number FROM events WHERE verb = 'ordering.order_placed'")
        )
    tell(market)
    assert told(market) == before
    assert market.rows("SELECT * FROM untold_events") == []


def test_an_action_that_was_refused_is_news_to_nobody(market: Market) -> None:
    order_id = market.confirmed()
    tell(market)
    before = told(market)
    with pytest.raises(NotFound):
        market.ship(order_id, seller=market.rival)
    tell(market)
    assert told(market) == before


def test_events_that_nobody_is_told_of_leave_nothing_behind(market: Market) -> None:
    market.goods()
    assert market.rows("SELECT * FROM untold_events") == []


def test_a_choice_holds_for_one_person_and_only_what_differs_is_kept(market: Market) -> None:
    sales = market.colleague(market.supplier, Role.SALES)
    usual = {(kind.name, channel) for kind in KINDS for channel in kind.channels}
    set_news_wishes(market.by(sales), usual - {("sale.placed", Channel.PAGE)} | {("sale.shipped", Channel.MAIL)})
    assert market.rows("SELECT kind, channel, is_wanted FROM news_wishes ORDER BY 1") == [
        ("sale.placed", "page", False), ("sale.shipped", "mail", True),
    ]  # fmt: skip
    market.one_order()
    tell(market)
    assert kinds(market, sales) == []
    assert kinds(market, market.supplier) == ["sale.placed"]
    ids = [sales.person_id, market.supplier.person_id]
    emails = {email for (email,) in market.rows("SELECT email FROM people WHERE id = ANY(:ids)", ids=ids)}
    assert {parcel.to.login for parcel in take(market)} == emails
    bind_actor(market.session, sales)
    found = {wish.kind.name: wish.channels for wish in wishes_of(market.session, sales)}
    assert found["sale.placed"] == {Channel.MAIL}
    assert found["sale.shipped"] == {Channel.PAGE, Channel.MAIL}
    assert "purchase.placed" not in found
    set_news_wishes(market.by(sales), usual)
    assert market.rows("SELECT * FROM news_wishes") == []


def test_whoever_cannot_be_reached_by_a_channel_is_not_told_by_it(market: Market) -> None:
    set_news_wishes(market.by(market.supplier), {("sale.placed", Channel.TEXT), ("sale.placed", Channel.MAIL)})
    market.one_order()
    tell(market)
    assert {channel for _, _, channel, _ in told(market)} == {"mail"}


def test_reading_is_for_whom_it_was_told(market: Market) -> None:
    market.one_order()
    asked(market)
    tell(market)
    newest, oldest = inbox(market, market.supplier)
    for stranger in (market.rival, market.colleague(market.supplier), market.support):
        with market.refuses(NotFound):
            read_news(market.by(stranger), newest.id)
        bind_actor(market.session, stranger)
        with pytest.raises(NotFound):
            one_news(market.session, stranger, newest.id)
    read_news(market.by(market.supplier), newest.id)
    market.later(minutes=1)
    read_news(market.by(market.supplier), newest.id)
    assert [row.is_read for row in inbox(market, market.supplier)] == [True, False]
    assert market.rows("SELECT read_at FROM news WHERE id = :id", id=newest.id) == [(market.at.replace(minute=0),)]
    read_all_news(market.by(market.supplier))
    assert [row.is_read for row in inbox(market, market.supplier)] == [True, True]
    assert oldest.is_read is False


def test_it_can_be_looked_up_for_a_while(market: Market) -> None:
    market.one_order()
    tell(market)
    assert not forget_news(market.by(Actor.system()))
    assert inbox(market, market.supplier)
    market.at += KEPT
    market.later(seconds=1)
    assert not forget_news(market.by(Actor.system()))
    assert told(market) == set()


def test_a_release_that_tells_of_others_is_learnt(market: Market) -> None:
    with market.as_system() as session:
        session.execute(text("DELETE FROM news_verbs WHERE verb = 'ordering.order_placed'"))
        session.execute(text("INSERT INTO news_verbs VALUES ('stock.received')"))
    learn_verbs(market.by(Actor.system()))
    assert {verb for (verb,) in market.rows("SELECT verb FROM news_verbs")} == VERBS
