"""What finance people do: money in, settlement, money out by two people."""

from __future__ import annotations

import re
from decimal import Decimal

from playwright.sync_api import Locator, expect

from tests.journeys.stack import wait_for
from tests.journeys.visitor import Visitor


def record_transfer(maker: Visitor, retailer: str, amount: str) -> None:
    """Write down what the bank's sheet shows."""
    maker.go("Transfers")
    maker.follow("Record a transfer")
    maker.arrives("Record a transfer")
    maker.fill_in(
        {
            "Amount": amount,
            "Currency": "GBP",
            "The bank's reference": f"BACS {retailer}",
            "Payer": retailer.upper(),
            "Whose money is it?": retailer,
        }
    )
    maker.press("Record")
    maker.sees(f"£{amount} recorded; it is in the wallet now.")


def settle(maker: Visitor, seller: str) -> None:
    """Start a settlement, watch it to its end, and open the seller's statement."""
    maker.go("Settlements")
    maker.press("Settle these")
    maker.arrives(re.compile("^Settlement up to"))
    watch(maker)
    maker.row(seller).get_by_role("link").click()


def watch(maker: Visitor) -> None:
    """Wait until it is done: the bar moves by itself with scripts, and by the link without."""
    done = maker.page.get_by_text(re.compile(r"^Done: \d+ order lines? settled\.$"))

    def look_again() -> bool:
        link = maker.page.get_by_role("link", name="Look again")
        if link.is_visible():
            link.click()
        return done.is_visible()

    wait_for(look_again)
    expect(maker.page.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "100")


def statement_adds_up(maker: Visitor, *, gross: str, commission: str, net: str) -> None:
    """Add up a statement's lines, as its reader can."""
    table = maker.page.get_by_role("table", name="Lines")
    expect(table).to_be_visible()
    rows = table.locator("tbody").get_by_role("row").all()
    assert rows
    *_, foot = table.get_by_role("row").all()
    for column, total in ((-4, gross), (-2, commission), (-1, net)):
        assert sum(_amount(row, column) for row in rows) == _amount(foot, column) == Decimal(total)


def prepare_payout(maker: Visitor, seller: str, amount: str) -> None:
    """Prepare it; the one who did cannot approve it, whatever else she may do."""
    maker.go("Payouts")
    maker.follow("To prepare")
    row = maker.row(seller)
    expect(row).to_contain_text(f"£{amount}")
    row.get_by_role("button", name="Prepare").click()
    maker.sees("Prepared. Another person decides on it now.")
    maker.sees("You prepared this payout, so somebody else decides on it.")
    expect(maker.page.get_by_role("button", name=re.compile("Approve"))).to_have_count(0)


def approve_payout(checker: Visitor, seller: str, amount: str) -> None:
    """Another person sends it."""
    checker.go("Payouts")
    checker.row(seller).get_by_role("link").click()
    checker.sees("Your decision")
    checker.look_over()
    checker.press(f"Approve and send £{amount}")
    checker.sees(f"Sent: £{amount} to {seller}")


def book_payout(maker: Visitor) -> None:
    """Note that the bank's sheet shows it."""
    maker.page.reload()
    maker.press("The bank has booked it")
    maker.sees("Booked: the bank has paid it out.")


def _amount(row: Locator, column: int) -> Decimal:
    """Read an amount of a row, counted from its end."""
    text = row.locator("th, td").nth(column).inner_text()
    return Decimal(text.replace("£", "").replace(",", "").replace("−", "-"))
