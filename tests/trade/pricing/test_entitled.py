"""Which prices a buyer is entitled to, and that nobody ever meets another's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import insert, text

from tests import makers
from tests.trade.deals import agreement, code_of, family, price_list
from tests.trade.looking import snapshot
from tests.trade.market import STEPS, Market, gbp
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.ids import new_id
from trade.kernel.work import bind_actor
from trade.ordering.actions import set_cart_line
from trade.ordering.offers import Offer, offers_of
from trade.ordering.queries import cart_view
from trade.parties.models import Organisation
from trade.pricing.actions import Audience, ListRefused, end_list, set_ladder, set_level, set_list, withdraw_ladder
from trade.pricing.models import Ladder, PriceList
from trade.pricing.rules import Counting, Mode, Period, Source, Step, period_of

CHEAP = (Step(6, Decimal("2.22")),)


def offer(market: Market, sku_id: UUID, buyer: Actor | None = None) -> Offer:
    buyer = buyer or market.retailer
    bind_actor(market.session, buyer)
    found = offers_of(market.session, buyer, [sku_id], market.at)[sku_id]
    market.session.rollback()
    return found


def won(market: Market, sku_id: UUID, buyer: Actor | None = None, quantity: int = 6) -> tuple[Source, str]:
    price = offer(market, sku_id, buyer).price(quantity)
    return price.segments[0].source, f"{price.unit_price.normalize():f}"


def settle_in(market: Market, actor: Actor, region: str) -> None:
    with market.as_system() as session:
        makers.make_region(session, region)
        session.get_one(Organisation, actor.organisation).region_code = region
        session.commit()


def test_a_buyers_own_list_is_theirs_alone(market: Market) -> None:
    sku_id = market.goods()
    price_list(market, Audience(buyer=code_of(market, market.retailer)), {sku_id: CHEAP})
    assert won(market, sku_id) == (Source.BUYER_LIST, "2.22")
    assert won(market, sku_id, market.neighbour) == (Source.BASE_LIST, "2.95")


def test_a_levels_list_follows_the_level(market: Market) -> None:
    sku_id = market.goods()
    price_list(market, Audience(level="VIP"), {sku_id: CHEAP})
    assert won(market, sku_id) == (Source.BASE_LIST, "2.95")
    set_level(market.by(market.supplier), buyer=code_of(market, market.retailer), level="VIP")
    assert won(market, sku_id) == (Source.LEVEL_LIST, "2.22")
    assert won(market, sku_id, market.neighbour) == (Source.BASE_LIST, "2.95")
    set_level(market.by(market.supplier), buyer=code_of(market, market.retailer), level="")
    assert won(market, sku_id) == (Source.BASE_LIST, "2.95")


def test_a_level_given_by_one_seller_opens_no_list_of_another(market: Market) -> None:
    sku_id = market.goods()
    price_list(market, Audience(level="VIP"), {sku_id: CHEAP})
    set_level(market.by(market.rival), buyer=code_of(market, market.retailer), level="VIP")
    assert won(market, sku_id) == (Source.BASE_LIST, "2.95")


def test_a_regions_list_is_for_who_is_there(market: Market) -> None:
    sku_id = market.goods()
    settle_in(market, market.retailer, "GB-LND")
    price_list(market, Audience(region_code="GB-LND"), {sku_id: CHEAP})
    assert won(market, sku_id) == (Source.REGION_LIST, "2.22")
    assert won(market, sku_id, market.neighbour) == (Source.BASE_LIST, "2.95")


def test_the_lowest_of_all_that_is_theirs_counts_and_the_trace_names_each(market: Market) -> None:
    sku_id = market.goods()
    own = Audience(buyer=code_of(market, market.retailer))
    price_list(market, own, {sku_id: (Step(6, Decimal("2.99")), Step(60, Decimal("2.00")))})
    assert won(market, sku_id) == (Source.BASE_LIST, "2.95")
    assert won(market, sku_id, quantity=60) == (Source.BUYER_LIST, "2")
    trace = offer(market, sku_id).price(6).trace
    assert [(line.source, line.won) for line in trace] == [(Source.BASE_LIST, True), (Source.BUYER_LIST, False)]


def test_a_list_that_ended_and_one_in_another_currency_count_for_nothing(market: Market) -> None:
    """Complaint 39: amounts of two currencies are never weighed against each other."""
    sku_id = market.goods()
    list_id = price_list(market, Audience(buyer=code_of(market, market.retailer)), {sku_id: CHEAP})
    with market.as_system() as session:
        session.execute(text("UPDATE price_lists SET currency = 'CNY' WHERE id = :id"), {"id": list_id})
        session.commit()
    assert won(market, sku_id) == (Source.BASE_LIST, "2.95")
    with market.as_system() as session:
        session.execute(text("UPDATE price_lists SET currency = 'GBP' WHERE id = :id"), {"id": list_id})
        session.commit()
    assert won(market, sku_id) == (Source.BUYER_LIST, "2.22")
    end_list(market.by(market.supplier), list_id)
    assert won(market, sku_id) == (Source.BASE_LIST, "2.95")


def test_what_only_one_buyer_has_a_price_for_only_that_buyer_can_order(market: Market) -> None:
    sku_id = market.goods()
    price_list(market, Audience(buyer=code_of(market, market.retailer)), {sku_id: CHEAP})
    with market.as_system() as session:
        base = "(SELECT id FROM price_lists WHERE audience = 'base')"
        session.execute(text(f"UPDATE ladders SET withdrawn_at = valid_from WHERE price_list_id IN {base}"))
        session.commit()
    assert offer(market, sku_id).is_for_sale
    assert not offer(market, sku_id, market.neighbour).is_for_sale


def test_no_other_buyer_reads_a_confidential_price_from_any_table(market: Market) -> None:
    """Complaint 24 and S2: a canary price, level and capacity are in no row that a neighbour or rival can read."""
    sku_id = market.goods()
    price_list(market, Audience(buyer=code_of(market, market.retailer)), {sku_id: (Step(6, Decimal("1.234567")),)})
    price_list(market, Audience(level="CANARY"), {sku_id: (Step(6, Decimal("1.234567")),)})
    set_level(market.by(market.supplier), buyer=code_of(market, market.retailer), level="CANARY")
    agreement(market, {sku_id: ("1.234567", 7654321)})
    tables = [name for (name,) in market.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    seen: dict[str, set[str]] = {}
    for who, actor in {"neighbour": market.neighbour, "rival": market.rival, "retailer": market.retailer}.items():
        bind_actor(market.session, actor)
        found = set()
        for table in tables:
            rows = market.session.execute(
                text(f"SELECT t::text FROM {table} t WHERE t::text ~ '1\\.234567|CANARY|7654321'")
            )
            found |= {table for _ in rows}
        seen[who] = found
        market.session.rollback()
    assert seen["neighbour"] == seen["rival"] == set()
    assert seen["retailer"] >= {"ladders", "price_lists", "agreement_lines", "buyer_levels"}


def test_theme_7_a_change_of_one_price_touches_only_its_sku(market: Market) -> None:
    """Complaint 7: no cart, product or other price is written when one price changes."""
    sku_id, other = market.goods(), market.goods()
    set_cart_line(market.by(market.retailer), other, quantity=6)
    before = snapshot(market.session)
    rows = dict(market.rows("SELECT id, xmin::text FROM ladders WHERE sku_id = :sku", sku=other))
    market.later(hours=1)
    set_ladder(market.by(market.supplier), sku_id, steps=CHEAP)
    after = snapshot(market.session)
    assert {table for table in after if after[table] != before[table]} == {"ladders", "events"}
    assert dict(market.rows("SELECT id, xmin::text FROM ladders WHERE sku_id = :sku", sku=other)) == rows


def test_theme_7_three_thousand_lists_are_found_through_an_index(market: Market) -> None:
    """Complaint 7: of 3,000 lists that price a SKU only those of the buyer are read, whatever their number."""
    sku_id = market.goods()
    price_list(market, Audience(buyer=code_of(market, market.retailer)), {sku_id: CHEAP})
    with market.as_system() as session:
        lists = [new_id() for _ in range(3000)]
        seller = market.supplier.organisation
        session.execute(insert(PriceList), [
            {"id": key, "seller_id": seller, "audience": "level", "level": f"L{n}", "name": "x", "currency": "GBP"}
            for n, key in enumerate(lists)])  # fmt: skip
        session.execute(insert(Ladder), [
            {"id": new_id(), "price_list_id": key, "sku_id": sku_id, "quantities": [6], "unit_prices": [Decimal(1)],
             "valid_from": market.at} for key in lists])  # fmt: skip
        session.commit()
    assert won(market, sku_id) == (Source.BUYER_LIST, "2.22")
    assert touched(market, sku_id) < 40


def touched(market: Market, sku_id: UUID) -> int:
    """Count the rows of lists and ladders that one offer reads."""
    bind_actor(market.session, market.retailer)

    def read() -> int:
        statement = (
            "SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
            " WHERE relname IN ('price_lists', 'ladders')"
        )
        return int(market.session.execute(text(statement)).scalar_one())

    # A plan that was made when there were three lists would be kept by this connection: nothing has analysed since.
    market.session.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))
    before = read()
    offers_of(market.session, market.retailer, [sku_id], market.at)
    found = read() - before
    market.session.rollback()
    return found


def test_a_scheduled_price_begins_and_ends_at_midnight_of_the_seller(market: Market) -> None:
    """Complaint 33: half-open, in the seller's time zone, across the change to summer time."""
    sku_id = market.goods()
    days = period_of(
        datetime(2026, 3, 28, tzinfo=UTC).date(), datetime(2026, 3, 29, tzinfo=UTC).date(), "Europe/London", market.at
    )
    assert days == Period(datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 3, 29, 23, tzinfo=UTC))
    set_ladder(market.by(market.supplier), sku_id, steps=CHEAP, period=days)
    assert days.until is not None
    found = {}
    for at in (days.since - timedelta(microseconds=1), days.since, days.until - timedelta(microseconds=1), days.until):
        market.at = at
        found[at] = won(market, sku_id)[1]
    assert list(found.values()) == ["2.95", "2.22", "2.22", "2.95"]


def test_the_everyday_price_changes_around_what_is_scheduled(market: Market) -> None:
    sku_id = market.goods()
    sale = Period(market.at + timedelta(days=10), market.at + timedelta(days=20))
    set_ladder(market.by(market.supplier), sku_id, steps=CHEAP, period=sale)
    market.later(days=1)
    set_ladder(market.by(market.supplier), sku_id, steps=(Step(6, Decimal("3.50")),))
    seen = []
    for days in (0, 12, 25):
        market.at += timedelta(days=days)
        seen.append(won(market, sku_id)[1])
        market.at -= timedelta(days=days)
    assert seen == ["3.5", "2.22", "3.5"]


def test_a_scheduled_price_can_be_taken_back_until_it_begins(market: Market) -> None:
    sku_id = market.goods()
    sale = Period(market.at + timedelta(days=10), market.at + timedelta(days=20))
    ladder_id = set_ladder(market.by(market.supplier), sku_id, steps=CHEAP, period=sale)
    with market.refuses(NotFound):
        withdraw_ladder(market.by(market.rival), ladder_id)
    withdraw_ladder(market.by(market.supplier), ladder_id)
    market.later(days=12)
    assert won(market, sku_id)[1] == "2.95"


def test_theme_2_specifications_reach_a_step_together_where_the_ladder_says_so(market: Market) -> None:
    """Complaint 2: with the flag the family's total picks the step; without it each SKU stands alone."""
    red, blue = family(market, Counting.PRODUCT)
    set_cart_line(market.by(market.retailer), red, quantity=18)
    change = set_cart_line(market.by(market.retailer), blue, quantity=18)
    assert change.family == (red,)
    bind_actor(market.session, market.retailer)
    view = cart_view(market.session, market.retailer, market.at)
    assert [row.price.unit_price for row in view.rows if row.price] == [Decimal("2.55")] * 2
    assert view.totals.totals == (gbp(9180),)
    assert [row.has_moved for row in view.rows] == [False, False]
    market.session.rollback()
    assert set_cart_line(market.by(market.retailer), blue, quantity=12).family == (red,)
    alone = family(market, Counting.SKU)
    for sku_id in alone:
        assert set_cart_line(market.by(market.retailer), sku_id, quantity=18).family == ()
    assert offer(market, alone[0]).price(18).unit_price == Decimal("2.95")


def test_a_graduated_ladder_prices_only_what_lies_beyond_each_step(market: Market) -> None:
    sku_id = market.goods()
    set_ladder(market.by(market.supplier), sku_id, steps=STEPS, mode=Mode.GRADUATED)
    market.later(seconds=1)
    price = offer(market, sku_id).price(48)
    assert [(part.quantity, f"{part.unit_price:.2f}") for part in price.segments] == [(36, "2.95"), (12, "2.55")]
    assert price.amount == gbp(36 * 295 + 12 * 255)
    market.money()
    (order_id,) = market.order({sku_id: 48})
    assert [(line.quantity, line.gross_minor) for line in market.lines(order_id)] == [(36, 10620), (12, 3060)]


def test_a_pasted_list_is_saved_wholly_or_not_at_all(market: Market) -> None:
    market.goods(code="K-1")
    list_id = price_list(market, Audience(level="VIP"), {})
    with market.refuses(ListRefused, unknown=("K-9",)):
        set_list(market.by(market.supplier), list_id, ladders={"K-1": CHEAP, "K-9": CHEAP})
    assert set_list(market.by(market.supplier), list_id, ladders={"K-1": CHEAP}).count == 1


@pytest.mark.parametrize("code", ["nobody", ""])
def test_a_buyer_is_named_by_a_code_that_exists(market: Market, code: str) -> None:
    with market.refuses(InvalidInput, field="buyer"):
        set_level(market.by(market.supplier), buyer=code, level="VIP")
