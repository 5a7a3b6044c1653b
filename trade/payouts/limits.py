"""How much may leave at once, and by whose word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import func, or_, select

from trade.kernel.actor import Permission
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.parties.models import Member, PayeeAccount
from trade.payouts.models import Payout, PayoutLimit
from trade.payouts.rules import AboveLimit, BeyondAuthority, OwnMoney, PayoutState

DAY: Final = timedelta(days=1)


def check_each(work: Work, amount: Money) -> None:
    """Refuse one payout that is larger than payouts may be."""
    limit = work.session.get(PayoutLimit, amount.currency)
    if limit is not None and limit.each_minor is not None and amount.minor > limit.each_minor:
        raise AboveLimit(Money(limit.each_minor, amount.currency))


def check_independence(work: Work, payouts: Sequence[Payout]) -> None:
    """Refuse an approval by somebody of a seller's own, whatever else they are: money never leaves by its receiver's word."""
    sellers, accounts = ([getattr(one, key) for one in payouts] for key in ("seller_id", "payee_account_id"))
    place = select(Member.id).where(
        Member.person_id == work.actor.person_id, Member.organisation_id.in_(sellers), Member.ended_at.is_(None)
    )
    named = select(PayeeAccount.id).where(PayeeAccount.asked_by == work.actor.person_id, PayeeAccount.id.in_(accounts))
    if work.session.scalar(select(or_(place.exists(), named.exists()))):
        raise OwnMoney


def check_authority(work: Work, payouts: Sequence[Payout]) -> None:
    """Refuse a decision on more than who acts may decide on; an owner of the platform who approves has no limit.

    Counted are the payouts together, and for each seller what went to it within a day: nothing is gained by small steps.
    """
    total = Money(sum(payout.amount_minor for payout in payouts), payouts[0].currency)
    limit = work.session.get(PayoutLimit, total.currency)
    if limit is None or limit.alone_minor is None or work.actor.may(Permission.MANAGE_MEMBERS):
        return
    if (
        max(total.minor, *(lately + payout.amount_minor for payout, lately in _lately(work, payouts)))
        > limit.alone_minor
    ):
        raise BeyondAuthority(Money(limit.alone_minor, total.currency))


def _lately(work: Work, payouts: Sequence[Payout]) -> list[tuple[Payout, int]]:
    """Each payout with what has gone to its seller since a day ago, whoever approved it."""
    sent = work.session.execute(
        select(Payout.seller_id, func.sum(Payout.amount_minor))
        .where(
            Payout.seller_id.in_([payout.seller_id for payout in payouts]),
            Payout.currency == payouts[0].currency,
            Payout.state.in_([PayoutState.SENT, PayoutState.BOOKED]),
            Payout.decided_at > work.at - DAY,
        )
        .group_by(Payout.seller_id)
    )
    lately = {seller_id: int(minor) for seller_id, minor in sent}
    return [(payout, lately.get(payout.seller_id, 0)) for payout in payouts]
