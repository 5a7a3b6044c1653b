"""What a shop's own sales say: how long its shelf lasts, what to order again, what stands still."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from trade.kernel.errors import DomainError

TOLD_DAYS: Final = 28
"""The own sales of so many days say how quickly it sells."""
SOON_DAYS: Final = 7
"""A shelf that lasts no longer is to be filled."""
SLOW_DAYS: Final = 90
"""A shelf that lasts longer is slow."""
LINES_MAX: Final = 500
DAYS_BACK: Final = 400


class NotBoughtHere(DomainError):
    """A SKU that the shop has never bought here: what it sold of it says nothing to anybody here."""


class DayOutOfReach(DomainError):
    """A day ahead, or so long past that no forecast reads it."""


@dataclass(frozen=True, slots=True)
class TillLine:
    """So many units sold of what a till knows by a code: its seller's, or the barcode."""

    code: str
    sold: int


class TillFault(StrEnum):
    """Why a till's line says nothing."""

    NOT_BOUGHT = "not_bought"
    """The shop has bought nothing here that is called so."""
    TWO_GOODS = "two_goods"
    """Two sellers' goods are called so, and the shop bought both."""


@dataclass(frozen=True, slots=True)
class TillRefusal:
    """A line of a till (from 0) that says nothing."""

    line: int
    code: str
    reason: TillFault


@dataclass(frozen=True, slots=True)
class TillTold:
    """Of how many goods sales were written down, and the lines that say nothing."""

    told: int
    refused: tuple[TillRefusal, ...]


def read_till_lines(
    lines: Sequence[TillLine], named: Mapping[str, Collection[UUID]]
) -> tuple[dict[UUID, int], list[TillRefusal]]:
    """Add lines up by SKU. ``named``: what the shop bought, by code and barcode in capitals."""
    sold: dict[UUID, int] = {}
    refused: list[TillRefusal] = []
    for number, line in enumerate(lines):
        skus = set(named.get(line.code.upper(), ()))
        if len(skus) == 1:
            (sku_id,) = skus
            sold[sku_id] = sold.get(sku_id, 0) + line.sold
        else:
            refused.append(TillRefusal(number, line.code, TillFault.TWO_GOODS if skus else TillFault.NOT_BOUGHT))
    return sold, refused


@dataclass(frozen=True, slots=True)
class OwnCover:
    """``left`` of what was bought last, ``sold`` in so many told days, ``days`` it lasts (``None``: nothing is sold)."""

    left: int
    sold: int
    told_days: int
    days: int | None

    @property
    def is_short(self) -> bool:
        """Whether it is time to order again."""
        return self.days is not None and self.days <= SOON_DAYS

    @property
    def is_slow(self) -> bool:
        """Whether it stands still: something is left, and it lasts a season or nobody buys it."""
        return self.left > 0 and (self.days is None or self.days > SLOW_DAYS)


def own_cover(bought: int, sold_since: int, sold: int, told_days: int) -> OwnCover:
    """The cover of a shelf: the last purchase less what was sold since then, at the pace of the days that were told."""
    left = max(bought - sold_since, 0)
    days = int(left / (Decimal(sold) / told_days)) if sold > 0 and told_days > 0 else None
    return OwnCover(left, sold, told_days, days)
