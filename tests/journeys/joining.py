"""How a company gets into the market: invited, joined by the letter's link, admitted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.adapters import hostile
from tests.journeys.letters import link_to
from tests.journeys.stack import Stack
from tests.journeys.visitor import Visitor
from tests.makers import PASSWORD

PERMITS = {
    "Retailer": {"Business licence": "12345678"},
    "Supplier": {"Business licence": "12345679", "Tax registration": "GB980780684"},
}
"""What a company in the United Kingdom that sells no food shows."""


@dataclass(frozen=True)
class Company:
    """A company that is to join."""

    kind: str
    name: str
    login: str
    owner: str
    address: str = "4 Canal Street, Leeds"


def invite(staff: Visitor, company: Company) -> None:
    """The platform's staff write it down and send a letter."""
    staff.go("Organisations")
    staff.follow("Invite an organisation")
    staff.arrives("Invite an organisation")
    staff.fill_in(
        {
            "Kind": company.kind,
            "Name on the market": company.name,
            "Owner's e-mail or phone number": company.login,
            "Currency": "GBP",
            "Time zone": "Europe/London",
            "Delivery address": company.address,
        }
    )
    staff.press("Send the invitation")
    staff.arrives(company.name)
    staff.sees(f"The invitation to {company.login} is on its way.")
    staff.sees("An invitation is on its way")


def join(owner: Visitor, company: Company, stack: Stack) -> None:
    """Its owner follows the link, chooses a password, and shows its permits; it may not trade yet."""
    owner.open(link_to(company.login, stack.settings.mail_outbox))
    owner.arrives(f"Join {company.name}")
    owner.fill_in({"Your name": company.owner, "Choose a password": PASSWORD})
    owner.press("Join")
    owner.arrives(company.name)
    owner.follow("Say what you are")
    owner.fill_in({"Legal name": company.name, "Registered in": "United Kingdom"})
    owner.fill_in({"Who answers questions": company.owner, "What you sell or buy": "Kettles"})
    owner.press("Save")
    for permit, number in PERMITS[company.kind].items():
        owner.follow(re.compile(rf"Show it\s*: {permit}"))
        owner.arrives(permit)
        owner.fill_in({"Number": number})
        owner.field("Choose files").set_input_files(
            {"name": "permit.jpg", "mimeType": "image/jpeg", "buffer": hostile.photo()}
        )
        owner.press("Show it")
        owner.arrives(company.name)
    owner.press("Send it to be looked at")
    gone(owner, "Send it to be looked at")


def admit(checker: Visitor, decider: Visitor, company: Company) -> None:
    """One of the staff finds its permits in order, and another one lets it in."""
    _open(checker, company)
    for permit in PERMITS[company.kind]:
        checker.press(f"{permit}: in order")
        gone(checker, f"{permit}: in order")
    checker.press("All permits are in order")
    checker.sees("Somebody else decides")
    _open(decider, company)
    decider.press("Admit")
    decider.sees("Admitted to the market")


def gone(person: Visitor, button: str) -> None:
    """Wait until what was pressed has been done."""
    expect(person.page.get_by_role("button", name=button, exact=True)).to_have_count(0)
    person.look_over()


def _open(staff: Visitor, company: Company) -> None:
    staff.go("Today")
    staff.follow(company.name, within=staff.page.get_by_role("table", name="Waiting for admission"))
    staff.arrives(company.name)
