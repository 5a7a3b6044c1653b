"""What every child gives up before the first hostile byte is looked at. What it still needs, it has loaded by then.

1. Descriptors: all but those that it answers through are closed, so that it holds no socket or file of whoever started it.
2. Rank: where it is root (a container's root stands above some limits), it becomes *nobody*, without groups.
3. Memory, and the processor's time.
4. Files: it opens no descriptor any more, so no file, socket or pipe, and writes to none; when it dies, it leaves no core.
5. Children: it starts no process and no thread.
6. Time: by the clock it is over after its patience.

Its environment was empty from the start (:func:`adapters.confinement.child_of`).
"""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterable
from contextlib import suppress
from typing import Final

from adapters.confinement.kinds import Kind

NOBODY: Final = 65534
_LAST_WORDS: Final = 1
"""A second after the processor's time is up, whoever ignores the signal is killed."""


def confine(kind: Kind, keep: Iterable[int]) -> None:
    """Give it all up, but for the descriptors in ``keep``. There is no way back."""
    _close_all_but(keep)
    _be_nobody()
    for limit, value in (
        (resource.RLIMIT_AS, kind.memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (value, value))
    resource.setrlimit(resource.RLIMIT_CPU, (kind.seconds, kind.seconds + _LAST_WORDS))
    signal.pthread_sigmask(signal.SIG_SETMASK, [])  # whoever started us may hold signals back
    for ends in (signal.SIGALRM, signal.SIGXCPU):
        signal.signal(ends, signal.SIG_DFL)
    signal.alarm(kind.patience)


def _close_all_but(keep: Iterable[int]) -> None:
    first = 0
    for kept in sorted(keep):
        os.closerange(first, kept)
        first = kept + 1
    os.closerange(first, os.sysconf("SC_OPEN_MAX"))


def _be_nobody() -> None:
    if os.geteuid():
        return
    with suppress(OSError):  # where the kernel refuses it, the other limits stand
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
