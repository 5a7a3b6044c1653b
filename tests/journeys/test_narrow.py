"""The oldest phones are 320 pixels wide, and so is a page at twice its size."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.shops import Shops
from tests.journeys.visitor import Visitor
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
    retailer = visit(size=NARROW)
    retailer.open("/market")
    retailer.sign_in(login)
    for page in (*RETAILER, f"products/{sku_ids[0]}", f"orders/{order_id}", f"orders/{order_id}/confirmation"):
        retailer.open(f"/retailer/{page}")


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


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.FINANCE_MAKER])
def test_the_platforms_pages_do_not_scroll_sideways(shops: Shops, visit: Callable[..., Visitor], role: Role) -> None:
    shops.market.one_order()
    staff = visit(size=NARROW)
    staff.sign_in(shops.staff(role), code=True)
    pages = PLATFORM if role is Role.SUPPORT else [f"finance{page}" for page in FINANCE]
    for page in pages:
        staff.open(f"/{page}")
