"""Verifying the books, and leaving a note of the outcome where finance reads it: among the events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from trade.kernel.actor import Permission
from trade.kernel.work import Work, action
from trade.ledger.verify import verify

BOOKS: Final = UUID(int=0)
"""The subject of events about the books as a whole."""

ASKED: Final = "ledger.verification_asked"
VERIFIED: Final = "ledger.verified"


@action(Permission.SEE_FINANCE)
def ask_verification(work: Work) -> None:
    """Have the books verified soon; a job does it."""
    work.record(ASKED, "books", BOOKS)
    work.later("verify_ledger")


@action(Permission.SEE_FINANCE)
def verify_books(work: Work, *, also: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Verify the books, and what higher areas keep beside them (``also``), and note the outcome.

    Answers what is wrong, if anything.
    """
    outcome = verify(work.session, also=also)
    faults = [name for name, _ids in outcome.differences]
    faults += [f"postings in {line.currency} that do not sum to zero" for line in outcome.currencies if line.sum_minor]
    work.record(
        VERIFIED,
        "books",
        BOOKS,
        after={
            "sound": outcome.is_sound,
            "currencies": [[line.currency, line.entries, line.postings, line.sum_minor] for line in outcome.currencies],
            "differences": [[name, list(ids)] for name, ids in outcome.differences],
            "unsealed": outcome.unsealed,
        },
    )
    return tuple(faults)
