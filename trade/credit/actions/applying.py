"""An organisation asks for credit, and takes back what it asked."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import select

from trade.credit.models import CreditApplication
from trade.credit.rules import TERM_DAYS
from trade.credit.rules.deciding import CaseOpen, CaseState, decide
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotAllowed, NotFound
from trade.kernel.ids import new_id, new_reference
from trade.kernel.locks import lock_one
from trade.kernel.money import Money, exponent_of
from trade.kernel.work import Work, action

AMOUNT_MAX = 10**13
_VERBS: Final = {
    CaseState.APPROVED: "credit.application_approved",
    CaseState.DECLINED: "credit.application_declined",
    CaseState.WITHDRAWN: "credit.application_withdrawn",
}


@action(Permission.APPROVE_PURCHASES)
def apply_for_credit(work: Work, *, amount: Money, term_days: int, note: str = "", documents: str = "") -> UUID:
    """Ask for a line of credit, or for a higher one; ``CaseOpen`` while an earlier application waits."""
    if amount.minor <= 0:
        raise InvalidInput("amount", "not_positive")
    if amount.minor > AMOUNT_MAX:
        raise InvalidInput("amount", "out_of_range", maximum=AMOUNT_MAX // 10 ** exponent_of(amount.currency))
    if term_days not in TERM_DAYS:
        raise InvalidInput("term_days", "out_of_range", maximum=TERM_DAYS[-1])
    if work.actor.person_id is None:
        raise NotAllowed(Permission.APPROVE_PURCHASES)
    own = CreditApplication.organisation_id == work.actor.organisation
    waiting = select(CreditApplication.id).where(
        own, CreditApplication.currency == amount.currency, CreditApplication.state == CaseState.WAITING
    )
    if work.session.scalar(waiting) is not None:
        raise CaseOpen
    application = CreditApplication(
        id=new_id(), reference=new_reference("CA"), organisation_id=work.actor.organisation, currency=amount.currency,
        amount_minor=amount.minor, term_days=term_days, note=note, documents=documents, state=CaseState.WAITING,
        asked_by=work.actor.person_id, asked_at=work.at,
    )  # fmt: skip
    work.session.add(application)
    told = {"amount": amount.minor, "currency": amount.currency, "term_days": term_days, "state": CaseState.WAITING}
    work.record("credit.applied", "credit_application", application.id, after=told)
    return application.id


@action(Permission.APPROVE_PURCHASES)
def withdraw_application(work: Work, application_id: UUID) -> UUID:
    """Take back an application that waits."""
    own = CreditApplication.organisation_id == work.actor.organisation
    application = lock_application(work, application_id, own)
    close_application(work, application, CaseState.WITHDRAWN)
    return application.id


@action(Permission.PREPARE_MONEY)
def decline_application(work: Work, application_id: UUID, *, reason: str) -> UUID:
    """Say that nothing is proposed for an application, and why: whoever asked reads it."""
    application = lock_application(work, application_id)
    close_application(work, application, CaseState.DECLINED, reason)
    return application.id


def lock_application(work: Work, application_id: UUID, *whose: object) -> CreditApplication:
    """Lock an application; ``NotFound`` for a stranger's."""
    statement = select(CreditApplication).where(CreditApplication.id == application_id, *whose)  # type: ignore[arg-type]
    found = lock_one(work.session, statement)
    if found is None:
        raise NotFound("credit_application", application_id)
    return found


def close_application(work: Work, application: CreditApplication, to: CaseState, reason: str = "") -> None:
    """Decide on an application, and tell those who asked."""
    before, application.state = application.state, decide("credit_application", application.state, to)
    application.decided_by, application.decided_at, application.reason = work.actor.person_id, work.at, reason
    work.record(
        _VERBS[to],
        "credit_application",
        application.id,
        parties=(application.organisation_id,),
        before={"state": before},
        after={"state": to, **({"reason": reason} if reason else {})},
    )
