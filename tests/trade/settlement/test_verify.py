"""What statements say and what the books say is compared: whoever bends one of them is found out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import text

from tests.trade.market import Market, gbp
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.ledger.verify import verify
from trade.settlement.actions import charge_fee, set_terms
from trade.settlement.rules import Terms
from trade.settlement.verify import CHECKS


@pytest.fixture
def settled(market: Market) -> Market:
    """A market with a statement that holds everything, and a reserve that came back."""
    own = Terms(service_tax_rate=Decimal("0.2"), reserve_rate=Decimal("0.1"), reserve_days=1)
    set_terms(market.by(market.maker), market.supplier.organisation, terms=own)
    market.completed()
    charge_fee(market.by(market.maker), market.supplier.organisation, fee=gbp(500), words="Pictures")
    market.settle()
    market.later(days=2)
    market.settle()
    return market


def test_an_honest_market_is_sound(settled: Market) -> None:
    bind_actor(settled.session, Actor.system())
    assert differences(settled) == set()


@pytest.mark.parametrize(
    ("bent", "found"),
    [
        ("UPDATE statements SET items_minor = items_minor - 1, net_minor = net_minor - 1",
         {"statements that are not what their lines and items come to", "statements that are not what was posted for them"}),
        ("UPDATE statements SET line_count = line_count + 1", {"statements that are not what their lines and items come to"}),
        ("UPDATE statement_items SET amount_minor = amount_minor - 1 WHERE kind = 'reserve'",
         {"statements that are not what their lines and items come to", "deposits that are not what statements have held back",
          "reserves given back that are not what was held back"}),
        ("UPDATE statement_items SET source_key = 'x' WHERE kind = 'release'",
         {"reserves given back that are not what was held back"}),
    ],
)  # fmt: skip
def test_what_is_bent_is_named(settled: Market, bent: str, found: set[str]) -> None:
    bind_actor(settled.session, Actor.system())
    settled.session.execute(text(bent))
    assert differences(settled) == found


def differences(market: Market) -> set[str]:
    found = {name for name, _ in verify(market.session, also=CHECKS).differences}
    market.session.rollback()
    return found
