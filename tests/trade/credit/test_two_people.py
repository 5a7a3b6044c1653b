"""Promise P10: random histories of makers and checkers; nobody ever approves their own, or what they were not shown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random
from uuid import UUID

import pytest

from tests.trade.credit.lines import RECORD, belonged, offered, shown_of
from tests.trade.market import Market, gbp
from trade.credit.actions import approve_proposal, decline_proposal, propose_line, revise_proposal, withdraw_proposal
from trade.credit.rules.deciding import AUTHORITY, AboveAuthority, OwnCredit, OwnProposal
from trade.kernel.actor import Actor
from trade.kernel.errors import DomainError, MoveRefused, StaleVersion
from trade.parties.rules import Role

AUTHORITY_MINOR = AUTHORITY.usual[Role.FINANCE_CHECKER] * 100


@dataclass
class Case:
    """A proposal as an observer knows it."""

    id: UUID
    limit: int
    makers: list[UUID | None]
    shown: list[bytes] = field(default_factory=list)
    state: str = "waiting"


@pytest.mark.parametrize("histories", [100, pytest.param(10_000, marks=pytest.mark.soak)])
def test_theme_26_random_histories_of_makers_and_checkers(market: Market, histories: int) -> None:
    chance = Random(20261126)
    people = [market.checker, *(market.colleague(market.maker, Role.FINANCE_CHECKER) for _ in range(3))]
    rights = market.maker.permissions | market.checker.permissions
    # Each may take either part: roles change, and sign-ins are older than roles.
    people = [replace(person, permissions=rights) for person in people]
    belonged(market, people[3])
    approved = 0
    for _ in range(histories):
        case = _proposed(market, chance, people)
        for _ in range(chance.randint(1, 4)):
            approved += _step(market, chance, people, case)
        if case.state == "waiting":
            withdraw_proposal(market.by(people[0]), case.id)
    assert approved > histories // 20
    own = market.rows("SELECT count(*) FROM credit_proposals WHERE state = 'approved' AND decided_by = ANY (makers)")
    assert own == [(0,)]
    assert market.rows("SELECT count(*) FROM credit_lines WHERE limit_minor > :most", most=AUTHORITY_MINOR) == [(0,)]


def _step(market: Market, chance: Random, people: list[Actor], case: Case) -> bool:
    """Let somebody do something to a proposal; answer whether it was approved, which must be as predicted."""
    who = chance.choice(people)
    deed = chance.choice(("approve", "approve", "approve", "revise", "decline"))
    if deed == "revise":
        return _revise(market, chance, who, case)
    shown = chance.choice(case.shown)
    expected = _refusal(case, who, shown if deed == "approve" else case.shown[-1], people[3], deed)
    outcome = _outcome(market, who, case, deed, shown)
    assert outcome is expected, (deed, case)
    if outcome is not None:
        return False
    case.state = "approved" if deed == "approve" else "declined"
    return deed == "approve"


def _outcome(market: Market, who: Actor, case: Case, deed: str, shown: bytes) -> type[DomainError] | None:
    """What it is refused with; nothing where it is done."""
    try:
        if deed == "approve":
            approve_proposal(market.by(who), case.id, shown=shown)
        else:
            decline_proposal(market.by(who), case.id, reason="no")
    except DomainError as refusal:
        return type(refusal)
    return None


def _refusal(case: Case, who: Actor, shown: bytes, insider: Actor, deed: str) -> type[DomainError] | None:
    if case.state != "waiting":
        return MoveRefused
    if who.person_id in case.makers:
        return OwnProposal
    if who.person_id == insider.person_id:
        return OwnCredit
    if shown != case.shown[-1]:
        return StaleVersion
    return AboveAuthority if deed == "approve" and case.limit > AUTHORITY_MINOR else None


def _proposed(market: Market, chance: Random, people: list[Actor]) -> Case:
    who, limit = chance.choice(people), _limit(chance)
    made = propose_line(
        market.by(who), organisation_id=market.retailer.organisation, offered=replace(offered(market), limit=gbp(limit)),
        record=RECORD,
    )  # fmt: skip
    return Case(made, limit, [who.person_id], [shown_of(market, made)])


def _revise(market: Market, chance: Random, who: Actor, case: Case) -> bool:
    limit = _limit(chance)
    made = replace(offered(market), limit=gbp(limit))
    if case.state != "waiting":
        with pytest.raises(MoveRefused):
            revise_proposal(market.by(who), case.id, offered=made, record=RECORD)
        return False
    revise_proposal(market.by(who), case.id, offered=made, record=RECORD)
    case.limit, case.makers = limit, [*case.makers, who.person_id]
    case.shown.append(shown_of(market, case.id))
    return False


def _limit(chance: Random) -> int:
    return chance.choice((chance.randint(0, AUTHORITY_MINOR), AUTHORITY_MINOR + 1))
