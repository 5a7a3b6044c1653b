"""What a change leaves behind beside itself: its events, and the answer to its key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert

from trade.kernel import idempotency
from trade.kernel.events import Event
from trade.kernel.together import rows_of, together

# Without RETURNING: who signs in writes an event that only the platform may read.
_COLUMNS: Final = ("at", "verb", "subject", "subject_id", "person_id", "organisation_id", "parties", "before", "after")
_TELL: Final = together(Event, _COLUMNS)
_TELL_AND_KEEP: Final = idempotency.KEEP.add_cte(
    insert(Event).inline().values({name: bindparam(f"event_{name}") for name in _COLUMNS}).cte("told")
)
"""One event and the answer, as nearly every change has them."""


def tell_and_keep(connection: Connection, events: Sequence[dict[str, Any]], answer: dict[str, Any] | None) -> None:
    """Write the rows of ``events`` and, where there was a key, its ``answer``; both at once where there is one of each."""
    if answer is not None and len(events) == 1:
        connection.execute(_TELL_AND_KEEP, answer | {f"event_{name}": events[0][name] for name in _COLUMNS})
        return
    if events:
        connection.execute(_TELL(), rows_of(events))
    if answer is not None:
        connection.execute(idempotency.KEEP, answer)
