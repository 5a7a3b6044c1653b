"""One box finds any reference."""

from __future__ import annotations

from tests import makers
from trade.payouts.actions import prepare_payout


def test_an_order_is_one_step_away(support, market):
    order_id = market.one_order()
    reference = market.read_order(order_id).reference

    assert (
        support.get("platform.search", q=f" {reference.lower()} ", expect=303).goes_to == f"/platform/orders/{order_id}"
    )


def test_a_shipment_leads_to_its_order(support, market):
    order_id = market.confirmed()
    shipment_id = market.ship(order_id)
    ((reference,),) = market.rows("SELECT reference FROM shipments WHERE id = :id", id=shipment_id)

    answer = support.get("platform.search", q=reference, expect=303)

    assert answer.goes_to == f"/platform/orders/{order_id}#{reference}"


def test_finance_finds_statements_payouts_and_transfers(maker, market):
    market.completed()
    market.settle()
    payout_id = prepare_payout(market.by(market.maker), seller_id=market.supplier.organisation, currency="GBP")
    ((statement, statement_reference),) = market.rows("SELECT id, reference FROM statements")
    ((payout,),) = market.rows("SELECT reference FROM payouts")
    ((receipt, bank_reference),) = market.rows("SELECT id, bank_reference FROM receipts")

    assert maker.get("platform.search", q=statement_reference, expect=303).goes_to == f"/finance/statements/{statement}"
    assert maker.get("platform.search", q=payout, expect=303).goes_to == f"/finance/payouts/{payout_id}"
    assert maker.get("platform.search", q=bank_reference, expect=303).goes_to == f"/finance/receipts/{receipt}"


def test_support_finds_no_money(support, market):
    market.completed()
    market.settle()
    ((reference,),) = market.rows("SELECT reference FROM statements")

    assert "Nothing fits" in support.get("platform.search", q=reference).words()


def test_several_are_shown_to_choose_from(support, market):
    market.one_order()
    market.one_order()

    page = support.get("platform.search", q="po-")

    assert len(page.rows("What fits “po-”")) == 2


def test_an_exact_name_wins_over_its_beginnings(support, market, session):
    exact = makers.make_organisation(session, name="Kiln")
    makers.make_organisation(session, name="Kiln and Sons")

    assert support.get("platform.search", q="kiln", expect=303).goes_to == f"/platform/organisations/{exact.id}"


def test_an_empty_or_strange_search_says_what_can_be_found(support, market):
    assert "What are you looking for?" in support.get("platform.search").words()
    assert "Nothing fits" in support.get("platform.search", q="%_\\'\"").words()
    assert "Nothing fits" in support.get("platform.search", q="P" * 500).words()
