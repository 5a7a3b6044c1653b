"""Deciding on credit: what an application and a proposal go through, and who may approve how much."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from trade.credit.rules.terms import TERM_DAYS, Terms
from trade.kernel.errors import DomainError, InvalidInput, MoveRefused
from trade.kernel.money import Money, exponent_of
from trade.parties.rules import Role
from trade.rates.rules import RateKind


class CaseState(StrEnum):
    """Of applications, proposals and write-offs: waiting → approved, declined or withdrawn."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


def decide(what: str, current: str, to: CaseState) -> CaseState:
    """Answer ``to``, or raise ``MoveRefused``: what is decided stays so."""
    if current != CaseState.WAITING:
        raise MoveRefused(what, current, to)
    return to


class OwnProposal(DomainError):
    """Whoever had a hand in a proposal does not decide on it."""


class OwnCredit(DomainError):
    """Whoever belongs, or has belonged, to an organisation does not decide on its credit."""


class CaseOpen(DomainError):
    """One such case waits already; it is decided first."""


class AboveAuthority(DomainError):
    """The amount is more than the actor may approve; ``authority`` is what they may."""

    def __init__(self, wanted: Money, authority: Money) -> None:
        super().__init__(f"{wanted} of {authority}")
        self.wanted = wanted
        self.authority = authority


class WriteOffAboveAuthority(AboveAuthority):
    """More would be given up than the actor may approve."""


@dataclass(frozen=True, slots=True)
class Authority:
    """What a member of the platform may approve by each role, in whole units of a currency; the widest counts.

    ``usual`` holds where no number of the kind in ``set_by`` does.
    """

    usual: Mapping[Role, int]
    set_by: Mapping[Role, RateKind]


AUTHORITY: Final = Authority(
    {Role.FINANCE_CHECKER: 200_000, Role.OWNER: 5_000_000},
    {Role.FINANCE_CHECKER: RateKind.CREDIT_CHECKER, Role.OWNER: RateKind.CREDIT_OWNER},
)
"""Of limits. Only whoever approves money approves at all, so that an owner needs that role beside it."""


WRITE_OFF_AUTHORITY: Final = Authority(
    {Role.FINANCE_CHECKER: 20_000, Role.OWNER: 1_000_000},
    {Role.FINANCE_CHECKER: RateKind.WRITE_OFF_CHECKER, Role.OWNER: RateKind.WRITE_OFF_OWNER},
)
"""The most that may be given up of an invoice, likewise: a tenth of the limits, and less, since it is money lost."""


def authority_of(roles: Iterable[str], currency: str, by_role: Mapping[Role, int]) -> Money:
    """The most that somebody with ``roles`` may approve."""
    units = max((by_role.get(Role(role), 0) for role in roles), default=0)
    return Money(units * 10 ** exponent_of(currency), currency)


LIMIT_MAX: Final = 10**15
LASTS_AT_MOST: Final = timedelta(days=2 * 366)


@dataclass(frozen=True, slots=True)
class Offered:
    """What a proposal would make of a line."""

    limit: Money
    terms: Terms
    expires_on: date
    review_on: date
    note: str = ""

    def require_sound(self, today: date) -> None:
        """Raise ``InvalidInput`` at the field that cannot be so."""
        if self.limit.minor < 0 or self.limit.minor > LIMIT_MAX:
            raise InvalidInput("limit", "out_of_range", maximum=LIMIT_MAX // 10 ** exponent_of(self.limit.currency))
        if self.terms.days not in TERM_DAYS:
            raise InvalidInput("term_days", "out_of_range", maximum=TERM_DAYS[-1])
        if not today < self.expires_on <= today + LASTS_AT_MOST:
            raise InvalidInput("expires_on", "credit_expiry")
        if not today <= self.review_on <= self.expires_on:
            raise InvalidInput("review_on", "credit_review")

    @property
    def written(self) -> dict[str, Any]:
        """As text, for its hash and its history."""
        return {
            "limit": [self.limit.minor, self.limit.currency],
            "terms": [self.terms.days, str(self.terms.kind)],
            "expires_on": self.expires_on.isoformat(),
            "review_on": self.review_on.isoformat(),
            "note": self.note,
        }


def digest(*content: Any) -> bytes:
    """The hash of what is shown to whoever decides."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).digest()
