"""How a company gets into the market: invited, joined by the letter's link, admitted."""

from __future__ import annotations

from dataclasses import dataclass

from tests.journeys.letters import link_to
from tests.journeys.stack import Stack
from tests.journeys.visitor import Visitor
from tests.makers import PASSWORD


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
    """Its owner follows the link and chooses a password, and may not trade yet."""
    owner.open(link_to(company.login, stack.settings.mail_outbox))
    owner.arrives(f"Join {company.name}")
    owner.fill_in({"Your name": company.owner, "Choose a password": PASSWORD})
    owner.press("Join")
    owner.arrives("Waiting for admission")


def admit(staff: Visitor, company: Company) -> None:
    """The staff find it among those that wait, and admit it."""
    staff.go("Today")
    staff.follow(company.name, within=staff.page.get_by_role("table", name="Waiting for admission"))
    staff.arrives(company.name)
    staff.sees(company.owner)
    staff.press("Admit")
    staff.sees("Admitted to the market")
