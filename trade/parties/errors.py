"""What the actions of parties refuse with."""

from __future__ import annotations

from trade.kernel.errors import DomainError


class WrongCredentials(DomainError):
    """Login and password don't belong together. Which of the two is wrong is nobody's business."""


class WrongCode(DomainError):
    """Not the code of this half minute, or one that was used before."""


class LinkExpired(DomainError):
    """A link that was used, replaced or is too old."""


class SecondFactorExists(DomainError):
    """A code generator is set up already; a new one would lock the old phone out silently."""


class NoSecondFactor(DomainError):
    """There is no code generator that could be lost."""


class OwnFactor(DomainError):
    """A second factor that its owner could take away alone would be none."""


class SecondPersonNeeded(DomainError):
    """Whoever asked cannot agree as well."""


class LastOwner(DomainError):
    """Without an owner nobody could manage the organisation any more."""


class OwnOrganisation(DomainError):
    """Somebody would suspend the organisation they act for."""


class AccountInForce(DomainError):
    """A bank account that has come into force is not taken back; another is named."""


class PermitRanOut(DomainError):
    """Suspended since a permit has run out: a renewed one that is accepted lifts it, and nothing else."""


class Delisted(DomainError):
    """Taken off the market by two people: an appeal that succeeds lifts it, and nothing else."""
