"""Buying together, on a phone, with scripts and without: joining, watching it fill, leaving; and to the close and the order."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from playwright.sync_api import expect

from adapters.clock import now
from blueprints.pools.progress import STOP
from tests.journeys.polling import Watched
from tests.journeys.shops import Shops
from tests.journeys.visitor import Visitor
from tests.trade.pooling import pooled


def test_a_shop_joins_sees_it_fill_and_leaves(shops: Shops, visit: Callable[..., Visitor], *, scripted: bool) -> None:
    login, owner = shops.retailer()
    _, other = shops.retailer()
    _, sku_id = shops.pool(f"GB-J{int(scripted)}", owner, other)
    visitor = visit(scripted=scripted)
    visitor.sign_in(login)
    visitor.go("Pools")
    visitor.follow("Kettles together")
    visitor.arrives("Kettles together")
    expect(visitor.page.locator("#pool-progress")).to_contain_text("12 more, and it comes about")

    ask(visitor, "5")
    expect(visitor.page.locator("#pool-costs")).to_contain_text("£75.00")
    expect(visitor.page.locator("#pool-costs")).to_contain_text("You save")
    visitor.main.get_by_role("button", name="Join: £75.00 is held").click()
    visitor.sees("You are in")
    expect(visitor.page.locator("#pool-progress")).to_contain_text("30 more to the next price")

    pool_id = UUID(visitor.page.url.rpartition("/")[2])
    pooled.join(shops.market, other, pool_id, sku_id, 60)
    if not scripted:
        visitor.page.reload()
    expect(visitor.page.locator("#pool-progress")).to_contain_text("90 asked for")
    expect(visitor.page.locator("#pool-price")).to_contain_text("£2.20 / piece")
    visitor.look_over()

    visitor.page.locator("summary", has_text="Leave the pool").click()
    visitor.main.get_by_role("button", name="Leave, and have the money back").click()
    visitor.sees("You have left the pool")
    assert pooled.money_of(shops.market, owner) == (100_000, 0)


def test_from_an_offer_to_the_order_of_a_member(shops: Shops, visit: Callable[..., Visitor]) -> None:
    login, owner = shops.retailer()
    pool_id, _ = shops.pool("GB-J9", owner)
    retailer, seller = visit(), visit(size=(1280, 900))
    retailer.sign_in(login)
    retailer.open(f"/retailer/pools/{pool_id}")
    ask(retailer, "10")
    retailer.main.get_by_role("button", name="Join: £150.00 is held").click()
    retailer.sees("You are in")

    seller.sign_in(shops.login_of(shops.market.supplier))
    seller.open(f"/supplier/pools/{pool_id}")
    seller.sees("What members pay")
    expect(seller.page.locator("#pool-progress")).to_contain_text("60 asked for")
    pooled.close(shops.market, pool_id)
    shops.market.at = now()

    retailer.page.reload()
    retailer.sees("You get 60 at £2.20 each.")
    retailer.main.get_by_role("link", name="PO-").click()
    retailer.page.wait_for_load_state()
    retailer.look_over()
    assert "/retailer/orders/" in retailer.page.url
    seller.page.reload()
    seller.sees("shipped together")


def test_a_page_that_nobody_looks_at_asks_nothing_and_one_whose_pool_has_closed_never_again(
    shops: Shops, visit: Callable[..., Visitor]
) -> None:
    login, owner = shops.retailer()
    pool_id, sku_id = shops.pool("GB-J7", owner)
    visitor = visit()
    watched = Watched(visitor.page)
    visitor.sign_in(login)
    visitor.open(f"/retailer/pools/{pool_id}")
    assert watched.next_poll().status == 304
    watched.turn_away()
    assert watched.pass_minutes() == 0
    watched.turn_away(away=False)
    pooled.join(shops.market, owner, pool_id, sku_id, 60)
    watched.polls_until(200)
    expect(visitor.page.locator("#pool-progress")).to_contain_text("60 asked for")

    pooled.close(shops.market, pool_id)
    shops.market.at = now()
    watched.polls_until(STOP)
    expect(visitor.page.locator("#pool-progress")).to_contain_text("Closed")
    assert watched.pass_minutes() == 0


def test_a_stranger_with_the_link_sees_progress_and_no_price(shops: Shops, visit: Callable[..., Visitor]) -> None:
    _, owner = shops.retailer()
    pool_id, sku_id = shops.pool("GB-J8", owner)
    pooled.join(shops.market, owner, pool_id, sku_id, 30)
    code = shops.market.rows("SELECT share_code FROM pools WHERE id = :id", id=pool_id)[0][0]
    stranger = visit()
    stranger.open(f"/pools/{code}")
    stranger.arrives("Kettles together")
    stranger.sees("Prices are for members")
    assert "£" not in stranger.page.locator("body").inner_text()


def ask(visitor: Visitor, cartons: str) -> None:
    """Say how many cartons, and have it worked out."""
    field = visitor.main.get_by_role("textbox", name="How many")
    field.fill(cartons)
    if visitor.scripted:
        field.press("Tab")
    else:
        visitor.main.get_by_role("button", name="Show what it costs").click()
        visitor.page.wait_for_load_state()
