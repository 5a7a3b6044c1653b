"""Writing anew, for a whole market, what searches and filters read."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Integer, func, select

from trade.catalogue.indexing import index_all
from trade.kernel.actor import Permission
from trade.kernel.work import Work, action


@action(Permission.OVERSEE)
def index_goods(work: Work) -> int:
    """Write what every SKU is found by; answer how many there are. For commands and jobs, which act as the system."""
    return index_all(work.session)


@action(Permission.OVERSEE)
def tally_goods(work: Work) -> int:
    """Write what filters count anew where it differs from what it is drawn from; answer how many rows did, ever 0 in a sound market."""
    return work.session.scalars(_TALLY).one()


_TALLY: Final = select(func.tally_all(type_=Integer))
