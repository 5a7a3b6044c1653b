"""Nobody knows who else buys; a seller meets its buyers when there are orders; a link shows no price."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from sqlalchemy import text

from tests.trade.market import Market
from tests.trade.pooling.pooled import NORTH, PRICES, close, join, place, pool, shops
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.work import bind_actor
from trade.parties.rules import OrganisationKind
from trade.pooling.queries import open_pools, pool_detail, progress, shared_pool, shipments_of


def sees(market: Market, actor: Actor, table: str) -> int:
    bind_actor(market.session, actor)
    found = market.session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    market.session.commit()
    return int(found)


def test_members_and_their_seller_see_only_totals_until_the_close(market: Market) -> None:
    pool_id, sku_id = pool(market)
    first, second = shops(market, 2)
    join(market, first, pool_id, sku_id, 12)
    for actor in (second, market.supplier, market.rival, Actor.nobody()):
        assert sees(market, actor, "commitments") == sees(market, actor, "commitment_lines") == 0
        bind_actor(market.session, actor)
        seen = market.session.execute(text("SELECT count(*) FROM events WHERE subject = 'commitment'")).scalar_one()
        assert seen == 0
    assert sees(market, first, "commitments") == 1
    join(market, second, pool_id, sku_id, 12)
    close(market, pool_id)
    assert sees(market, market.supplier, "commitments") == 2
    assert sees(market, second, "commitments") == 1
    for actor, count in ((market.supplier, 2), (second, 1), (market.neighbour, 0)):
        bind_actor(market.session, actor)
        assert sum(one.orders for one in shipments_of(market.session, pool_id)) == count


def test_a_pool_is_for_the_buyers_of_its_regions(market: Market) -> None:
    pool_id, _ = pool(market)
    (far,) = shops(market, 1, region=NORTH)
    carrier = market.person(market.organisation(OrganisationKind.CARRIER))
    place(market, carrier)
    for stranger in (far, market.rival, carrier, Actor.nobody()):
        assert sees(market, stranger, "pools") == sees(market, stranger, "pool_goods") == 0
        bind_actor(market.session, stranger)
        with pytest.raises(NotFound):
            progress(market.session, pool_id, market.at)
    for actor in (market.retailer, market.supplier, market.support):
        assert sees(market, actor, "pools") == 1
    bind_actor(market.session, market.retailer)
    assert [row.id for row in open_pools(market.session, market.retailer, market.at)] == [pool_id]


def test_a_member_still_sees_its_pool_after_it_has_moved_away(market: Market) -> None:
    pool_id, sku_id = pool(market)
    (shop,) = shops(market, 1)
    join(market, shop, pool_id, sku_id, 12)
    place(market, shop, region=NORTH)
    bind_actor(market.session, shop)
    assert pool_detail(market.session, shop, pool_id, market.at).members == 1


def test_a_link_shows_goods_and_progress_and_nothing_private(market: Market) -> None:
    pool_id, sku_id = pool(market)
    (shop,) = shops(market, 1)
    join(market, shop, pool_id, sku_id, 60)
    ((code,),) = market.rows("SELECT share_code FROM pools")
    bind_actor(market.session, Actor.nobody())
    shared = shared_pool(market.session, code, market.at)
    assert (shared.id, shared.members, shared.standing.total, shared.sku_ids) == (pool_id, 1, 60, (sku_id,))
    told = repr(asdict(shared))
    assert not [price for price in PRICES if str(price) in told]
    assert str(shop.organisation) not in told
    for wrong in ("", code[:-1], code.lower() + "x"):
        with pytest.raises(NotFound):
            shared_pool(market.session, wrong, market.at)


def test_a_draft_has_no_link(market: Market) -> None:
    pool(market)
    market.rows("UPDATE pools SET offered_at = NULL, state = 'draft' RETURNING 1")
    ((code,),) = market.rows("SELECT share_code FROM pools")
    bind_actor(market.session, Actor.nobody())
    with pytest.raises(NotFound):
        shared_pool(market.session, code, market.at)
