"""What pooling refuses with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from trade.kernel.errors import DomainError
from trade.kernel.money import Money
from trade.stock.rules import Shortage, StockShort


class PoolNotOpen(DomainError):
    """The pool does not take commitments now: it has not begun (``opens_at`` is ahead), or its time is over."""

    def __init__(self, pool_id: UUID, opens_at: datetime, closes_at: datetime) -> None:
        super().__init__(str(pool_id))
        self.pool_id = pool_id
        self.opens_at = opens_at
        self.closes_at = closes_at


class PoolOnTrial(DomainError):
    """Its seller is on trial, and offers no pools before it has proved itself: a pool binds many shops in one moment."""


class PoolHeldBack(DomainError):
    """An inspection of its goods failed (``since``): it takes no commitments, and fails in a moment."""

    def __init__(self, since: datetime) -> None:
        super().__init__(str(since))
        self.since = since


class TooLateToWithdraw(DomainError):
    """Commitments are binding since ``withdraw_until``."""

    def __init__(self, withdraw_until: datetime) -> None:
        super().__init__(str(withdraw_until))
        self.withdraw_until = withdraw_until


class NotInRegion(DomainError):
    """The goods would go to a place that the pool does not deliver to."""

    def __init__(self, regions: Sequence[str]) -> None:
        super().__init__(", ".join(regions))
        self.regions = tuple(regions)


class QuantityNotPooled(DomainError):
    """A quantity that the pool does not take: below the member minimum, or no whole multiple."""

    def __init__(self, sku_id: UUID, minimum: int, multiple: int) -> None:
        super().__init__(f"{sku_id}: {minimum}, {multiple}")
        self.sku_id = sku_id
        self.minimum = minimum
        self.multiple = multiple


class OnlyRaised(DomainError):
    """A commitment only grows: each quantity stays or rises, and its price condition stays or falls away."""


class AlreadyCommitted(DomainError):
    """The organisation is in the pool already; it can raise its commitment."""

    def __init__(self, commitment_id: UUID) -> None:
        super().__init__(str(commitment_id))
        self.commitment_id = commitment_id


class BeyondLimits(DomainError):
    """The commitment goes beyond what the member may answer for alone; a colleague with wider limits can make it."""

    def __init__(self, limit: str, amount: Money) -> None:
        super().__init__(f"{limit}: {amount}")
        self.limit = limit
        self.amount = amount


class NotCovered(StockShort):
    """A seller offers more than lies there free; ``codes`` names the goods that are short."""

    def __init__(self, shortages: list[Shortage], codes: Mapping[UUID, str]) -> None:
        super().__init__(shortages)
        self.codes = codes


class PoolIsJoined(DomainError):
    """The pool has begun: its terms are frozen, and what was promised holds."""


class NotAwaited(DomainError):
    """The pool waits for no goods: they are there already, it has ended, or the day they were promised for is over."""


class ExtendedBefore(DomainError):
    """A pool is extended once."""
