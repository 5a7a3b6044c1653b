"""Where my money is: each place with its amount, its reason and when it moves on."""

from __future__ import annotations

import csv
from io import StringIO

from tests.trade.claims.claimed import claim, delivered
from tests.trade.credit.lines import on_credit, open_line
from tests.trade.market import gbp
from tests.trade.payouts.paying import take_out
from tests.trade.pooling.pooled import good, join, place, terms
from tests.trade.settlement.owed import borne
from trade.credit.actions import repay
from trade.ordering.actions import cancel_order
from trade.pooling.actions import draft_pool, offer_pool


def test_every_place_of_money_is_told_with_its_reason(market, at_desk):
    place(market, market.retailer)
    market.money(minor=100_000)
    pooled = market.goods(stock=600)
    seller = market.by(market.supplier)
    pool_id = offer_pool(seller, draft_pool(seller, terms(market, [good(pooled)])))
    join(market, market.retailer, pool_id, pooled, 12)
    kept = market.order({market.goods(): 36})[0]
    gone = market.order({market.goods(): 36})[0]
    cancel_order(market.by(market.retailer), gone, reason="")
    held = market.balance("hold", market.retailer)
    desk = at_desk(market.retailer)

    page = desk.get("retailer.money")

    facts = page.facts()
    assert facts["Paid, and held until delivery is settled"] == "£91.80"
    assert facts["Set aside for pools"] == f"£{held / 100:.2f}"
    assert facts["In the wallet, to be spent"] == f"£{market.balance('wallet', market.retailer) / 100:,.2f}"
    assert market.balance("wallet", market.retailer) + held + 9180 == 100_000
    words = page.words()
    assert "when the pool closes on" in words
    assert "Back: the order was cancelled" in words
    reference = market.rows("SELECT reference FROM orders WHERE id = :id", id=kept)[0][0]
    assert reference in words


def test_what_is_owed_of_an_order_on_credit_is_no_money_of_mine(market, at_desk):
    open_line(market)
    order_id = on_credit(market, {market.goods(): 36})
    desk = at_desk(market.retailer)
    assert desk.get("retailer.money").facts()["Paid, and held until delivery is settled"] == "Nothing"
    market.money(minor=1_000)
    repay(market.by(market.retailer), amount=gbp(1_000))
    assert desk.get("retailer.money").facts()["Paid, and held until delivery is settled"] == "£10.00"
    cancel_order(market.by(market.supplier), order_id, reason="")
    assert desk.get("retailer.money").facts()["Paid, and held until delivery is settled"] == "Nothing"


def test_what_was_taken_out_and_what_is_owed_stand_there_too(market, at_desk):
    take_out(market)
    open_line(market)
    order_id = on_credit(market, {market.goods(): 36})
    desk = at_desk(market.retailer)
    facts = desk.get("retailer.money").facts()
    assert facts["Taken out, on its way to your bank account"] == "£40.00"
    assert facts["You owe, for orders on credit"] == "£91.80"
    assert facts["In the wallet, to be spent"] == "£960.00"
    cancel_order(market.by(market.supplier), order_id, reason="")
    assert "You owe, for orders on credit" not in desk.get("retailer.money").facts()


def test_money_of_a_claim_stands_among_what_came_back(market, at_desk):
    borne(market, claim(market, delivered(market)))
    words = at_desk(market.retailer).get("retailer.money").words()
    assert "Paid for a claim" in words


def test_every_movement_is_downloaded(market, at_desk):
    market.one_order()
    desk = at_desk(market.retailer)

    rows = list(csv.reader(StringIO(desk.get("retailer.wallet_csv").answer.get_data(as_text=True).lstrip("\ufeff"))))

    assert [row[4] for row in rows] == ["Amount", "-91.80", "1000.00"]
    assert desk.get("retailer.wallet_workbook").answer.status_code == 200
    assert "Nothing is set aside" in desk.get("retailer.money").words()
