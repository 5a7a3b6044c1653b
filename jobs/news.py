"""News to people: told on their pages, then sent to those who want it by letter or text message."""

from __future__ import annotations

import time
from typing import Final

from adapters.mail import postman
from adapters.texting import text_gateway
from jobs.calls import settings, system_call
from trade.news import actions
from trade.news.ports import Parcel
from trade.news.rules import Channel

ROUND_SECONDS: Final = 60


def tell_news() -> None:
    """Tell what has happened since the last round, some events a transaction."""
    with system_call() as call:
        actions.learn_verbs(call)
    more = True
    while more:
        with system_call() as call:
            more = actions.tell_next(call)


def deliver_news() -> None:
    """Send the letters and text messages that are due."""
    until = time.monotonic() + ROUND_SECONDS
    with system_call() as call:
        actions.give_up_late(call)
    while time.monotonic() < until:
        with system_call() as call:
            parcels = actions.take_due_news(call)
        if not parcels:
            return
        for parcel in parcels:
            is_sent = _send(parcel)
            with system_call() as call:
                actions.note_delivery(call, parcel.news_id, parcel.attempt, is_sent=is_sent)


def forget_news() -> None:
    """Remove what was told long ago."""
    more = True
    while more:
        with system_call() as call:
            more = actions.forget_news(call)


def _send(parcel: Parcel) -> bool:
    letters = postman(settings())
    try:
        if parcel.channel == Channel.TEXT:
            gateway = text_gateway(settings())
            gateway.send(parcel.to.login, letters.text_of(parcel), f"news-{parcel.news_id}")
        else:
            letters.deliver_news(parcel)
    except OSError:
        return False  # tried again later
    return True
