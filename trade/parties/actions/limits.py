"""How much a member may order without asking, and what a seller asks of every order."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.locks import lock_one
from trade.kernel.money import Money
from trade.kernel.work import Work, action
from trade.parties.models import Member, Organisation
from trade.parties.rules import LEAD_DAYS_MAX, SpendingLimits


@action(Permission.MANAGE_MEMBERS)
def set_limits(work: Work, member_id: UUID, *, limits: SpendingLimits) -> UUID:
    """Limit what a member of the actor's organisation answers for alone, from their next order on."""
    own = (Member.organisation_id == work.actor.organisation) & Member.ended_at.is_(None)
    member = lock_one(work.session, select(Member).where(Member.id == member_id, own))
    if member is None:
        raise NotFound("member", member_id)
    currency = work.session.get_one(Organisation, work.actor.organisation).currency
    before = _told(member)
    member.order_limit_minor = _minor("order_limit", limits.order, currency)
    member.month_limit_minor = _minor("month_limit", limits.month, currency)
    after = {"person": str(member.person_id), **_told(member)}
    work.record("parties.limits_set", "organisation", member.organisation_id, before=before, after=after)
    return member.id


@action(Permission.SELL)
def set_terms(work: Work, *, order_minimum: Money | None, lead_days: int) -> UUID:
    """Say what an order to the actor's organisation comes to at least, and how many days it needs to deliver.

    Orders that were placed are not touched.
    """
    if not 0 <= lead_days <= LEAD_DAYS_MAX:
        raise InvalidInput("lead_days", "out_of_range", maximum=LEAD_DAYS_MAX)
    seller = lock_one(work.session, select(Organisation).where(Organisation.id == work.actor.organisation))
    assert seller is not None
    before = {"order_minimum": seller.order_minimum_minor, "lead_days": seller.lead_days}
    seller.order_minimum_minor = _minor("order_minimum", order_minimum, seller.currency) or 0
    seller.lead_days = lead_days
    after = {"order_minimum": seller.order_minimum_minor, "lead_days": lead_days, "currency": seller.currency}
    work.record("parties.terms_set", "organisation", seller.id, before=before, after=after)
    return seller.id


def _minor(field: str, amount: Money | None, currency: str) -> int | None:
    """Return what is stored of an amount, which is in the organisation's own currency and not below nothing."""
    if amount is None:
        return None
    if amount.currency != currency or amount.minor < 0:
        raise InvalidInput(field, "own_currency", currency=currency)
    return amount.minor


def _told(member: Member) -> dict[str, int | None]:
    return {"order_limit": member.order_limit_minor, "month_limit": member.month_limit_minor}
