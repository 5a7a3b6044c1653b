"""How a file is taken in: at once, or slice by slice by a job."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

AT_ONCE: Final = 200
"""A file of so many lines is taken in while somebody waits; a longer one by a job."""
SLICE: Final = 500
"""So many lines a job takes in one transaction."""


class PaperState(StrEnum):
    """shown → taken or cancelled; a long one is first taking, and stopped where something failed, until somebody lets it go on."""

    SHOWN = "shown"
    TAKING = "taking"
    STOPPED = "stopped"
    TAKEN = "taken"
    CANCELLED = "cancelled"


class Stop(StrEnum):
    """Why the taking in of a file has stopped."""

    REFUSED = "refused"
    """A rule did not let a line be booked."""
    FAILED = "failed"
