"""What a stock change may refuse with."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from trade.kernel.errors import DomainError


@dataclass(frozen=True, slots=True)
class Shortage:
    """A SKU of which less is available than was wanted."""

    sku_id: UUID
    available: int


class StockShort(DomainError):
    """Somebody else was faster: these SKUs have less than was asked for."""

    def __init__(self, shortages: list[Shortage]) -> None:
        super().__init__(", ".join(f"{s.sku_id}: {s.available}" for s in shortages))
        self.shortages = shortages


class StockPromised(DomainError):
    """A count below what is already promised to orders."""

    def __init__(self, promised: int) -> None:
        super().__init__(str(promised))
        self.promised = promised


class NotFree(DomainError):
    """More was to be taken from a place than lies there free."""

    def __init__(self, free: int, sku_id: UUID | None = None) -> None:
        super().__init__(f"{sku_id}: {free}")
        self.free = free
        self.sku_id = sku_id


class WarehouseNameTaken(DomainError):
    """The seller has a warehouse of this name already."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class WarehouseInUse(DomainError):
    """A warehouse that cannot be closed: it is the home, or goods lie in it or are on their way to it."""

    def __init__(self, *, is_home: bool, on_hand: int, transfers: int) -> None:
        super().__init__(f"{on_hand} on hand, {transfers} transfers")
        self.is_home = is_home
        self.on_hand = on_hand
        self.transfers = transfers


class ArrivalRefused(DomainError):
    """A transfer's arrival that cannot be: nothing at all, or more than is under way."""

    def __init__(self, in_transit: int = 0, line_id: UUID | None = None) -> None:
        super().__init__(f"{line_id}: {in_transit}")
        self.in_transit = in_transit
        self.line_id = line_id


class PlaceNeeded(DomainError):
    """Goods that lie in several places, or by lots, are counted place by place."""

    def __init__(self, sku_id: UUID) -> None:
        super().__init__(str(sku_id))
        self.sku_id = sku_id
