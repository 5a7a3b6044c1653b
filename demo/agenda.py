"""What is to happen in the demo market, in the order in which it happens."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

Deed = Callable[[datetime], None]
"""Does something at an instant; it may put further deeds on the agenda."""


@dataclass(slots=True)
class Agenda:
    """Deeds by time, so that a month is replayed as it would have passed. What lies after ``until`` is left undone."""

    until: datetime
    _waiting: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=count)

    def add(self, at: datetime, deed: Deed) -> None:
        """Plan a deed."""
        heapq.heappush(self._waiting, (at, next(self._numbers), deed))

    def replay(self) -> None:
        """Do everything that is due, the earliest first."""
        while self._waiting and self._waiting[0][0] <= self.until:
            at, _, deed = heapq.heappop(self._waiting)
            deed(at)
