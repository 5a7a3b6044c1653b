"""Writing the index of a whole market anew."""

from __future__ import annotations

from trade.catalogue.indexing import index_all
from trade.kernel.actor import Permission
from trade.kernel.work import Work, action


@action(Permission.OVERSEE)
def index_goods(work: Work) -> int:
    """Write what every SKU is found by; answer how many there are. For commands and jobs, which act as the system."""
    return index_all(work.session)
