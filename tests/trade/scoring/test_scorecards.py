"""What is counted of a market that was really traded on, and who may read and write it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, TextClause, text
from sqlalchemy.dialects import postgresql

from tests.trade.claims.claimed import claim, delivered
from tests.trade.market import Market
from tests.trade.quality.inspected import BAD, confirm, inspect
from tests.trade.quoting.quoted import asked, quote
from trade.claims.actions import accept_claim
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.work import bind_actor
from trade.ordering.actions import cancel_order, confirm_order, confirm_receipt, ship_order
from trade.parties.actions import set_terms
from trade.scoring.actions import rate_order, score_sellers
from trade.scoring.counting import count_all
from trade.scoring.queries import NEWEST, comments_on, rating_of, scorecard, scorecards
from trade.scoring.rules import RATING_DAYS, Counts, RatingClosed


def counted(market: Market, seller: Actor | None = None) -> Counts:
    with market.as_system() as session:
        return count_all(session, market.at)[(seller or market.supplier).organisation]


def test_orders_are_kept_when_all_of_them_is_here_in_time(market: Market) -> None:
    kept, short, late, back, gone = (market.confirmed() for _ in range(5))
    for order_id, quantity in ((kept, None), (short, 12)):
        confirm_receipt(market.by(market.retailer), market.ship(order_id, quantity))
    cancel_order(market.by(market.retailer), back, reason="Ordered twice.")
    cancel_order(market.by(market.supplier), gone, reason="The kiln broke.")
    market.later(days=20)
    confirm_receipt(market.by(market.retailer), market.ship(late))
    found = counted(market)
    assert (found.due, found.kept) == (4, 1)
    assert (found.asked, found.answered) == (5, 5)
    assert found.delivered == 1


def test_a_late_word_of_the_buyer_is_not_held_against_the_seller(market: Market) -> None:
    order_id = market.confirmed()
    shipment_id = market.ship(order_id)
    market.later(days=20)
    confirm_receipt(market.by(market.retailer), shipment_id)
    assert (counted(market).due, counted(market).kept) == (1, 1)


def test_what_was_promised_counts_and_no_later_word(market: Market) -> None:
    order_id = market.confirmed()
    promised = market.read_order(order_id).promised_on
    set_terms(market.by(market.supplier), order_minimum=None, lead_days=30)
    market.later(days=20)
    confirm_receipt(market.by(market.retailer), market.ship(order_id))
    assert (counted(market).due, counted(market).kept) == (1, 0)
    assert market.read_order(order_id).promised_on == promised


def test_claims_inspections_and_ratings_are_counted(market: Market) -> None:
    accept_claim(market.by(market.supplier), claim(market, order_id := delivered(market)))
    confirm(market, inspect(market, market.goods(), BAD))
    rate_order(market.by(market.retailer), order_id, stars=2, comment="Six broke.")
    rate_order(market.by(market.retailer), order_id, stars=4, comment="They made good for it.")
    market.later(seconds=1)
    found = counted(market)
    assert (found.delivered, found.claimed, found.inspected, found.passed) == (1, 1, 1, 0)
    assert (found.ratings, found.stars) == (1, 4)
    assert counted(market, market.rival) == Counts()


def test_an_answer_counts_that_came_within_two_days_whether_to_an_order_or_an_inquiry(market: Market) -> None:
    seller, sku_id = market.by, market.goods()
    in_time, late, _never = (market.one_order() for _ in range(3))
    quick, slow = asked(market, sku_id), asked(market, sku_id)
    market.later(hours=48)
    confirm_order(seller(market.supplier), in_time)
    quote(market, quick)
    market.later(seconds=1)
    confirm_order(seller(market.supplier), late)
    quote(market, slow)
    market.one_order()  # nobody has had two days to answer this one yet
    found = counted(market)
    assert (found.asked, found.answered) == (5, 2)


def test_only_its_buyer_rates_an_order_and_its_seller_reads_it(market: Market) -> None:
    order_id = delivered(market)
    for stranger in (market.neighbour, market.supplier):
        bind_actor(market.session, stranger)
    with market.refuses(NotFound):
        rate_order(market.by(market.neighbour), order_id, stars=5)
    with market.refuses(InvalidInput):
        rate_order(market.by(market.retailer), order_id, stars=0)
    rate_order(market.by(market.retailer), order_id, stars=5, comment="Well packed.")
    seen = {}
    for who in (market.retailer, market.supplier, market.rival, market.neighbour):
        bind_actor(market.session, who)
        seen[who] = rating_of(market.session, order_id) is not None
    assert list(seen.values()) == [True, True, False, False]
    bind_actor(market.session, market.supplier)
    assert [row.comment for row in comments_on(market.session, market.supplier)] == ["Well packed."]
    market.later(days=RATING_DAYS)
    with market.refuses(RatingClosed):
        rate_order(market.by(market.retailer), order_id, stars=1)


def test_a_scorecard_is_written_once_a_day_and_read_by_its_seller_alone(market: Market) -> None:
    order_id = market.confirmed()
    ship_order(market.by(market.supplier), order_id, quantities={market.lines(order_id)[0].id: 36})
    market.at += timedelta(days=5)
    assert score_sellers(market.by(Actor.system())) == 2
    assert score_sellers(market.by(Actor.system())) == 2
    assert market.rows("SELECT count(*), max(due), max(score) FROM seller_scores") == [(2, 1, None)]
    bind_actor(market.session, market.supplier)
    assert [card.seller_id for card in scorecards(market.session)] == [market.supplier.organisation]
    assert scorecard(market.session, market.rival.organisation) is None
    with market.as_system() as session:
        assert len(scorecards(session)) == 2


def test_of_many_days_only_the_newest_row_of_each_seller_is_read(market: Market) -> None:
    score_sellers(market.by(Actor.system()))
    with market.as_system() as session:
        session.execute(text(_DAYS))
        session.execute(
            text("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; ANALYZE seller_scores")
        )
        plan = session.scalars(explained(NEWEST)).one()
        read = rows_read(plan[0]["Plan"], "seller_scores")
        assert {card.on_day for card in scorecards(session)} == {market.at.date()}
    assert read == 2


_DAYS = """
INSERT INTO seller_scores
SELECT (jsonb_populate_record(s, jsonb_build_object('on_day', s.on_day - n))).* FROM seller_scores s, generate_series(1, 60) AS n
"""


def explained(statement: Select[*tuple[Any, ...]]) -> TextClause:
    """The plan of a statement, as it was run."""
    written = statement.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})
    return text(f"EXPLAIN (ANALYZE, FORMAT JSON) {written}")


def rows_read(node: dict[str, Any], table: str) -> int:
    """How many rows a plan took out of a table."""
    own = node["Actual Rows"] * node["Actual Loops"] if node.get("Relation Name") == table else 0
    return own + sum(rows_read(below, table) for below in node.get("Plans", []))
