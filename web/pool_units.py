"""In what a pool's goods are asked for: cartons where it grows by whole ones, base units otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from trade.pooling.queries import PoolGoodRow
from web.filters import quantity
from web.naming import unit_word
from web.translation import gettext as _
from web.translation import ngettext


@dataclass(frozen=True, slots=True)
class Counted:
    """How one good is counted: ``size`` base units each, in multiples and from a minimum of such."""

    unit: str
    size: int
    multiple: int
    minimum: int

    @property
    def label(self) -> str:
        """What one of it is called."""
        return _("cartons of %(size)s", size=quantity(self.size)) if self.size > 1 else unit_word(self.unit)

    def count(self, units: int) -> int:
        """So many base units, counted so."""
        return units // self.size

    def said(self, units: int) -> str:
        """Write so many base units: ``10 cartons (120 piece)``."""
        plain = f"{quantity(units)} {unit_word(self.unit)}"
        if self.size == 1 or units % self.size:
            return plain
        cartons = ngettext(
            "%(count)s carton", "%(count)s cartons", units // self.size, count=quantity(units // self.size)
        )
        return f"{cartons} ({plain})"


def counted(good: PoolGoodRow) -> Counted:
    """How a good of a pool is counted."""
    size = good.pack_size if good.pack_size > 1 and good.multiple % good.pack_size == 0 else 1
    return Counted(good.unit, size, good.multiple // size, good.member_minimum // size)
