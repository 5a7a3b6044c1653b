"""How far a run is, whether it stands still, and whether the last one came to nothing."""

from __future__ import annotations

from dataclasses import dataclass

from adapters import clock
from trade.forecasting import queries
from trade.forecasting.queries import RunRow
from trade.forecasting.rules import GIVEN_UP_AFTER, RunState, stands_still
from web.access import actor, session
from web.filters import instant
from web.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Job:
    """How far a run is, as the progress bar shows it."""

    title: str
    done: int
    total: int
    sentence: str
    etag: str
    finished: bool = False
    failed: bool = False

    @property
    def percent(self) -> int:
        """How full the bar is."""
        return min(99, self.done * 100 // self.total) if self.total else 0


def open_run() -> RunRow | None:
    """The run of the viewer's goods that is at work."""
    return queries.open_run(session(), actor())


def given_up() -> RunRow | None:
    """The viewer's last run, where it came to nothing."""
    return queries.run_given_up(session(), actor())


def job_of(run: RunRow | None) -> Job | None:
    """What the progress bar says of a run that is at work."""
    if run is None:
        return None
    still = stands_still(run.moved_at, clock.now())
    done = run.skus * run.chunks_done // max(run.chunks, 1)
    etag = f'"{run.id.hex[:8]}-{run.state}-{run.chunks_done}-{still:d}"'
    return Job(_("Products forecast"), done, run.skus, _sentence(run, still=still), etag)


def _sentence(run: RunRow, *, still: bool) -> str:
    if still:
        return _(
            "Nothing has moved since %(since)s. It goes on by itself once a forecasting worker is free; if none is by %(until)s, it is "
            "given up and you can begin again.",
            since=instant(run.moved_at), until=instant(run.moved_at + GIVEN_UP_AFTER),
        )  # fmt: skip
    if run.state == RunState.QUEUED:
        return _("Waiting for a worker to take it up.")
    if run.chunks_done == run.chunks:
        return _("All is computed; now it is put together.")
    return _("Your products are being forecast. What stands below stays until it is done.")
