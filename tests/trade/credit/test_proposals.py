"""A line is opened and changed by two people, exactly as it was shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.trade.credit.lines import RECORD, applied, belonged, offered, open_line, proposed, shown_of, standing
from tests.trade.market import Market, gbp
from trade.credit.actions import (
    apply_for_credit,
    approve_proposal,
    decline_application,
    decline_proposal,
    expire_lines,
    lift_suspension,
    propose_line,
    revise_proposal,
    suspend_line,
    withdraw_application,
)
from trade.credit.rules import Fault, LineState
from trade.credit.rules.deciding import AboveAuthority, CaseOpen, OwnCredit, OwnProposal
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, MoveRefused, NotAllowed, NotFound, StaleVersion
from trade.parties.rules import Role


def test_an_application_becomes_a_line_by_two_people(market: Market) -> None:
    application = applied(market)
    proposal = proposed(market, application_id=application)
    approve_proposal(market.by(market.checker), proposal, shown=shown_of(market, proposal))
    now = standing(market)
    assert (now.state, now.limit, now.available) == (LineState.ACTIVE, gbp(50_000), gbp(50_000))
    assert market.verbs(application) == ["credit.applied", "credit.application_approved"]


def test_theme_26_a_changed_proposal_voids_what_was_shown(market: Market) -> None:
    proposal = proposed(market)
    shown = shown_of(market, proposal)
    revise_proposal(market.by(market.maker), proposal, offered=offered(market, 60_000), record=RECORD)
    with market.refuses(StaleVersion):
        approve_proposal(market.by(market.checker), proposal, shown=shown)
    revise_proposal(market.by(market.maker), proposal, offered=offered(market), record=replace(RECORD, orders=1))
    with market.refuses(StaleVersion):
        approve_proposal(market.by(market.checker), proposal, shown=shown)


def test_a_line_that_moved_since_voids_what_was_shown_but_its_use_does_not(market: Market) -> None:
    line = open_line(market, limit=10_000)
    proposal = proposed(market)
    shown = shown_of(market, proposal)
    suspend_line(market.by(market.maker), line, reason="a call from the bank")
    with market.refuses(StaleVersion):
        approve_proposal(market.by(market.checker), proposal, shown=shown)


def test_theme_26_nobody_approves_what_they_had_a_hand_in(market: Market) -> None:
    proposal = proposed(market)
    both = market.colleague(market.maker, Role.FINANCE_MAKER)
    revise_proposal(market.by(both), proposal, offered=offered(market), record=RECORD)
    for maker in (market.maker, both):
        as_checker = Actor(market.checker.scope, maker.person_id, maker.organisation_id, market.checker.permissions)
        with market.refuses(OwnProposal):
            approve_proposal(market.by(as_checker), proposal, shown=shown_of(market, proposal))
    with pytest.raises(DBAPIError, match="two_people"), market.as_system() as session:
        session.execute(
            text("UPDATE credit_proposals SET state = 'approved', decided_at = now(), decided_by = :who"),
            {"who": market.maker.person_id},
        )


def test_nobody_approves_credit_of_a_place_that_was_theirs(market: Market) -> None:
    proposal = proposed(market)
    belonged(market, market.checker)
    with market.refuses(OwnCredit):
        approve_proposal(market.by(market.checker), proposal, shown=shown_of(market, proposal))


def test_a_proposal_answers_no_application_of_somebody_else(market: Market) -> None:
    theirs = apply_for_credit(market.by(market.neighbour), amount=gbp(100), term_days=30)
    with market.refuses(NotFound):
        proposed(market, application_id=theirs)


def test_authority_ends_at_an_amount(market: Market) -> None:
    proposal = proposed(market, limit=20_000_001)
    refused = {"wanted": gbp(20_000_001), "authority": gbp(20_000_000)}
    with market.refuses(AboveAuthority, **refused):
        approve_proposal(market.by(market.checker), proposal, shown=shown_of(market, proposal))


def test_a_maker_does_not_approve_and_a_checker_does_not_propose(market: Market) -> None:
    proposal = proposed(market)
    with market.refuses(NotAllowed):
        approve_proposal(market.by(market.maker), proposal, shown=shown_of(market, proposal))
    with market.refuses(NotAllowed):
        propose_line(
            market.by(market.checker), organisation_id=market.retailer.organisation, offered=offered(market),
            record=RECORD,
        )  # fmt: skip


def test_one_case_waits_at_a_time_and_is_decided_once(market: Market) -> None:
    application = applied(market)
    with market.refuses(CaseOpen):
        applied(market)
    proposal = proposed(market)
    with market.refuses(CaseOpen):
        proposed(market)
    decline_proposal(market.by(market.checker), proposal, reason="too much for so young a shop")
    with market.refuses(MoveRefused):
        approve_proposal(market.by(market.checker), proposal, shown=shown_of(market, proposal))
    withdraw_application(market.by(market.retailer), application)
    with market.refuses(MoveRefused):
        decline_application(market.by(market.maker), application, reason="no")


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("limit", {"limit": gbp(-1)}),
        ("expires_on", {"days": 0}),
        ("expires_on", {"days": 800}),
        ("review_on", {"days": 10, "review": 11}),
    ],
)
def test_terms_that_cannot_be_are_refused_at_their_field(market: Market, field: str, change: dict) -> None:
    today = market.at.date()
    made = offered(market)
    if "limit" in change:
        made = replace(made, limit=change["limit"])
    else:
        until = today + timedelta(days=change["days"])
        made = replace(made, expires_on=until, review_on=today + timedelta(days=change.get("review", 0)))
    with market.refuses(InvalidInput, field=field):
        propose_line(market.by(market.maker), organisation_id=market.retailer.organisation, offered=made, record=RECORD)


def test_a_suspended_line_is_lifted_by_somebody_else(market: Market) -> None:
    line = open_line(market)
    suspend_line(market.by(market.checker), line, reason="a call from the bank")
    assert standing(market).fault is Fault.SUSPENDED
    with market.refuses(OwnProposal):
        lift_suspension(market.by(market.checker), line)
    lift_suspension(market.by(market.colleague(market.checker, Role.FINANCE_CHECKER)), line)
    assert standing(market).fault is None
    with market.refuses(MoveRefused):
        lift_suspension(market.by(market.checker), line)


def test_a_line_ends_after_its_last_day_and_begins_anew_by_a_proposal(market: Market) -> None:
    today = market.at.date()
    line = open_line(market, expires_on=today, review_on=today)
    assert expire_lines(market.by(Actor.system())) == 0
    market.later(days=1)
    assert expire_lines(market.by(Actor.system())) == 1
    assert market.verbs(line) == ["credit.line_expired"]
    proposal = proposed(market)
    approve_proposal(market.by(market.checker), proposal, shown=shown_of(market, proposal))
    assert standing(market).state is LineState.ACTIVE


def test_an_application_says_what_is_wrong_with_it(market: Market) -> None:
    buyer = market.colleague(market.retailer, Role.BUYER)
    wrong: list[dict[str, Any]] = [{"amount": gbp(0), "term_days": 30}, {"amount": gbp(100), "term_days": 31}]
    wrong.append({"amount": gbp(10**13 + 1), "term_days": 30, "code": "out_of_range"})
    for values in wrong:
        code = {"code": values.pop("code")} if "code" in values else {}
        with market.refuses(InvalidInput, **code):
            apply_for_credit(market.by(market.retailer), **values)
    with market.refuses(NotAllowed):
        apply_for_credit(market.by(buyer), amount=gbp(100), term_days=30)
