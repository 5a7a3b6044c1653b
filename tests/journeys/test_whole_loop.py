"""From an invitation to a paid-out order, by seven people on phones, with and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys import joining, paying, trading
from tests.journeys.joining import Company
from tests.journeys.shops import Shops
from tests.journeys.stack import Stack, wait_for
from tests.journeys.visitor import Visitor
from trade.parties.rules import Role

ACCOUNT = "GB33 BUKB 2020 1555 5555 55"


@pytest.fixture
def companies(*, scripted: bool) -> tuple[Company, Company]:
    """A retailer and a supplier that nobody knows yet."""
    town = "Leeds" if scripted else "York"
    host = f"{town.lower()}.example"
    return (
        Company("Retailer", f"Canal Corner {town}", f"ana@{host}", "Ana Field"),
        Company("Supplier", f"Kiln and Fire {town}", f"sam@{host}", "Sam Forge"),
    )


def test_from_an_invitation_to_a_paid_out_order(
    stack: Stack,
    shops: Shops,
    visit: Callable[..., Visitor],
    companies: tuple[Company, Company],
    *,
    scripted: bool,
) -> None:
    shop, factory = companies
    support, second, retailer, supplier = (visit(scripted=scripted) for _ in range(4))

    for staff in (support, second):
        staff.sign_in(shops.staff(Role.SUPPORT), code=True)
    for owner, company in ((retailer, shop), (supplier, factory)):
        joining.invite(support, company)
        joining.join(owner, company, stack)
        joining.admit(support, second, company)

    supplier.open("/")
    trading.offer_goods(supplier, shops.category)
    trading.name_account(supplier, factory.name, ACCOUNT)
    shops.cool_accounts_off()

    maker = visit(scripted=scripted)
    maker.sign_in(shops.staff(Role.FINANCE_MAKER, Role.FINANCE_CHECKER), code=True)
    paying.record_transfer(maker, shop.name, "500.00")

    retailer.sign_out()
    retailer.sign_in(shop.login)
    reference = buy(retailer, factory.name)

    trading.confirm(supplier, reference)
    trading.on_the_shelf(supplier, 100, owned=36)
    trading.open_order(supplier, reference)
    trading.ship(supplier, 12, "Partly shipped")
    trading.on_the_shelf(supplier, 88, owned=24)
    trading.open_order(supplier, reference)
    trading.ship(supplier, 24, "On its way")
    trading.on_the_shelf(supplier, 64)
    trading.receive(retailer, reference)
    completes(stack, retailer)

    paying.settle(maker, factory.name)
    paying.statement_adds_up(maker, gross="91.80", commission="-4.59", net="87.21")
    paying.prepare_payout(maker, factory.name, "87.21")
    checker = visit(scripted=scripted)
    checker.sign_in(shops.staff(Role.FINANCE_CHECKER), code=True)
    paying.approve_payout(checker, factory.name, "87.21")
    paying.book_payout(maker)

    supplier.go("Payouts")
    supplier.sees(re.compile(r"You got £87\.21 on"))
    retailer.go("Me")
    retailer.sees("£408.20")
    books_are_sound(stack)


def buy(retailer: Visitor, seller: str) -> str:
    """Find goods, change how many until the price falls, and order; answer the reference."""
    trading.find(retailer, seller)
    retailer.go("Cart")
    retailer.arrives("Cart")
    retailer.loads.clear()
    trading.change_quantity(retailer, 30)
    trading.line_reads(retailer, quantity=30, amount="£88.50", sentence="6 more for £2.55 each")
    trading.change_quantity(retailer, 36)
    trading.line_reads(retailer, quantity=36, amount="£91.80", sentence="Best price reached")
    assert len(retailer.loads) == (0 if retailer.scripted else 4)  # each change: the form, then the page
    return trading.order_from_cart(retailer, "£91.80", "£408.20")


def completes(stack: Stack, retailer: Visitor) -> None:
    """With no time for claims, the next round of the clockwork completes what was received."""
    stack.let_run("complete_orders")
    history = retailer.page.get_by_role("list", name="What happened")

    def has_completed() -> bool:
        retailer.page.reload()
        return "Completed" in history.inner_text()

    wait_for(has_completed)
    trading.stands(retailer, "Completed")
    expect(history.get_by_role("listitem").first).to_contain_text("Completed")


def books_are_sound(stack: Stack) -> None:
    """Derived anew, the books agree, and every currency sums to nothing."""
    said = stack.flask("ledger", "verify").splitlines()
    assert said[-1] == "sound"
    sums = [line for line in said if "postings" in line]
    assert sums
    assert all(line.endswith("sum 0") for line in sums)
    assert stack.flask("stock", "verify").splitlines()[-1] == "sound"
