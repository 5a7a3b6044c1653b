"""Sharing what there is among those who ask for more: pro rata, in whole multiples, by largest remainder."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Share:
    """What a member gets of a SKU, in base units.

    ``whole`` are the whole multiples of the exact share, ``odd`` is the multiple that its remainder won, or nothing.
    Both are nothing where the share fell below the minimum.
    """

    requested: int
    whole: int
    odd: int

    @property
    def allotted(self) -> int:
        """What becomes of the commitment."""
        return self.whole + self.odd


@dataclass(frozen=True, slots=True)
class Sharing(Generic[K]):
    """The outcome for one SKU. ``demand`` is what those asked for among whom ``supply`` was shared, in base units.

    ``odd`` are the multiples that were left over after everybody had the whole multiples of their exact share.
    """

    shares: Mapping[K, Share]
    demand: int
    supply: int
    odd: int

    @property
    def allotted(self) -> int:
        """What is given out in all."""
        return sum(share.allotted for share in self.shares.values())


def share_out(requests: Sequence[tuple[K, int]], supply: int, multiple: int, minimum: int) -> Sharing[K]:
    """Share ``supply`` among ``requests``, the earliest commitment first; all in base units.

    Requests are whole multiples of at least ``minimum``. Where they do not exceed the supply everybody gets theirs.
    Else each gets the whole multiples of its exact share (request * supply / all requests); what is left over goes,
    a multiple each, to the largest remainders, of equal ones to the earlier commitment. Whoever's whole multiples
    fall below ``minimum`` gets nothing and is counted no more, the smallest request first and of equal ones the
    latest, until nobody's do. So a larger request never gets less than a smaller one, nobody gets more than they
    asked for, and what is not given out would not make up one member's minimum.
    """
    units = supply // multiple
    wanted = [(key, quantity // multiple) for key, quantity in requests]
    staying = _staying(wanted, units, -(-minimum // multiple))
    demand = sum(quantity for _, quantity in staying)
    whole, odd = _hamilton(staying, units, demand)
    lucky = dict.fromkeys(odd, 1)
    shares = {
        key: Share(quantity, whole.get(key, 0) * multiple, lucky.get(key, 0) * multiple) for key, quantity in requests
    }
    return Sharing(shares, demand * multiple, units * multiple, len(odd))


def _staying(wanted: Sequence[tuple[K, int]], units: int, minimum: int) -> list[tuple[K, int]]:
    """Those whose whole multiples are not below the minimum, in the order of commitment."""
    largest_first = sorted(range(len(wanted)), key=lambda at: (-wanted[at][1], at))
    demand = sum(quantity for _, quantity in wanted)
    count = len(wanted)
    while count:
        smallest = wanted[largest_first[count - 1]][1]
        if demand <= units or smallest * units // demand >= minimum:
            break
        demand -= smallest
        count -= 1
    return [wanted[at] for at in sorted(largest_first[:count])]


def _hamilton(staying: Sequence[tuple[K, int]], units: int, demand: int) -> tuple[dict[K, int], list[K]]:
    """Whole shares by key, and who gets one multiple more."""
    if demand <= units:
        return dict(staying), []
    exact = [(key, *divmod(quantity * units, demand)) for key, quantity in staying]
    whole = {key: base for key, base, _ in exact}
    by_remainder = sorted(range(len(exact)), key=lambda at: (-exact[at][2], at))
    return whole, [exact[at][0] for at in by_remainder[: units - sum(whole.values())]]
