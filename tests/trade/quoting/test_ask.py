"""Asking, answering and talking: each side its own part, and strangers none."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from tests.trade.market import Market, gbp
from tests.trade.quoting.quoted import asked, look, quote
from trade.kernel.errors import InvalidInput, MoveRefused, NotAllowed, NotFound, StaleVersion
from trade.kernel.work import bind_actor
from trade.ordering.rules import BelowMinimum, DayRefused
from trade.parties.actions import set_terms
from trade.quoting import queries
from trade.quoting.actions import (
    QuotedLine,
    Wanted,
    ask_for_quote,
    decline_inquiry,
    send_message,
    send_quote,
    withdraw_inquiry,
)
from trade.quoting.loading import asked_by, asked_of


def test_one_seller_is_asked_for_goods_that_it_sells(market: Market) -> None:
    ours, theirs = market.goods(), market.goods(market.rival)
    buyer = market.by(market.retailer)
    with market.refuses(NotFound):
        ask_for_quote(buyer, [Wanted(ours, 1), Wanted(theirs, 1)])
    with market.refuses(NotFound):
        ask_for_quote(buyer, [Wanted(uuid4(), 1)])
    for wanted in ([], [Wanted(ours, 1), Wanted(ours, 2)], [Wanted(ours, 0)], [Wanted(ours, 10**9)]):
        with market.refuses(InvalidInput):
            ask_for_quote(buyer, wanted)
    with market.refuses(DayRefused):
        ask_for_quote(buyer, [Wanted(ours, 1)], wanted_on=date(2026, 3, 1))
    assert look(market, ask_for_quote(buyer, [Wanted(ours, 1)], wanted_on=date(2026, 3, 2))).lines


def test_a_seller_answers_every_line_within_reason(market: Market) -> None:
    inquiry_id = asked(market, market.goods(), market.goods())
    lines = [QuotedLine(line.id, Decimal(2), 20, 20) for line in look(market, inquiry_id).lines]
    seller, week = market.by(market.supplier), market.at + timedelta(days=7)
    with market.refuses(NotFound):
        send_quote(seller, inquiry_id, lines=lines[:1], expires_at=week, version=0)
    for expires_at in (market.at, market.at + timedelta(days=366)):
        with market.refuses(InvalidInput, field="last_day"):
            send_quote(seller, inquiry_id, lines=lines, expires_at=expires_at, version=0)
    for odd in (
        QuotedLine(lines[0].line_id, Decimal(2), 20, 21),
        QuotedLine(lines[0].line_id, Decimal(2), 20, 0),
        QuotedLine(lines[0].line_id, Decimal(2), 20, 10, 7),
        QuotedLine(lines[0].line_id, Decimal(0), 20, 10),
    ):
        with market.refuses(InvalidInput):
            send_quote(seller, inquiry_id, lines=[odd, lines[1]], expires_at=week, version=0)
    set_terms(seller, order_minimum=gbp(8001), lead_days=0)
    with market.refuses(BelowMinimum, missing=gbp(1)):
        send_quote(seller, inquiry_id, lines=lines, expires_at=week, version=0)
    set_terms(seller, order_minimum=gbp(8000), lead_days=0)
    send_quote(seller, inquiry_id, lines=lines, expires_at=week, version=0)
    with market.refuses(StaleVersion):
        send_quote(seller, inquiry_id, lines=lines, expires_at=week, version=0)


def test_each_version_is_kept_and_the_newest_is_shown(market: Market) -> None:
    inquiry_id = asked(market)
    for price in ("2.10", "2.05"):
        quote(market, inquiry_id, price)
    found = look(market, inquiry_id)
    assert [row.version for row in found.quotes] == [2, 1]
    assert found.total == gbp(4100)
    assert market.rows("SELECT version, unit_price FROM quotes JOIN quote_lines ON quote_id = id ORDER BY 1") == [
        (1, Decimal("2.100000")),
        (2, Decimal("2.050000")),
    ]


def test_both_sides_talk_and_nobody_else_theme_23(market: Market) -> None:
    inquiry_id = asked(market)
    send_message(market.by(market.retailer), inquiry_id, text="Which red?")
    market.later(seconds=1)
    send_message(market.by(market.supplier), inquiry_id, text="Pantone 186")
    assert [message.text for message in look(market, inquiry_id).messages] == ["Which red?", "Pantone 186"]
    for stranger in (market.neighbour, market.rival):
        with market.refuses(NotFound):
            send_message(market.by(stranger), inquiry_id, text="Psst")
        with market.refuses(NotFound):
            decline_inquiry(market.by(market.rival), inquiry_id, reason="")
        bind_actor(market.session, stranger)
        with pytest.raises(NotFound):
            queries.inquiry_detail(market.session, stranger, inquiry_id, market.at)
        assert queries.inquiries(market.session, asked_by(stranger), market.at) == []
        assert queries.inquiries(market.session, asked_of(stranger), market.at) == []
    with market.refuses(NotAllowed):
        withdraw_inquiry(market.by(market.supplier), inquiry_id)
    for text in ("", "x" * 1001):
        with market.refuses(InvalidInput):
            send_message(market.by(market.retailer), inquiry_id, text=text)


def test_an_end_is_an_end(market: Market) -> None:
    inquiry_id = asked(market)
    decline_inquiry(market.by(market.supplier), inquiry_id, reason="No red left")
    with market.refuses(MoveRefused):
        withdraw_inquiry(market.by(market.retailer), inquiry_id)
    with market.refuses(MoveRefused):
        quote(market, inquiry_id)
    assert market.verbs(inquiry_id) == ["quoting.quote_asked", "quoting.inquiry_declined"]
