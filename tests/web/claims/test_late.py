"""A hidden defect is reported on a phone, decided at the desk, and each page says where its recovery stands."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from adapters import clock
from tests.trade.claims.claimed import TERMS
from tests.trade.market import OPENED
from tests.trade.settlement.owed import late_claim, settled, take
from trade.claims.actions import accept_claim
from trade.payouts.actions import approve_payout, prepare_payout

_OLDER = text("UPDATE orders SET delivered_at = :at")


@pytest.fixture
def order_id(market):
    """An order that completed and was settled a moment ago."""
    market.at = clock.now()
    market.later(days=-8)
    made = settled(market)
    market.session.commit()
    return made


def reported(shop, market, order_id):
    """Report six units: open the order, tap, say how many, say what, send; answer the page of the claim."""
    order = shop.get("retailer.order", order_id=order_id)
    assert not order.has_link("Something is wrong")
    page = shop.get(order.link("Report a hidden defect"))
    assert "A person looks at it within 24 hours" in page.words()
    name = market.lines(order_id)[0].name
    sent = shop.press(
        page, "Send the claim", {f"{name}: how many of 36": "6", "Say what you see": "The glaze comes off."}
    )
    return shop.get(sent.goes_to)


def test_it_goes_from_the_phone_to_the_desk_and_off_what_is_payable(market, at_desk, order_id):
    shop, seller, staff = at_desk(market.retailer), at_desk(market.supplier), at_desk(market.support)
    maker = at_desk(market.maker)
    page = reported(shop, market, order_id)
    assert "so a person looks at it by" in page.words()
    assert "A hidden defect (late claim)" in page.words()
    case = staff.get(page.path)
    assert "it was not paid unseen because the order was completed" in case.words()
    staff.press(case, "Pay £15.30 now")
    at_sellers = seller.get(page.path)
    assert "You get the commission on it back" in at_sellers.words()
    seller.press(at_sellers, "Accept the claim")

    ((claim_id,),) = market.rows("SELECT id FROM claims")
    owes = "The seller owes £14.54 of £14.54. It comes from what is payable to the seller"
    for viewer in (seller, staff, maker):
        assert owes in viewer.get("claims.claim", claim_id=claim_id).words()
    assert "£14.54" not in shop.get("claims.claim", claim_id=claim_id).words()
    ((reference,),) = market.rows("SELECT reference FROM claims")
    (row,) = maker.get("finance.recovery_list").rows("Owed by sellers, the oldest first")
    assert (row[0], *row[3:6]) == (reference, "£14.54", "£14.54", "From earnings")
    assert "owed by you for late claims" in seller.get("supplier.money_list").words()
    assert f"{reference}," in maker.browser.get(maker.path("finance.recoveries_file", kind="csv")).text

    take(market, claim_id)
    market.session.commit()
    assert "The seller has paid all of it: £14.54." in seller.get("claims.claim", claim_id=claim_id).words()
    assert "£14.54" not in shop.get("claims.claim", claim_id=claim_id).words()
    assert "Nothing to recover" in maker.get("finance.recovery_list").words()
    closed = maker.get("finance.recovery_list", stage="closed").rows("Owed by sellers, the oldest first")
    assert [one[0] for one in closed] == [reference]
    money = seller.get("supplier.money_list").words()
    assert "£15.30 of it went back to the buyer later, for a late claim" in money
    assert "owed by you for late claims" not in money


def test_the_statement_names_the_claim_that_it_recovers(market, at_desk, order_id):
    payout_id = prepare_payout(market.by(market.maker), seller_id=market.supplier.organisation, currency="GBP")
    ((shown,),) = market.rows("SELECT content_hash FROM payouts")
    approve_payout(market.by(market.checker), payout_id, shown=bytes(shown))
    claim_id = late_claim(market, order_id)
    accept_claim(market.by(market.supplier), claim_id)
    settled(market, 6)
    market.session.commit()
    ((reference, statement_id),) = market.rows(
        "SELECT c.reference, i.statement_id FROM claims c, statement_items i WHERE i.kind = 'recovery'"
    )
    seller, maker = at_desk(market.supplier), at_desk(market.maker)
    for desk, endpoint in ((seller, "supplier.statement"), (maker, "finance.statement")):
        page = desk.get(endpoint, statement_id=statement_id)
        assert f"Claim {reference} recovered" in page.words()
        assert "£14.54" in page.words()


def test_nothing_is_offered_after_the_days_or_by_crafted_forms(market, at_desk, order_id):
    shop = at_desk(market.retailer)
    page = shop.get("claims.new_claim", order_id=order_id)
    page.soup.select_one("input[name=reason]")["value"] = "damaged"
    name = market.lines(order_id)[0].name
    said = {f"{name}: how many of 36": "6", "Say what you see": "Broken."}
    refused = shop.press(page, "Send the claim", said, expect=409)
    assert "The time for claims ended" in refused.words()
    with market.as_system() as session:
        session.execute(_OLDER, {"at": OPENED})
        session.commit()
    order = shop.get("retailer.order", order_id=order_id)
    assert not order.has_link("Report a hidden defect")
    assert "Nothing can be claimed here" in shop.get("claims.new_claim", order_id=order_id).words()
    assert TERMS.late_days == 60
