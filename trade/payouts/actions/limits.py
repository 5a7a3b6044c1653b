"""Saying how much may leave at once, and from which account; the platform's owners do."""

from __future__ import annotations

import re
from typing import Final

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.kernel.money import EXPONENTS
from trade.kernel.work import Work, action
from trade.parties.models import BankAccount
from trade.payouts.models import PayoutLimit

_ACCOUNT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .\-/]{4,45}")


@action(Permission.MANAGE_MEMBERS)
def set_payout_limits(work: Work, *, currency: str, each_minor: int | None, alone_minor: int | None) -> None:
    """Say the most of one payout, and the most a checker approves who is no owner; none is no limit, 0 is nothing."""
    work.actor.require(Permission.OVERSEE)
    if currency not in EXPONENTS:
        raise InvalidInput("currency", "unknown")
    if each_minor is not None and each_minor <= 0:
        raise InvalidInput("each", "not_positive")
    if alone_minor is not None and alone_minor < 0:
        raise InvalidInput("alone", "not_positive")
    limit = work.session.merge(
        PayoutLimit(
            currency=currency,
            each_minor=each_minor,
            alone_minor=alone_minor,
            set_by=work.actor.person_id,
            set_at=work.at,
        )
    )
    after = {"currency": currency, "each": limit.each_minor, "alone": limit.alone_minor}
    work.record("payouts.limits_set", "organisation", work.actor.organisation, after=after)


@action(Permission.MANAGE_MEMBERS)
def set_own_account(work: Work, *, account: str) -> None:
    """Say on which account the platform is paid, and from which it pays; it is shown to everybody who pays in."""
    work.actor.require(Permission.OVERSEE)
    tidy = " ".join(account.split())
    if not _ACCOUNT.fullmatch(tidy):
        raise InvalidInput("account", "account_number")
    work.session.merge(BankAccount(organisation_id=work.actor.organisation, account=tidy))
    work.record("payouts.own_account_set", "organisation", work.actor.organisation)
