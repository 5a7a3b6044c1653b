"""Who acts, for which organisation, with which permissions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from trade.kernel.errors import NotAllowed


class Scope(StrEnum):
    """How far an actor sees: the database's row-level security reads the same word."""

    NOBODY = "nobody"
    PARTY = "party"
    PLATFORM = "platform"
    SYSTEM = "system"


class Permission(StrEnum):
    """What a member may do. Roles grant them; see ``trade.parties.rules``."""

    BROWSE = "browse"
    BUY = "buy"
    SEE_PURCHASES = "see_purchases"
    APPROVE_PURCHASES = "approve_purchases"
    SELL = "sell"
    SHIP = "ship"
    FULFIL = "fulfil"
    SEE_SALES = "see_sales"
    SEE_EARNINGS = "see_earnings"
    BE_PAID = "be_paid"
    MANAGE_MEMBERS = "manage_members"
    SHOW_PERMITS = "show_permits"
    ADMIT = "admit"
    OVERSEE = "oversee"
    SEE_FINANCE = "see_finance"
    PREPARE_MONEY = "prepare_money"
    APPROVE_MONEY = "approve_money"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting for an organisation, or the system itself (no person)."""

    scope: Scope
    person_id: UUID | None = None
    organisation_id: UUID | None = None
    permissions: frozenset[Permission] = frozenset()

    @classmethod
    def system(cls) -> Actor:
        """The actor of jobs and imports: sees every organisation, may do everything."""
        return cls(scope=Scope.SYSTEM, permissions=frozenset(Permission))

    @classmethod
    def nobody(cls) -> Actor:
        """The actor of a visitor who has not signed in."""
        return cls(scope=Scope.NOBODY)

    def may(self, permission: Permission) -> bool:
        """Whether the actor holds ``permission``."""
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raise ``NotAllowed`` unless the actor holds ``permission``."""
        if permission not in self.permissions:
            raise NotAllowed(permission)

    @property
    def organisation(self) -> UUID:
        """The organisation acted for; ``NotAllowed`` where there is none."""
        if self.organisation_id is None:
            raise NotAllowed("organisation")
        return self.organisation_id

    @property
    def person(self) -> UUID:
        """The person who acts and answers for it; ``NotAllowed`` where there is none."""
        if self.person_id is None:
            raise NotAllowed("person")
        return self.person_id
