"""The likelihood of a bad end on the case's page: with its reasons and how well it tells, and deciding nothing."""

from __future__ import annotations

from adapters import clock
from tests.desk import Desk
from tests.trade.credit.lines import applied, on_credit, open_line
from tests.trade.market import Market
from trade.credit.actions import keep_default_model
from trade.credit.rules.default import Fitted, Group, Learnt
from trade.kernel.actor import Actor

AVERAGE = Fitted((5.0, 2.0, 0.1, 1.0, 0.0, 1.0), (1.0,) * 6, (-0.5, -0.4, 0.9, 0.3, 0.0, 0.0), -2.2)
GROUPS = tuple(Group(30, chance, chance) for chance in (0.01, 0.02, 0.05, 0.1, 0.3))
LEARNT = Learnt(600, 60, 150, 16, 0.81, 0.07, 0.09, GROUPS, AVERAGE)


def case(market: Market, maker: Desk):
    """The page of the retailer's case."""
    return maker.get(f"/finance/credit/organisations/{market.retailer.organisation}")


def test_before_there_is_enough_history_the_page_says_so(market: Market, maker: Desk) -> None:
    market.at = clock.now()
    applied(market)
    assert "Not worked out yet" in case(market, maker).words()
    keep_default_model(market.by(Actor.system()), learnt=Learnt(120, 7))
    words = case(market, maker).words()
    assert "the end of 120 invoices is known, 7 of them bad. It takes 500 and 50" in words
    assert "end badly: open" not in words


def test_a_likelihood_stands_beside_the_points_with_its_reasons_and_changes_none(market: Market, maker: Desk) -> None:
    market.at = clock.now()
    open_line(market)
    on_credit(market, {market.goods(): 6})
    before = case(market, maker).words().split("How its invoices may end")[0]
    keep_default_model(market.by(Actor.system()), learnt=LEARNT)

    page = case(market, maker)

    assert page.words().split("How its invoices may end")[0] == before
    assert "of invoices like its own end badly" in page.words()
    assert "Of all invoices it is 10 %" in page.words().replace("\xa0", " ")
    assert "decides nothing" in page.words()
    reasons = {row[0]: row[1:] for row in page.rows("Why")}
    assert reasons["Days on the market"][2] == "lowers it"  # it has been here for months
    assert reasons["Invoices before"] == ["1", "6", "raises it"]
    assert reasons["Days to pay"] == ["30", "30", "hardly matters"]
    assert "81 %" in page.words().replace("\xa0", " ")
    assert [row[2] for row in page.rows("Expected and come")] == ["1 %", "2 %", "5 %", "10 %", "30 %"]


def test_a_model_that_tells_no_more_than_the_average_is_shown_as_that(market: Market, maker: Desk) -> None:
    market.at = clock.now()
    applied(market)
    weak = Learnt(600, 60, 150, 16, 0.52, 0.091, 0.09, GROUPS, AVERAGE)
    keep_default_model(market.by(Actor.system()), learnt=weak)
    page = case(market, maker)
    assert "it told no more than the average does" in page.words()
    assert "of invoices like its own" not in page.words()
    assert page.rows("Expected and come")
