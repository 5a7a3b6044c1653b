"""A shop on its phone: finds a pool, sees what it costs, joins, asks for more, leaves."""

from __future__ import annotations

from tests.trade.pooling.pooled import join, money_of, shops
from trade.parties.actions import AddressSheet, add_address
from trade.parties.rules import OrganisationKind
from trade.pooling.actions import withdraw_commitment


def facts_of(page):
    return page.fragment("pool-costs").facts()


def test_a_shop_finds_the_pools_of_its_region(shop, market, offered, at_desk):
    page = shop.get("/retailer/pools")
    (row,) = page.soup.select("ul.goods > li")
    words = " ".join(row.get_text(" ").split())
    assert "Kettles together" in words
    assert "£2.50 / piece" in words
    assert "12 more, and it comes about" in words
    assert "6 days left" in words
    assert [text for text in words.split() if text.startswith("£")][-3:] == ["£2.50", "£2.20", "£1.85"]
    elsewhere = at_desk(market.person(market.organisation(OrganisationKind.RETAILER)))
    assert "No pool is open in your region" in elsewhere.get("/retailer/pools").words()
    elsewhere.get(f"/retailer/pools/{offered[0]}", expect=404)


def test_it_says_what_a_quantity_costs_here_and_alone_before_anything_is_held(shop, market, offered):
    pool_id, _ = offered
    page = shop.get(f"/retailer/pools/{pool_id}")
    assert facts_of(page)["You pay, if it comes about at this price"] == "£15.00"
    page = shop.press(page, "Show what it costs", {"How many, piece": "30"}, expect=200)
    assert facts_of(page) == {
        "You pay, if it closed now": "£75.00",
        "Alone today": "£88.50",
        "You save": "£13.50",
        "Held from your wallet, the most it can cost": "£75.00",
    }
    assert money_of(market, market.retailer) == (100_000, 0)
    fragment = shop.press(page, "Show what it costs", {"How many, piece": "60"}, expect=200, htmx=True)
    facts = facts_of(fragment)
    assert (facts["You pay, if it closed now"], facts["You save"]) == ("£132.00", "£45.00"), "sixty reach the next step"
    assert facts["Held from your wallet, the most it can cost"] == "£150.00"


def test_it_joins_with_what_was_shown_and_the_money_is_held(shop, market, offered):
    pool_id, _ = offered
    page = shop.get(f"/retailer/pools/{pool_id}")
    page = shop.press(page, "Show what it costs", {"How many, piece": "30"}, expect=200)
    page = shop.get(shop.press(page, "Join: £75.00 is held").goes_to)
    assert "You are in." in page.status()
    assert money_of(market, market.retailer) == (92_500, 7_500)
    assert "Asked for: 30 piece" in page.words()
    assert "30 asked for" in page.fragment("pool-progress").words()
    assert "30 more to the next price" in page.fragment("pool-progress").words()
    assert "1 shop" in page.fragment("pool-progress").words()
    (row,) = shop.get("/retailer/pools?view=ours").soup.select("ul.goods > li")
    assert "Kettles together" in row.get_text()


def test_an_earlier_price_can_be_insisted_on_and_less_is_held(shop, market, offered):
    pool_id, _ = offered
    page = shop.get(f"/retailer/pools/{pool_id}")
    entries = {"How many, piece": "30", "Only if the price reaches": "2"}
    page = shop.press(page, "Show what it costs", entries, expect=200)
    assert facts_of(page)["You pay, if that price is reached"] == "£55.50"
    page = shop.get(shop.press(page, "Join: £55.50 is held").goes_to)
    assert "Only if the step from 240 is reached." in page.words()
    assert money_of(market, market.retailer) == (94_450, 5_550)
    assert "12 more, and it comes about" in page.fragment("pool-progress").words()


def test_what_it_would_pay_counts_what_it_asks_for_once(shop, market, offered):
    pool_id, sku_id = offered
    join(market, market.neighbour, pool_id, sku_id, 30)
    join(market, market.retailer, pool_id, sku_id, 24)
    page = shop.get(f"/retailer/pools/{pool_id}")
    assert facts_of(page)["You pay, if it closed now"] == "£60.00", "54 are asked for, its own 24 among them"
    page = shop.press(page, "Show what it costs", {"How many, piece": "30"}, expect=200)
    assert facts_of(page)["You pay, if it closed now"] == "£66.00"


def test_it_asks_for_more_but_not_for_less(shop, market, offered):
    pool_id, sku_id = offered
    join(market, market.retailer, pool_id, sku_id, 30)
    page = shop.get(f"/retailer/pools/{pool_id}")
    assert "This is what you have asked for already." in page.words()
    page = shop.press(page, "Show what it costs", {"How many, piece": "60"}, expect=200)
    page = shop.get(shop.press(page, "Ask for this: £75.00 more is held").goes_to)
    assert "Asked for: 60 piece" in page.words()
    assert money_of(market, market.retailer) == (85_000, 15_000)
    sent = {"quantity_0": "6", "only_from": "0", "address": ""}
    page = shop.post(f"/retailer/pools/{pool_id}/commitment", sent, expect=409)
    assert "can only grow" in page.alert()
    assert money_of(market, market.retailer) == (85_000, 15_000)


def test_a_second_tap_on_join_joins_once_and_says_the_same(shop, market, offered):
    pool_id, _ = offered
    sent = {"quantity_0": "30", "only_from": "0", "address": ""}
    for _tap in range(2):
        shop.post(f"/retailer/pools/{pool_id}/commitment", sent, key="tapped-twice", expect=303)
    assert money_of(market, market.retailer) == (92_500, 7_500)
    assert market.rows("SELECT version FROM commitments") == [(1,)]


def test_it_leaves_and_has_everything_back(shop, market, offered):
    pool_id, sku_id = offered
    join(market, market.retailer, pool_id, sku_id, 30)
    page = shop.get(f"/retailer/pools/{pool_id}")
    page = shop.get(shop.press(page, "Leave, and have the money back").goes_to)
    assert "You have left the pool." in page.status()
    assert money_of(market, market.retailer) == (100_000, 0)
    assert not page.has_button("Leave, and have the money back")
    page = shop.post(f"/retailer/pools/{pool_id}/withdrawal", expect=409)
    assert "Nothing was changed" in page.alert()


def test_what_was_filled_in_before_the_close_and_sent_after_it_is_answered_in_words_and_holds_nothing(
    shop, market, offered
):
    pool_id, _ = offered
    page = shop.get(f"/retailer/pools/{pool_id}")
    page = shop.press(page, "Show what it costs", {"How many, piece": "30"}, expect=200)
    over = "UPDATE pools SET opens_at = :at, withdraw_until = :at, closes_at = :at WHERE id = :id RETURNING 1"
    market.rows(over.replace("opens_at = :at", "opens_at = :at - interval '1 day'"), id=pool_id, at=market.at)
    answer = shop.press(page, "Join: £75.00 is held", expect=409)
    assert "Nothing was changed" in answer.alert()
    assert "Nobody ordered" in answer.words(), "it was closed by whoever came first, and failed for want of members"
    assert money_of(market, market.retailer) == (100_000, 0)
    assert market.rows("SELECT count(*) FROM commitments") == [(0,)]


def test_bad_quantities_are_told_at_their_field_and_kept(shop, market, offered):
    pool_id, _ = offered
    page = shop.get(f"/retailer/pools/{pool_id}")
    for typed, said in (
        ("7", "From 6 up, in multiples of 6."),
        ("3", "From 6 up, in multiples of 6."),
        ("0", "Enter how many you would take."),
        ("1,5", "Enter a whole number such as 12."),
        ("", "Enter how many you would take."),
        ("9" * 30, "Enter at most"),
    ):
        answer = shop.press(page, "Show what it costs", {"How many, piece": typed}, expect=422)
        assert said in answer.alert()
        assert answer.soup.select_one("input[name=quantity_0][type=text]")["value"] == typed
        sent = {"quantity_0": typed, "only_from": "0", "address": ""}
        shop.post(f"/retailer/pools/{pool_id}/commitment", sent, expect=422)
    for wrong in ({"only_from": "9"}, {"only_from": "x"}, {"address": "x"}, {"only_from": "-1"}):
        shop.post(f"/retailer/pools/{pool_id}/costs", {"quantity_0": "6", "only_from": "0", **wrong}, expect=None)
    assert money_of(market, market.retailer) == (100_000, 0)


def test_a_wallet_that_is_short_says_so_and_nothing_is_held(shop, market, offered, at_desk):
    pool_id, _ = offered
    sent = {"quantity_0": "600", "only_from": "0", "address": ""}
    page = shop.post(f"/retailer/pools/{pool_id}/commitment", sent, expect=409)
    assert "not enough money in the wallet" in page.alert()
    assert money_of(market, market.retailer) == (100_000, 0)


def test_goods_go_to_an_address_in_the_pools_regions(shop, market, offered):
    pool_id, _ = offered
    add_address(market.by(market.retailer), AddressSheet("Store", "2 Side Street", region_code="GB-LND"))
    add_address(market.by(market.retailer), AddressSheet("Flat", "9 High Street", region_code="GB-LND"))
    page = shop.get(f"/retailer/pools/{pool_id}")
    options = [option.get_text() for option in page.field("Delivered to").select("option")]
    assert len(options) == 2
    flat = next(o["value"] for o in page.field("Delivered to").select("option") if "Flat" in o.get_text())
    page = shop.press(page, "Show what it costs", {"How many, piece": "30", "Delivered to": flat}, expect=200)
    shop.press(page, "Join: £75.00 is held")
    assert market.rows("SELECT delivery_address FROM commitments") == [("9 High Street",)]


def test_the_wallet_leads_to_the_pool_that_money_is_set_aside_for(shop, market, offered):
    pool_id, sku_id = offered
    join(market, market.retailer, pool_id, sku_id, 30)
    page = shop.get("/retailer/wallet")
    links = [link["href"] for link in page.soup.select("ul.records a") if "Set aside for a pool" in link.get_text()]
    assert links == [f"/retailer/pools/{pool_id}"]


def test_its_timeline_tells_what_we_did_and_nothing_of_anybody_else(shop, market, offered):
    pool_id, sku_id = offered
    for quantity in (30, 42):
        join(market, market.retailer, pool_id, sku_id, quantity)
        withdraw_commitment(market.by(market.retailer), pool_id)
    (other,) = shops(market, 1)
    join(market, other, pool_id, sku_id, 54)
    told = shop.get(f"/retailer/pools/{pool_id}").items("What happened")

    assert [line.split(" ")[0] for line in told] == ["Left", "Joined", "Left", "Joined"]
    assert "Units 42 Held £105.00" in told[1]
    assert not any("54" in line.partition("Units")[2] for line in told)
