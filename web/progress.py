"""How far a job is, as the progress bar shows it (``progress`` in ``templates/components/messages.html``)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """What the bar and its sentence say; ``etag`` tells one answer from the next."""

    title: str
    done: int
    total: int
    sentence: str
    etag: str
    finished: bool
    failed: bool

    @property
    def percent(self) -> int:
        """How full the bar is."""
        return min(99, self.done * 100 // self.total) if self.total else 0
