"""Every event has a sentence, and a timeline names people, organisations and what changed."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.trade.market import Market
from trade.ordering.actions import cancel_order
from trade.ordering.rules import OrderState
from web.states import order_track
from web.timeline import timeline_of
from web.words import EVENTS

TRADE = Path(__file__).parents[2] / "trade"
UNTOLD = {"history.sales_imported"}


AREAS = (
    "banking|catalogue|claims|forecasting|invoicing|ledger|ordering|pad|parties|payouts|pooling|pricing|quality|quoting"
    "|rates|scoring|settlement"
)
"""Areas of which every such word is an event."""


def verbs():
    """Return every verb written out in the business, and those made of a stock move's kind."""
    found = {"stock.counted", "stock.received"}
    for path in TRADE.rglob("*.py"):
        source = path.read_text()
        found |= set(re.findall(rf'"((?:{AREAS})\.(?!id")[a-z_]+)"', source))
        found |= set(re.findall(r'\.record\(\s*"([a-z_.]+)"', source))
    return sorted(found - UNTOLD)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("verb", verbs())
def test_every_verb_has_a_sentence(verb):
    assert verb in EVENTS


def test_a_timeline_names_who_did_what_newest_first(app, session, statements):
    market = Market(session)
    order_id = market.one_order()
    cancel_order(market.by(market.retailer), order_id, reason="Ordered twice")

    with app.test_request_context(), market.as_system() as seen, statements() as asked:
        cancelled, placed = timeline_of(seen, "order", order_id, currency="GBP")

    assert (placed.what, placed.details) == ("Order placed and paid", [("Total", "", "£91.80")])
    assert cancelled.details == [("Reason", "", "Ordered twice"), ("Given back", "", "£91.80")]
    assert re.fullmatch(r"Mei \d+ · Shop \d+", cancelled.who)
    assert len([statement for statement in asked if "FROM" in statement]) == 2


@pytest.mark.parametrize("state", list(OrderState))
def test_every_state_stands_somewhere_on_the_track(app, state):
    with app.test_request_context():
        track = order_track(SimpleNamespace(state=state, confirmed_at=None))

    assert 1 <= track.current <= len(track.names)
    assert len(set(track.names)) == len(track.names)
