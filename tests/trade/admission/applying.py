"""An organisation that applies, walked as far as a test wants."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import select

from tests.trade.market import Market
from trade.admission import actions
from trade.admission.models import Permit
from trade.admission.queries import AdmissionCase, admission_case
from trade.admission.rules import PermitKind
from trade.files.models import File
from trade.kernel.actor import Actor
from trade.kernel.ids import new_id
from trade.kernel.work import bind_actor
from trade.parties.rules import OrganisationKind, OrganisationState, Role, permissions_of

USCC, GB_VAT = "91110000600037341L", "GB980780684"
SHEET = actions.AdmissionSheet("Red Lantern Ltd", "GB", "Mei, +44 20 7946 0000", "Paper lanterns", sells_food=False)
NUMBERS = {PermitKind.BUSINESS: "12345678", PermitKind.TAX: GB_VAT, PermitKind.FOOD: "FH 4471"}


def applicant(market: Market, kind: OrganisationKind = OrganisationKind.SUPPLIER) -> Actor:
    """Return the owner of an organisation that has opened its link, and said nothing yet."""
    return market.person(market.organisation(kind, state=OrganisationState.APPLIED))


def second(market: Market) -> Actor:
    """Return another person of the platform's who admits."""
    return market.colleague(market.support, Role.SUPPORT)


def document(market: Market, owner: Actor) -> UUID:
    """Return a document that an organisation has sent."""
    made = File(
        id=new_id(), owner_id=owner.organisation, kind="document", media_type="application/pdf", title="licence.pdf",
        size=3, sha256=bytes(32), name=new_id().hex, readers=[], created_by=owner.person_id, created_at=market.at,
    )  # fmt: skip
    with market.as_system() as session:
        session.add(made)
        session.commit()
        return made.id


def show(market: Market, owner: Actor, kind: PermitKind, last_day: date | None = None, number: str = "") -> UUID:
    """Show a permit with one document."""
    return actions.show_permit(
        market.by(owner), kind, number=number or NUMBERS[kind], last_day=last_day, documents=(document(market, owner),)
    )


def submitted(market: Market, sheet: actions.AdmissionSheet = SHEET, last_day: date | None = None) -> Actor:
    """Return the owner of a supplier whose admission waits to be checked."""
    owner = applicant(market)
    actions.describe_organisation(market.by(owner), sheet)
    for kind in case(market, owner).asked:
        show(market, owner, kind, last_day)
    actions.submit_admission(market.by(owner))
    return owner


def accept_all(market: Market, owner: Actor) -> None:
    """Find every permit in order."""
    with market.as_system() as session:
        given = select(Permit.id).where(Permit.organisation_id == owner.organisation, Permit.state == "given")
        waiting = session.scalars(given).all()
    for permit_id in waiting:
        actions.accept_permit(market.by(market.support), permit_id)


def checked(market: Market, last_day: date | None = None) -> Actor:
    """Return the owner of a supplier whose permits support has checked."""
    owner = submitted(market, last_day=last_day)
    accept_all(market, owner)
    actions.check_admission(market.by(market.support), owner.organisation)
    return owner


def admitted(market: Market, last_day: date | None = None) -> Actor:
    """Return the owner of a supplier that two people have let in, with the permissions that gives."""
    owner = checked(market, last_day)
    actions.approve_admission(market.by(second(market)), owner.organisation, shown=case(market, owner).shown)
    return replace(
        owner, permissions=permissions_of(OrganisationKind.SUPPLIER, OrganisationState.ADMITTED, [Role.OWNER])
    )


def case(market: Market, owner: Actor) -> AdmissionCase:
    """Return the admission as its owner sees it."""
    bind_actor(market.session, owner)
    return admission_case(market.session, owner, owner.organisation, market.at)
