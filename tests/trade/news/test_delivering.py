"""Letters and text messages: one at a time, tried again, given up when they are news no more."""

from __future__ import annotations

from tests.trade.market import Market
from tests.trade.news.told import take, tell
from trade.kernel.actor import Actor
from trade.news.actions import give_up_late, note_delivery
from trade.news.ports import Parcel
from trade.news.rules import DELAYS, LATE


def note(market: Market, parcel: Parcel, *, is_sent: bool) -> None:
    note_delivery(market.by(Actor.system()), parcel.news_id, parcel.attempt, is_sent=is_sent)


def states(market: Market) -> list[tuple[str, int]]:
    return market.rows("SELECT state, attempts FROM news WHERE channel = 'mail'")


def test_a_letter_is_taken_once_and_comes_back_when_its_taker_dies(market: Market) -> None:
    market.one_order()
    tell(market)
    (parcel,) = take(market)
    assert (parcel.kind, parcel.attempt, parcel.channel) == ("sale.placed", 1, "mail")
    assert take(market) == ()
    market.later(minutes=6)
    (again,) = take(market)
    assert (again.news_id, again.attempt) == (parcel.news_id, 2)
    note(market, parcel, is_sent=False)  # the dead one's late word decides nothing any more
    note(market, again, is_sent=True)
    market.later(days=1)
    assert take(market) == ()
    assert states(market) == [("told", 2)]


def test_what_does_not_leave_is_tried_again_and_given_up_in_the_end(market: Market) -> None:
    market.one_order()
    tell(market)
    for delay in (*DELAYS, None):
        (parcel,) = take(market)
        note(market, parcel, is_sent=False)
        assert take(market) == ()
        if delay is not None:
            market.at += delay
    assert states(market) == [("given_up", len(DELAYS) + 1)]


def test_what_waited_for_days_is_not_sent_any_more(market: Market) -> None:
    market.one_order()
    tell(market)
    market.at += LATE
    give_up_late(market.by(Actor.system()))
    assert states(market) == [("waiting", 0)]
    market.later(seconds=1)
    give_up_late(market.by(Actor.system()))
    assert states(market) == [("given_up", 0)]
    assert market.rows("SELECT state FROM news WHERE channel = 'page'") == [("told",)]
