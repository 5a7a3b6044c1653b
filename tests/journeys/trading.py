"""What a supplier and a retailer do with each other: offer, buy, ship, receive."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor
from tests.makers import PASSWORD

CODE, NAME = "PIN-1", "Walnut rolling pin"
REFERENCE = re.compile(r"PO-[0-9A-Z]{4}-[0-9A-Z]{3,4}")


def offer_goods(supplier: Visitor, category: str) -> None:
    """Add a product with two steps of its price, and a hundred of it."""
    supplier.go("Products")
    supplier.follow("Add a product")
    supplier.arrives("New product")
    supplier.fill_in(
        {
            "Code": CODE,
            "Name": NAME,
            "Category": f"{category}, 5 % commission",
            "Unit": "piece",
            "Units in a carton": "6",
            "Smallest order": "6",
            "Sold in multiples of": "6",
            "Step 1: from": "6",
            "Step 1: price": "2.95",
            "Step 2: from": "36",
            "Step 2: price": "2.55",
        }
    )
    supplier.field("For sale").check()
    supplier.press("Add the product")
    supplier.arrives(NAME)
    supplier.fill_in({f"Received, {CODE}": "100"})
    supplier.press(f"Add: Received, {CODE}")
    expect(supplier.row(CODE).get_by_role("cell").nth(1)).to_have_text("100")
    on_the_shelf(supplier, 100)


def on_the_shelf(supplier: Visitor, count: int, owned: int = 0) -> None:
    """Read how many lie there and how many of them orders own."""
    supplier.go("Stock")
    cells = supplier.row(CODE).get_by_role("cell")
    expect(cells.nth(1)).to_have_text(str(count))
    expect(cells.nth(2)).to_have_text(str(owned))


def name_account(supplier: Visitor, holder: str, number: str) -> None:
    """Say where the money is to go, three days from now."""
    supplier.go("Payouts")
    supplier.sees("Without an account we cannot pay you")
    supplier.fill_in({"In the name of": holder, "IBAN or account number": number, "Your password": PASSWORD})
    supplier.press("Save the account")
    supplier.sees("Payouts go to the new account from")
    expect(supplier.page.get_by_text(f"•••• {number.replace(' ', '')[-4:]}").first).to_be_visible()
    expect(supplier.page.get_by_text("Without an account we cannot pay you")).to_have_count(0)


def find(retailer: Visitor, seller: str) -> None:
    """Search by words of the name, and put a seller's smallest order into the cart."""
    retailer.go("Shop")
    retailer.page.get_by_role("searchbox", name="Search products").fill("rolling pin")
    retailer.press("Search")
    retailer.arrives(re.compile("rolling pin"))
    goods = retailer.main.get_by_role("listitem").filter(has=retailer.page.get_by_role("heading", name=NAME))
    row = goods.filter(has_text=seller).last
    expect(row).to_contain_text("36+ £2.55")
    row.get_by_role("button", name="More").click()
    expect(row.get_by_role("textbox")).to_have_value("6")


def change_quantity(retailer: Visitor, quantity: int) -> None:
    """Type a quantity into the cart's line: at once with scripts, by its button without."""
    field = retailer.main.get_by_role("textbox", name=f"{NAME}, piece")
    field.fill(str(quantity))
    if retailer.scripted:
        field.press("Tab")
    else:
        retailer.main.get_by_role("button", name="Set").click()


def line_reads(retailer: Visitor, *, quantity: int, amount: str, sentence: str) -> None:
    """Read the line, its meter, the sentence beneath and the totals."""
    line = retailer.main.get_by_role("listitem").filter(has=retailer.page.get_by_role("heading", name=NAME)).last
    expect(line).to_contain_text(amount)
    expect(line).to_contain_text(sentence)
    expect(line.get_by_role("meter")).to_have_attribute("aria-valuetext", f"{quantity} piece")
    expect(line.get_by_role("textbox")).to_have_value(str(quantity))
    expect(retailer.page.locator("#cart-totals")).to_contain_text(amount)


def order_from_cart(retailer: Visitor, total: str, left: str) -> str:
    """Check everything, place the order; answer its reference."""
    retailer.follow("Check the order")
    retailer.arrives("Check your order")
    retailer.sees(NAME)
    retailer.sees("4 Canal Street, Leeds")
    retailer.sees(total)
    retailer.sees(left)
    retailer.press("Place the order")
    retailer.arrives("Your order is placed")
    found = REFERENCE.search(retailer.main.inner_text())
    assert found is not None
    return found[0]


def open_order(visitor: Visitor, reference: str) -> None:
    """Find an order in the list."""
    visitor.go("Orders")
    visitor.follow(reference)
    visitor.arrives(re.compile(reference))


def confirm(supplier: Visitor, reference: str) -> None:
    """Say yes to an order."""
    open_order(supplier, reference)
    supplier.press("Confirm order")
    stands(supplier, "Confirmed")


def ship(supplier: Visitor, quantity: int, state: str) -> None:
    """Send so many of what is open."""
    supplier.fill_in({f"Ship now: {CODE}": str(quantity), "Carrier": "Northern Parcels"})
    supplier.press("Ship")
    stands(supplier, state)


def receive(retailer: Visitor, reference: str) -> None:
    """Confirm that both shipments arrived."""
    open_order(retailer, reference)
    stands(retailer, "On its way")
    waiting = retailer.page.get_by_role("button", name=re.compile("^Confirm receipt"))
    for left in (1, 0):
        waiting.first.click()
        expect(waiting).to_have_count(left)
        retailer.look_over()
    stands(retailer, "Delivered")


def stands(visitor: Visitor, state: str) -> None:
    """Read the state beside an order's reference."""
    header = visitor.main.locator("header").filter(has=visitor.page.get_by_role("heading", level=1))
    expect(header).to_contain_text(state)
    visitor.look_over()
