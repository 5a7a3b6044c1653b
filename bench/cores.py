"""Seconds of a core that this process and the database have used: the same on a quiet machine as on one that others want, too."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _USED, _REAPED = 1, slice(11, 13), slice(13, 15)
"""Places in ``/proc/PID/stat`` after the name: the parent, ticks used, and ticks of children that have ended."""


@dataclass(frozen=True)
class Cores:
    """``postmaster`` is the process whose children serve the database's connections."""

    postmaster: int

    @classmethod
    def of(cls, database: str) -> Cores:
        """Those of the server at a database's address, which runs on this machine."""
        with psycopg.connect(database) as connection:
            return cls(int(_stat(connection.info.backend_pid)[_PARENT]))

    def seconds(self) -> float:
        """What was used until now."""
        own = _stat(self.postmaster)
        ticks = sum(map(int, (*own[_USED], *own[_REAPED])))
        for entry in Path("/proc").iterdir():
            with suppress(OSError):  # ended meanwhile: the postmaster has reaped it
                if entry.name.isdigit() and int((found := _stat(int(entry.name)))[_PARENT]) == self.postmaster:
                    ticks += sum(map(int, found[_USED]))
        return time.process_time() + ticks / _TICKS


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
