"""An agreement locks prices and capacities: consumed by orders, given back by what is not shipped, told again at any time."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.trade.deals import agreement, code_of, consumed, misconsumed
from tests.trade.looking import constraint_of
from tests.trade.market import STEPS, Market, gbp
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, MoveRefused, NotAllowed, NotFound
from trade.kernel.work import Work, bind_actor
from trade.ordering.actions import cancel_order, close_short, confirm_order, place_orders, set_cart_line
from trade.ordering.offers import offers_of
from trade.parties.rules import Role
from trade.pricing import queries
from trade.pricing.actions import (
    accept_agreement,
    consume,
    draft_agreement,
    end_agreement,
    offer_agreement,
    set_agreement_line,
)
from trade.pricing.rules import AgreementEmpty, AgreementOver, CapacityShort, LineTerms, Period, Price, Source


def price(market: Market, sku_id: UUID, quantity: int, buyer: Actor | None = None) -> Price:
    buyer = buyer or market.retailer
    bind_actor(market.session, buyer)
    found = offers_of(market.session, buyer, [sku_id], market.at)[sku_id].price(quantity)
    market.session.rollback()
    return found


def parts(found: Price) -> list[tuple[int, str, Source]]:
    return [(part.quantity, f"{part.unit_price:.2f}", part.source) for part in found.segments]


def draft(market: Market, days: int = 30) -> UUID:
    period = Period(market.at, market.at + timedelta(days=days))
    code = code_of(market, market.retailer)
    return draft_agreement(market.by(market.supplier), buyer=code, title="Tea", period=period)


def test_an_agreement_covers_what_it_has_left_and_the_rest_is_a_line_of_its_own(market: Market) -> None:
    """Complaint 13: an order consumes; each part has one unit price, and the parts come to the whole."""
    sku_id = market.goods()
    found = agreement(market, {sku_id: ("2.00", 20)})
    assert parts(price(market, sku_id, 30)) == [(20, "2.00", Source.AGREEMENT), (10, "2.95", Source.BASE_LIST)]
    market.money()
    (order_id,) = market.order({sku_id: 30})
    lines = market.lines(order_id)
    assert [(line.quantity, line.gross_minor, line.agreement_line_id is not None) for line in lines] == [
        (20, 4000, True),
        (10, 2950, False),
    ]
    assert market.read_order(order_id).total_minor == sum(line.gross_minor for line in lines) == 6950
    assert (consumed(market, found), misconsumed(market)) == ([20], [])
    assert parts(price(market, sku_id, 6)) == [(6, "2.95", Source.BASE_LIST)]


def test_the_rest_stands_at_the_step_that_the_whole_quantity_reaches(market: Market) -> None:
    sku_id = market.goods()
    agreement(market, {sku_id: ("2.00", 20)})
    assert parts(price(market, sku_id, 36)) == [(20, "2.00", Source.AGREEMENT), (16, "2.55", Source.BASE_LIST)]


def test_a_cheaper_list_wins_and_consumes_nothing_of_the_agreement(market: Market) -> None:
    sku_id = market.goods()
    found = agreement(market, {sku_id: ("2.60", None)})
    market.money()
    market.order({sku_id: 36})
    assert parts(price(market, sku_id, 30)) == [(30, "2.60", Source.AGREEMENT)]
    assert consumed(market, found) == [0]


def test_theme_13_no_cap_is_not_a_cap_of_nothing(market: Market) -> None:
    """Complaint 13: without a cap an agreement covers any quantity; a capacity of 0 covers none."""
    free, none = market.goods(), market.goods()
    agreement(market, {free: ("2.00", None), none: ("2.00", 0)})
    assert parts(price(market, free, 60)) == [(60, "2.00", Source.AGREEMENT)]
    assert parts(price(market, none, 6)) == [(6, "2.95", Source.BASE_LIST)]


def test_theme_13_slack_on_one_line_never_covers_what_another_lacks(market: Market) -> None:
    """Complaint 13: capacity is counted by line."""
    scarce, plenty = market.goods(), market.goods()
    found = agreement(market, {scarce: ("2.00", 6), plenty: ("2.00", 600)})
    market.money()
    market.order({scarce: 12})
    assert consumed(market, found) == [6, 0]
    (scarce_line, _) = [row[0] for row in market.rows("SELECT id FROM agreement_lines ORDER BY position")]
    bind_actor(market.session, market.retailer)
    with pytest.raises(CapacityShort) as caught:
        consume(Work(market.session, market.retailer, market.at), {scarce_line: 1})
    assert [(line.line_id, line.remaining) for line in caught.value.lines] == [(scarce_line, 0)]
    market.session.rollback()


def test_themes_13_and_16_a_cancelled_order_gives_its_capacity_back(market: Market) -> None:
    """Complaints 13 and 16: what is cancelled can be used again, whatever became of the agreement."""
    sku_id = market.goods()
    found = agreement(market, {sku_id: ("2.00", 20)})
    market.money()
    (order_id,) = market.order({sku_id: 30})
    end_agreement(market.by(market.retailer), found)
    cancel_order(market.by(market.supplier), order_id, reason="Sold out")
    assert (consumed(market, found), misconsumed(market)) == ([0], [])


def test_theme_13_what_is_closed_short_gives_its_capacity_back(market: Market) -> None:
    sku_id = market.goods()
    found = agreement(market, {sku_id: ("2.00", 20)})
    market.money()
    (order_id,) = market.order({sku_id: 30})
    confirm_order(market.by(market.supplier), order_id)
    market.ship(order_id, quantity=6)
    close_short(market.by(market.supplier), order_id, reason="No more")
    assert (consumed(market, found), misconsumed(market)) == ([6], [])


def test_theme_16_an_agreement_holds_from_its_first_instant_and_not_at_its_last(market: Market) -> None:
    """Complaints 16 and 33: period and capacity are judged apart; the period is half-open."""
    sku_id = market.goods()
    agreement(market, {sku_id: ("2.00", None)}, days=10)
    ends = market.at + timedelta(days=10)
    seen = []
    for at in (market.at, ends - timedelta(microseconds=1), ends):
        market.at = at
        seen.append(parts(price(market, sku_id, 6))[0][1])
    assert seen == ["2.00", "2.00", "2.95"]


def test_nobody_but_its_buyer_has_the_price(market: Market) -> None:
    sku_id = market.goods()
    agreement(market, {sku_id: ("2.00", None)})
    assert parts(price(market, sku_id, 6, market.neighbour)) == [(6, "2.95", Source.BASE_LIST)]


def test_a_draft_is_its_sellers_alone_and_an_offer_holds_nothing_yet(market: Market) -> None:
    sku_id = market.goods()
    found = draft(market)
    with market.refuses(AgreementEmpty):
        offer_agreement(market.by(market.supplier), found)
    set_agreement_line(market.by(market.supplier), found, line=LineTerms(sku_id, Decimal(2), None))
    with market.refuses(NotFound):
        accept_agreement(market.by(market.retailer), found)
    offer_agreement(market.by(market.supplier), found)
    assert parts(price(market, sku_id, 6)) == [(6, "2.95", Source.BASE_LIST)]
    with market.refuses(MoveRefused):
        set_agreement_line(market.by(market.supplier), found, line=LineTerms(sku_id, Decimal(1), None))
    for stranger in (market.neighbour, market.rival):
        bind_actor(market.session, stranger)
        with pytest.raises(NotFound):
            queries.agreement(market.session, stranger, found)
        market.session.rollback()
    with market.refuses(NotFound):
        accept_agreement(market.by(market.neighbour), found)
    accept_agreement(market.by(market.retailer), found)
    assert market.verbs(found) == [
        "pricing.agreement_drafted", "pricing.agreement_offered", "pricing.agreement_accepted",
    ]  # fmt: skip


def test_what_was_accepted_binds_its_seller(market: Market) -> None:
    sku_id = market.goods()
    found = agreement(market, {sku_id: ("2.00", None)})
    with market.refuses(MoveRefused):
        end_agreement(market.by(market.supplier), found)
    porter = market.colleague(market.retailer, Role.WAREHOUSE)
    with market.refuses(NotAllowed):
        end_agreement(market.by(porter), found)
    end_agreement(market.by(market.retailer), found)
    assert parts(price(market, sku_id, 6)) == [(6, "2.95", Source.BASE_LIST)]


def test_an_offer_whose_period_is_over_cannot_be_accepted(market: Market) -> None:
    sku_id = market.goods()
    found = draft(market, days=3)
    set_agreement_line(market.by(market.supplier), found, line=LineTerms(sku_id, Decimal(2), 6))
    offer_agreement(market.by(market.supplier), found)
    market.later(days=3)
    with market.refuses(AgreementOver):
        accept_agreement(market.by(market.retailer), found)


@pytest.mark.parametrize(
    ("line", "at"),
    [((Decimal(0), 1), "unit_price"), ((Decimal(10) ** 10, 1), "unit_price"), ((Decimal(1), -1), "capacity")],
)
def test_terms_that_cannot_be_kept_are_refused_at_their_field(
    market: Market, line: tuple[Decimal, int], at: str
) -> None:
    sku_id = market.goods()
    found = draft(market)
    with market.refuses(InvalidInput, field=at):
        set_agreement_line(market.by(market.supplier), found, line=LineTerms(sku_id, *line))


def test_a_rivals_goods_come_into_no_agreement(market: Market) -> None:
    sku_id = market.goods(market.rival)
    found = draft(market)
    with market.refuses(NotFound):
        set_agreement_line(market.by(market.supplier), found, line=LineTerms(sku_id, Decimal(2), None))


def test_where_only_an_agreement_has_a_price_no_more_than_it_covers_can_be_ordered(market: Market) -> None:
    sku_id = market.goods()
    agreement(market, {sku_id: ("2.00", 12)})
    with market.as_system() as session:
        session.execute(text("UPDATE ladders SET withdrawn_at = valid_from"))
        session.commit()
    market.money()
    bind_actor(market.session, market.retailer)
    assert offers_of(market.session, market.retailer, [sku_id], market.at)[sku_id].available == 12
    set_cart_line(market.by(market.retailer), sku_id, quantity=18)
    with market.refuses(CapacityShort):
        place_orders(market.by(market.retailer), shown=(gbp(3600),))
    set_cart_line(market.by(market.retailer), sku_id, quantity=12)
    assert place_orders(market.by(market.retailer), shown=(gbp(2400),)).order_ids


def test_theme_13_the_database_itself_refuses_to_overdraw_a_line(market: Market) -> None:
    sku_id = market.goods()
    agreement(market, {sku_id: ("2.00", 12)})
    bind_actor(market.session, Actor.system())
    with pytest.raises(IntegrityError) as caught:
        market.session.execute(text("UPDATE agreement_lines SET consumed = 13"))
    assert constraint_of(caught.value) == "ck_agreement_lines_within_capacity"


def test_a_neighbour_consumes_nothing_of_anothers_agreement(market: Market) -> None:
    sku_id = market.goods()
    found = agreement(market, {sku_id: ("2.00", None)})
    (line_id,) = market.rows("SELECT id FROM agreement_lines")[0]
    bind_actor(market.session, market.neighbour)
    with pytest.raises(CapacityShort):
        consume(Work(market.session, market.neighbour, market.at), {line_id: 1})
    market.session.rollback()
    assert (consumed(market, found), STEPS[0].quantity) == ([0], 6)
