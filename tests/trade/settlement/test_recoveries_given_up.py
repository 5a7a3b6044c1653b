"""What a seller will never pay is given up by two people, once it was asked for in every way."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import text

from tests.trade.market import Market, gbp
from tests.trade.settlement.owed import PAID, borne, late_claim, pay_out, settled, shares, take
from trade.checks import CHECKS
from trade.credit.rules.deciding import CaseOpen, OwnProposal, WriteOffAboveAuthority
from trade.invoicing.actions import issue_demand
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, MoveRefused, NotAllowed, NotFound, StaleVersion
from trade.kernel.ids import new_id
from trade.ledger.verify import verify
from trade.parties.rules import Role
from trade.settlement.actions import (
    approve_recovery_write_off,
    propose_recovery_write_off,
    reject_recovery_write_off,
)
from trade.settlement.queries import write_off_decisions, write_offs_waiting
from trade.settlement.rules import NotOverdue

_NO_ROLES = text("UPDATE members SET roles = ARRAY['support'] WHERE person_id = :id")
SMALL = 255 * 6 - 76
"""What six units came to, less their commission."""


@pytest.fixture(autouse=True)
def sound(market: Market):
    """Whatever a test does: the books are sound after it."""
    yield
    with market.as_system() as session:
        assert verify(session, also=CHECKS).differences == ()


def overdue(market: Market, units: int = 6) -> UUID:
    """Walk a recovery through all its stages; answer it."""
    order_id = settled(market)
    pay_out(market)
    recovery_id = borne(market, late_claim(market, order_id, units), PAID * units // 36)
    for days in (30, 14):
        market.later(days=days)
        take(market, recovery_id)
    issue_demand(market.by(Actor.system()), recovery_id)
    for days in (14, 7):
        market.later(days=days)
        take(market, recovery_id)
    with market.refuses(NotOverdue):
        propose_recovery_write_off(market.by(market.maker), recovery_id, note="Too early.")
    market.later(days=7)
    take(market, recovery_id)
    return recovery_id


def propose(market: Market, recovery_id: UUID) -> tuple[UUID, bytes]:
    one = propose_recovery_write_off(market.by(market.maker), recovery_id, note="It has closed its doors.")
    return one, write_offs_waiting(market.session)[recovery_id].shown


def test_two_people_give_it_up_and_the_platform_bears_it(market: Market) -> None:
    recovery_id = overdue(market)
    one, shown = propose(market, recovery_id)
    (waiting,) = write_off_decisions(market.session, market.checker)
    assert (waiting.id, waiting.amount, waiting.shown) == (one, gbp(SMALL), shown)
    with market.refuses(CaseOpen):
        propose(market, recovery_id)
    with market.refuses(NotAllowed):
        approve_recovery_write_off(market.by(market.maker), one, shown=shown)
    with market.refuses(StaleVersion):
        approve_recovery_write_off(market.by(market.checker), one, shown=b"other")
    approve_recovery_write_off(market.by(market.checker), one, shown=shown)
    assert shares(market, recovery_id) == ("closed", SMALL, 0, 0, 0, 0, SMALL, 0)
    assert market.balance("recovery_receivable", market.supplier) == 0
    assert market.balance("bad_debt") == SMALL
    with market.refuses(MoveRefused):
        approve_recovery_write_off(market.by(market.checker), one, shown=shown)
    with market.refuses(NotOverdue):
        propose(market, recovery_id)
    assert (take(market, recovery_id), write_offs_waiting(market.session)) == (0, {})


def test_nobody_agrees_with_themselves_or_beyond_their_authority(market: Market) -> None:
    owner = market.colleague(market.support, Role.OWNER)
    both = Actor(
        owner.scope, owner.person_id, owner.organisation_id, market.maker.permissions | market.checker.permissions
    )
    recovery_id = overdue(market, 36)
    one = propose_recovery_write_off(market.by(both), recovery_id, note="Gone.")
    shown = write_offs_waiting(market.session)[recovery_id].shown
    with market.refuses(OwnProposal):
        approve_recovery_write_off(market.by(both), one, shown=shown)
    outsider = market.colleague(market.support)
    nobody = Actor(outsider.scope, outsider.person_id, outsider.organisation_id, market.checker.permissions)
    with market.as_system() as session:
        session.execute(_NO_ROLES, {"id": outsider.person_id})
        session.commit()
    with market.refuses(WriteOffAboveAuthority):
        approve_recovery_write_off(market.by(nobody), one, shown=shown)


def test_what_comes_in_meanwhile_voids_what_was_shown(market: Market) -> None:
    recovery_id = overdue(market)
    one, shown = propose(market, recovery_id)
    market.money(market.supplier, 100)
    assert take(market, recovery_id) == SMALL - 100
    with market.refuses(StaleVersion):
        approve_recovery_write_off(market.by(market.checker), one, shown=shown)
    with market.refuses(InvalidInput, field="reason"):
        reject_recovery_write_off(market.by(market.checker), one, reason=" ")
    reject_recovery_write_off(market.by(market.checker), one, reason="It still pays.")
    second, now_shown = propose(market, recovery_id)
    approve_recovery_write_off(market.by(market.checker), second, shown=now_shown)
    assert shares(market, recovery_id) == ("closed", SMALL, 0, 0, 0, 100, SMALL - 100, 0)


def test_what_is_not_there_is_not_found(market: Market) -> None:
    with market.refuses(NotFound, what="recovery"):
        propose_recovery_write_off(market.by(market.maker), new_id(), note="x")
    with market.refuses(InvalidInput, field="note"):
        propose_recovery_write_off(market.by(market.maker), new_id(), note="")
    with market.refuses(NotFound, what="recovery_write_off"):
        reject_recovery_write_off(market.by(market.checker), new_id(), reason="x")
