"""What the clock does by itself: it pays up to the cap, says what is late, and waits for no seller; once each."""

from __future__ import annotations

import pytest

from tests.trade.claims.claimed import claim, delivered, standing
from tests.trade.market import Market
from trade.claims.actions import accept_claim, dispute_claim, run_out
from trade.claims.queries import claims_of, claims_run_out
from trade.claims.rules import ClaimTerms
from trade.kernel.actor import Actor
from trade.kernel.errors import NotAllowed


def run(market: Market, **terms: int) -> int:
    """Run the clock over all that is due; answer for how many it did something."""
    with market.as_system() as session:
        due = claims_run_out(session, market.at)
    return sum(run_out(market.by(Actor.system()), claim_id, terms=ClaimTerms(**terms)) for claim_id in due)


def test_after_24_hours_the_clock_pays_once_up_to_the_cap(market: Market) -> None:
    order_id = delivered(market)
    before, claim_id = market.balance("wallet", market.retailer), claim(market, order_id)
    market.later(hours=23, minutes=59)
    assert run(market) == 0
    market.later(minutes=1)
    assert run(market) == 1
    assert market.balance("wallet", market.retailer) == before + 1530
    assert run(market) == 0
    assert standing(market, claim_id)[0] == "asked"


def test_above_the_cap_the_claim_is_late_and_no_money_moves(market: Market) -> None:
    claim_id = claim(market, delivered(market))
    market.later(hours=24)
    assert run(market, by_itself=15) == 1
    assert market.verbs(claim_id)[-1] == "claims.escalated"
    assert standing(market, claim_id)[3] == 0
    assert run(market, by_itself=15) == 0


def test_a_list_that_is_cut_off_keeps_what_runs_out_next(market: Market) -> None:
    first = claim(market, delivered(market))
    market.later(hours=1)
    claim(market, delivered(market))
    page = claims_of(market.session, market.support, limit=1)
    assert [row.id for row in page.rows] == [first]


def test_a_silent_seller_can_still_accept_but_the_platform_need_not_wait(market: Market) -> None:
    claim_id = claim(market, delivered(market))
    market.later(days=3)
    assert run(market) == 1
    assert market.verbs(claim_id)[-2:] == ["claims.advanced_by_clock", "claims.seller_silent"]
    assert standing(market, claim_id)[0] == "unanswered"
    dispute_claim(market.by(market.supplier), claim_id, words="We were at the fair.")
    accept_claim(market.by(market.supplier), claim_id)
    assert standing(market, claim_id)[:2] == ("settled", "seller")


@pytest.mark.parametrize("killed_after", ["trade.claims.actions.clocks.tell", "trade.claims.paying.post"])
def test_a_clock_that_dies_half_way_leaves_nothing_and_the_next_one_pays_once(
    market: Market, monkeypatch: pytest.MonkeyPatch, killed_after: str
) -> None:
    order_id = delivered(market)
    before, claim_id = market.balance("wallet", market.retailer), claim(market, order_id)
    market.later(hours=24)

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(killed_after, die)
        with pytest.raises(KeyboardInterrupt):
            run(market)
    assert standing(market, claim_id)[3] == 0
    assert run(market) == 1
    assert market.balance("wallet", market.retailer) == before + 1530


def test_only_the_system_runs_the_clock(market: Market) -> None:
    claim_id = claim(market, delivered(market))
    for who in (market.retailer, market.supplier):
        with market.refuses(NotAllowed):
            run_out(market.by(who), claim_id, terms=ClaimTerms())
