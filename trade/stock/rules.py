"""What a stock change may refuse with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from trade.kernel.errors import DomainError

STOCK_MAX: Final = 100_000_000


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
