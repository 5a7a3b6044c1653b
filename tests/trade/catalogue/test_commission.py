"""Commission changes from a day on, by two people; lines keep the rate of the day on which they were placed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from tests.trade.market import Market
from trade.catalogue.actions.commission import approve_rate, propose_rate, reject_rate
from trade.catalogue.queries import category_choices
from trade.catalogue.queries.commission import rate_decisions, rates
from trade.catalogue.rules.commission import OwnProposal, RateKnown, RateTooLate
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, MoveRefused, NotFound, StaleVersion
from trade.kernel.ids import new_id
from trade.kernel.proposals import ProposalState

TUESDAY = date(2026, 3, 3)


def propose(market: Market, rate: str = "0.08", day: date = TUESDAY) -> UUID:
    return propose_rate(market.by(market.maker), market.category_id, rate=Decimal(rate), day=day)


def approve(market: Market, rate_id: UUID) -> None:
    with market.as_system() as session:
        shown = next(case.shown for case in rate_decisions(session, market.checker) if case.id == rate_id)
    approve_rate(market.by(market.checker), rate_id, shown=shown)


def rate_now(market: Market) -> Decimal:
    with market.as_system() as session:
        return category_choices(session, market.at)[0].commission_rate


def test_theme_19_a_rate_holds_from_its_midnight_and_lines_keep_theirs(market: Market) -> None:
    approve(market, propose(market))
    before = market.one_order()
    market.later(hours=14, minutes=59, seconds=59)  # a second before midnight
    assert rate_now(market) == Decimal("0.05")
    market.later(seconds=1)
    after = market.one_order()
    approve(market, propose(market, "0", TUESDAY + timedelta(days=1)))
    market.later(days=1)
    free = market.one_order()
    found = [market.lines(order_id)[0].commission_rate for order_id in (before, after, free)]
    assert found == [Decimal("0.05"), Decimal("0.08"), Decimal(0)]


def test_what_waits_or_was_rejected_changes_nothing(market: Market) -> None:
    waiting = propose(market)
    market.later(days=2)
    assert rate_now(market) == Decimal("0.05")
    reject_rate(market.by(market.checker), waiting, reason="Not now")
    assert rate_now(market) == Decimal("0.05")
    with market.as_system() as session:
        assert [(row.state, row.before) for row in rates(session)] == [(ProposalState.REJECTED, Decimal("0.05"))]
        assert rate_decisions(session, market.checker) == []


def test_a_rate_needs_two_people_who_see_the_same(market: Market) -> None:
    rate_id = propose(market)
    with market.refuses(StaleVersion):
        approve_rate(market.by(market.checker), rate_id, shown=b"")
    with market.as_system() as session:
        (case,) = rate_decisions(session, market.checker)
    assert (case.changes[0].name, case.changes[0].now, case.changes[0].before) == ("rate", "8 %", "5 %")
    both = market.maker
    own = both.__class__(both.scope, both.person_id, both.organisation_id, frozenset(Permission))
    with market.refuses(OwnProposal):
        approve_rate(market.by(own), rate_id, shown=case.shown)
    approve(market, rate_id)
    with market.refuses(MoveRefused, current="approved"):
        reject_rate(market.by(market.checker), rate_id, reason="")


def test_nothing_holds_backwards(market: Market) -> None:
    with market.refuses(RateTooLate):
        propose(market, day=market.at.date())
    late = propose(market)
    with market.refuses(RateKnown):
        propose(market, "0.09")
    market.later(days=1)
    with market.as_system() as session:
        (case,) = rate_decisions(session, market.checker)
    with market.refuses(RateTooLate):
        approve_rate(market.by(market.checker), late, shown=case.shown)
    with market.refuses(InvalidInput, field="rate"):
        propose(market, "1", TUESDAY + timedelta(days=9))
    with market.refuses(NotFound, what="category"):
        propose_rate(market.by(market.maker), new_id(), rate=Decimal(0), day=TUESDAY + timedelta(days=9))
