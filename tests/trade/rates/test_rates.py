"""A rate or limit changes from a day on, by two people who see the same, and never backwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from tests.trade.market import Market
from trade.catalogue.rules.commission import OwnProposal, RateKnown, RateTooLate
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, MoveRefused, NotFound, StaleVersion
from trade.kernel.ids import new_id
from trade.kernel.proposals import ProposalState
from trade.rates.actions import approve_dated, propose_dated, reject_dated
from trade.rates.queries import dated_decisions, dated_rates, standing_rates
from trade.rates.rules import RateKind

TUESDAY = date(2026, 3, 3)


def propose(market: Market, hours: str = "48", day: date = TUESDAY) -> UUID:
    return propose_dated(
        market.by(market.maker), RateKind.CLAIM_WINDOW, value=Decimal(hours), day=day, why="Fresh goods",
        category_id=market.category_id,
    )  # fmt: skip


def approve(market: Market, rate_id: UUID) -> None:
    with market.as_system() as session:
        shown = next(case.shown for case in dated_decisions(session, market.checker) if case.id == rate_id)
    approve_dated(market.by(market.checker), rate_id, shown=shown)


def hours_now(market: Market) -> Decimal | None:
    with market.as_system() as session:
        return standing_rates(session, market.at)[0].value


def test_a_rate_holds_from_its_midnight_up_to_the_next_ones(market: Market) -> None:
    approve(market, propose(market))
    market.later(hours=14, minutes=59, seconds=59)  # a second before midnight
    assert hours_now(market) is None
    market.later(seconds=1)
    assert hours_now(market) == 48
    approve(market, propose(market, "72", TUESDAY + timedelta(days=1)))
    waiting = propose(market, "24", TUESDAY + timedelta(days=2))
    market.later(days=3)
    assert hours_now(market) == 72
    reject_dated(market.by(market.checker), waiting, reason="Too short")
    with market.as_system() as session:
        told = [(row.state, int(row.value), int(row.before or 0), row.why, row.reason) for row in dated_rates(session)]
    assert told == [
        (ProposalState.REJECTED, 24, 72, "Fresh goods", "Too short"),
        (ProposalState.APPROVED, 72, 48, "Fresh goods", ""),
        (ProposalState.APPROVED, 48, 0, "Fresh goods", ""),
    ]


def test_a_rate_needs_two_people_who_see_the_same(market: Market) -> None:
    rate_id = propose(market)
    with market.refuses(StaleVersion):
        approve_dated(market.by(market.checker), rate_id, shown=b"")
    with market.as_system() as session:
        (case,) = dated_decisions(session, market.checker)
    with market.refuses(OwnProposal):
        approve_dated(market.by(replace(market.maker, permissions=frozenset(Permission))), rate_id, shown=case.shown)
    approve(market, rate_id)
    with market.refuses(MoveRefused, current="approved"):
        reject_dated(market.by(market.checker), rate_id, reason="")


def test_nothing_holds_backwards_and_nothing_beyond_its_bounds(market: Market) -> None:
    with market.refuses(RateTooLate):
        propose(market, day=market.at.date())
    late = propose(market)
    with market.refuses(RateKnown):
        propose(market, "24")
    for wrong in ("0", "2161", "1.5"):
        with market.refuses(InvalidInput, field="value"):
            propose(market, wrong, TUESDAY + timedelta(days=9))
    with market.refuses(InvalidInput, field="category"):
        propose_dated(market.by(market.maker), RateKind.CLAIM_WINDOW, value=Decimal(1), day=TUESDAY, why="")
    with market.refuses(NotFound, what="category"):
        propose_dated(
            market.by(market.maker), RateKind.CLAIM_WINDOW, value=Decimal(1), day=TUESDAY, why="", category_id=new_id()
        )
    with market.as_system() as session:
        (case,) = dated_decisions(session, market.checker)
    market.later(days=1)
    with market.refuses(RateTooLate):
        approve_dated(market.by(market.checker), late, shown=case.shown)
