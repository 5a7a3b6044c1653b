"""Whether filters count what is there."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from trade.ordering.verify import CHECKS

_TALLIES = [sql for words, sql in CHECKS.items() if words.startswith("SKUs ")]


def mistallied(session: Session) -> list[str]:
    """Return the SKUs that ``flask ledger verify`` finds to be counted as something else than they are."""
    return [row[0] for sql in _TALLIES for row in session.execute(text(sql))]
