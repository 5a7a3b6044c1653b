"""Several workers that tell the same events, and windows that choose at once."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tests.races.conftest import Crowd
from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.kernel.work import Call
from trade.news.actions import set_news_wishes, take_due_news, tell_next
from trade.news.rules import KINDS, Channel


def test_what_many_workers_tell_is_told_once(market: Market, crowd: Crowd) -> None:
    sku_id = market.goods(stock=1000)
    market.money(minor=1_000_000)
    for _ in range(12):
        market.order({sku_id: 6})

    def tell(session: Session) -> bool:
        return tell_next(Call(session, Actor.system(), market.at))

    assert set(crowd([tell] * 16)) == {False}
    found = market.rows("SELECT event_number, person_id, channel FROM news")
    assert len(found) == len(set(found)) == 12 * 2
    assert market.rows("SELECT * FROM untold_events") == []

    def take(session: Session) -> list[str]:
        return [str(parcel.news_id) for parcel in take_due_news(Call(session, Actor.system(), market.at))]

    taken = [one for some in crowd([take] * 16) for one in some]
    assert len(taken) == len(set(taken)) == 12


def test_the_choice_of_one_window_holds_whole(market: Market, crowd: Crowd) -> None:
    everything = {(kind.name, channel) for kind in KINDS for channel in Channel}

    def choose(wanted: set[tuple[str, Channel]]):
        return lambda session: set_news_wishes(Call(session, market.supplier, market.at), wanted)

    crowd([choose(set()), choose(everything)] * 8)
    wanted = {wanted for (wanted,) in market.rows("SELECT is_wanted FROM news_wishes")}
    assert len(wanted) == 1
