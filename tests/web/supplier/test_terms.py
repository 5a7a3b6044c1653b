"""A seller's terms for orders."""

from __future__ import annotations


def test_terms_are_kept_and_nonsense_is_refused(market, at_desk):
    desk = at_desk(market.supplier)
    page = desk.get("supplier.terms")

    refused = desk.press(page, "Save the terms", {"Order minimum": "1,5", "Days you need before you can deliver": "-1"},
                         expect=422)  # fmt: skip
    assert set(refused.errors()) == {"Order minimum", "Days you need before you can deliver"}
    far = desk.press(page, "Save the terms", {"Days you need before you can deliver": "366"}, expect=422)
    assert far.errors() == {"Days you need before you can deliver": "Enter at most 365."}
    desk.press(page, "Save the terms", {"Order minimum": "50", "Days you need before you can deliver": "3"})

    shown = desk.get("supplier.terms")
    assert shown.field("Order minimum")["value"] == "50.00"
    assert shown.field("Days you need before you can deliver")["value"] == "3"
