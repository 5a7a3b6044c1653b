"""How a file is read and taken in: at once, or by a job, slice by slice."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

READ_AT_ONCE: Final = 256 * 1024
"""A file of so many bytes is read while somebody waits, which takes less than half a second; a larger one by a job."""
AT_ONCE: Final = 200
"""A file of so many lines is taken in while somebody waits; a longer one by a job."""
SLICE: Final = 500
"""So many lines a job takes in one transaction."""


class PaperState(StrEnum):
    """shown → taken or cancelled; a long one is first taking, and stopped where something failed, until somebody lets it go on.

    A large one is reading before it is shown; refused where it cannot be read, until somebody puts it away.
    """

    READING = "reading"
    REFUSED = "refused"
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
