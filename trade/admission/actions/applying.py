"""Somebody unknown asks to be let in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from trade.admission.loading import new_admission
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput
from trade.kernel.work import Work, action
from trade.parties.actions import NewOrganisation
from trade.parties.actions.invitations import ask_in
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationKind

APPLICANTS: Final = (OrganisationKind.RETAILER, OrganisationKind.SUPPLIER, OrganisationKind.DISTRIBUTOR)
"""Kinds that apply by themselves; lenders and carriers are invited."""
_EURO: Final = {
    "AT": "Vienna", "BE": "Brussels", "DE": "Berlin", "ES": "Madrid", "FI": "Helsinki", "FR": "Paris", "IE": "Dublin",
    "IT": "Rome", "NL": "Amsterdam", "PT": "Lisbon",
}  # fmt: skip
_OWN_MONEY_ELSEWHERE: Final = {"CZ": "Prague", "DK": "Copenhagen", "PL": "Warsaw", "SE": "Stockholm"}
HOMES: Final[dict[str, tuple[str, str]]] = {
    "CN": ("CNY", "Asia/Shanghai"),
    "GB": ("GBP", "Europe/London"),
    **{country: ("EUR", f"Europe/{town}") for country, town in (_EURO | _OWN_MONEY_ELSEWHERE).items()},
}
"""Countries whose organisations may apply, and the currency and time zone they begin with. Where the own currency is not
traded here it is the euro."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """What somebody says of an organisation before anybody knows them. ``login``: e-mail or phone number."""

    kind: OrganisationKind
    name: str
    country: str
    login: str
    locale: str


@action()
def apply_for_admission(work: Work, applicant: Applicant) -> None:
    """Send a link with which the applicant goes on; whether the address is known here, the answer does not tell.

    The organisation exists from now on, and may do nothing: not even ask, until its link was opened.
    """
    if applicant.kind not in APPLICANTS:
        raise InvalidInput("kind", "unknown")
    if applicant.country not in HOMES:
        raise InvalidInput("country", "unknown")
    currency, zone = HOMES[applicant.country]
    work.become(Actor.system())
    new = NewOrganisation(
        applicant.kind, applicant.name, applicant.login, currency=currency, time_zone=zone, locale=applicant.locale
    )
    organisation_id = ask_in(work, new)
    if organisation_id is not None:
        new_admission(work, work.session.get_one(Organisation, organisation_id), applicant.country)
