"""What waits for the platform's people stands on the page that they open first."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from adapters import clock
from tests.trade.claims.claimed import claim, delivered
from trade.claims.actions import accept_claim, advance_claim, dispute_claim


@pytest.fixture
def staff(market, at_desk):
    return at_desk(market.support)


def reference(market, claim_id):
    ((name,),) = market.rows("SELECT reference FROM claims WHERE id = :id", id=claim_id)
    return name


def test_claims_that_wait_for_the_platform_stand_on_its_first_page_by_their_clock(staff, market):
    assert "Claims that wait for us" not in staff.get("platform.today").words()
    market.at = clock.now()
    order_id = delivered(market)
    disputed, asked, urgent, paid, closed = (claim(market, order_id, 1) for _ in range(5))
    advance_claim(market.by(market.support), disputed)
    dispute_claim(market.by(market.supplier), disputed, words="They left whole.")
    advance_claim(market.by(market.support), paid)
    accept_claim(market.by(market.supplier), closed)
    with market.as_system() as session:
        session.execute(
            text("UPDATE claims SET money_due_at = money_due_at - interval '23 hours' WHERE id = :id"), {"id": urgent}
        )
    page = staff.get("platform.today")
    shown = [tag.get_text() for tag in page.soup.select("main a[href^='/claims/']")]
    assert shown == [reference(market, claim_id) for claim_id in (urgent, asked, disputed)]
    assert "Money comes by" in page.words()
