"""Running the jobs of news at a test's own time, and looking at what came of it."""

from __future__ import annotations

from typing import Any

from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.news.actions import take_due_news, tell_next
from trade.news.ports import Parcel
from trade.news.queries import NewsRow, news_of


def tell(market: Market) -> None:
    """Tell all that has happened."""
    while tell_next(market.by(Actor.system())):
        pass


def take(market: Market) -> tuple[Parcel, ...]:
    """Take what waits to be sent."""
    return take_due_news(market.by(Actor.system()))


def inbox(market: Market, actor: Actor) -> list[NewsRow]:
    """What an actor finds on the page, newest first."""
    bind_actor(market.session, actor)
    rows = list(news_of(market.session, actor).rows)
    market.session.rollback()
    return rows


def kinds(market: Market, actor: Actor) -> list[str]:
    """The kinds of it, oldest first."""
    return [row.kind for row in reversed(inbox(market, actor))]


def told(market: Market) -> set[tuple[Any, ...]]:
    """Who was told what, by which channel."""
    return set(market.rows("SELECT event_number, person_id, channel, kind FROM news"))
