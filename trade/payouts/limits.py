"""How much may leave at once, and by whose word."""

from __future__ import annotations

from trade.kernel.actor import Permission
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.payouts.models import PayoutLimit
from trade.payouts.rules import AboveLimit, BeyondAuthority


def check_each(work: Work, amount: Money) -> None:
    """Refuse one payout that is larger than payouts may be."""
    limit = work.session.get(PayoutLimit, amount.currency)
    if limit is not None and limit.each_minor is not None and amount.minor > limit.each_minor:
        raise AboveLimit(Money(limit.each_minor, amount.currency))


def check_authority(work: Work, total: Money) -> None:
    """Refuse a decision on more than who acts may decide on; an owner of the platform who approves has no limit."""
    limit = work.session.get(PayoutLimit, total.currency)
    if limit is None or limit.alone_minor is None or work.actor.may(Permission.MANAGE_MEMBERS):
        return
    if total.minor > limit.alone_minor:
        raise BeyondAuthority(Money(limit.alone_minor, total.currency))
