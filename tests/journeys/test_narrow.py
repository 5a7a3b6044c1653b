"""The oldest phones are 320 pixels wide, and so is a page at twice its size."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from adapters.clock import now
from tests.journeys.shops import Shops
from tests.journeys.visitor import Visitor
from tests.trade.deals import agreement
from tests.trade.quoting.quoted import asked
from trade.parties.rules import Role

NARROW = (320, 640)
RETAILER = ("products", "cart", "checkout", "orders", "wallet")
PLATFORM = ("platform", "platform/organisations", "platform/organisations/invitation", "platform/orders")
FINANCE = ("", "/receipts", "/receipts/new", "/settlements", "/statements", "/payouts", "/payouts/payable", "/ledger")
SUPPLIER = ("", "/orders", "/products", "/products/new", "/stock", "/statements", "/payouts")


def test_a_retailers_pages_do_not_scroll_sideways(shops: Shops, visit: Callable[..., Visitor]) -> None:
    sku_ids = shops.goods(30)
    login, owner = shops.retailer()
    order_id = shops.market.one_order(buyer=owner)
    shops.fill_cart(owner, dict.fromkeys(sku_ids[:3], 12_000))
    agreement(shops.market, {sku_ids[0]: ("1.99", 11_988)}, owner)
    retailer = visit(size=NARROW)
    retailer.open("/market")
    retailer.sign_in(login)
    for page in (*RETAILER, f"products/{sku_ids[0]}", f"orders/{order_id}", f"orders/{order_id}/confirmation"):
        retailer.open(f"/retailer/{page}")


def test_a_line_of_the_pad_has_its_two_buttons_side_by_side(shops: Shops, visit: Callable[..., Visitor]) -> None:
    shops.goods()
    shops.market.goods(code="K1")
    login, _ = shops.retailer()
    clerk = visit(size=NARROW)
    clerk.sign_in(login)
    clerk.open("/retailer/order-pad")
    clerk.fill_in({"Code, barcode or name": "K1", "How many": "12"})
    clerk.press("Add it")
    row = clerk.page.get_by_role("list", name="Lines that are ready").get_by_role("listitem")
    boxes = [row.get_by_role("button", name=name).bounding_box() for name in ("Set", "Remove")]
    assert len({box["y"] for box in boxes if box}) == 1


def test_a_suppliers_pages_do_not_scroll_sideways(shops: Shops, visit: Callable[..., Visitor]) -> None:
    shops.market.completed()
    shops.market.settle()
    supplier = visit(size=NARROW)
    supplier.sign_in(shops.login_of(shops.market.supplier))
    for page in SUPPLIER:
        supplier.open(f"/supplier{page}")
    supplier.go("Statements")
    supplier.follow("ST-")
    supplier.go("Orders")
    supplier.follow("PO-")


def test_a_seller_quotes_without_scrolling_sideways(shops: Shops, visit: Callable[..., Visitor]) -> None:
    inquiry_id = asked(shops.market)
    seller = visit(size=NARROW)
    seller.sign_in(shops.login_of(shops.market.supplier))
    seller.open(f"/supplier/inquiries/{inquiry_id}")
    for words in ("Price of one", "At most", "At least", "In multiples of"):
        box = seller.main.get_by_label(words).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= NARROW[0]
        assert box["height"] >= 48, "too low for a thumb"
    seller.main.get_by_label("Price of one").fill("2.10")
    seller.fill_in({"Holds up to and including": (now().date() + timedelta(days=7)).isoformat()})
    seller.press("Send the quote")
    seller.sees("Quoted. The buyer can order")
    seller.look_over()


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.FINANCE_MAKER])
def test_the_platforms_pages_do_not_scroll_sideways(shops: Shops, visit: Callable[..., Visitor], role: Role) -> None:
    shops.market.one_order()
    staff = visit(size=NARROW)
    staff.sign_in(shops.staff(role), code=True)
    pages = PLATFORM if role is Role.SUPPORT else [f"finance{page}" for page in FINANCE]
    for page in pages:
        staff.open(f"/{page}")
