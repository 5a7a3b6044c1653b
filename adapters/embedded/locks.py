"""Advisory file locks (flock). The kernel drops them with the last process that holds the open file."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def opened(path: Path) -> int:
    """Open a lock file; the descriptor is closed by exec, so only forked children share the lock."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def share(descriptor: int) -> None:
    """Wait for the shared lock."""
    fcntl.flock(descriptor, fcntl.LOCK_SH)


def try_share(descriptor: int) -> bool:
    """Take the shared lock if nobody holds the exclusive one."""
    return _try(descriptor, fcntl.LOCK_SH)


def try_exclude(descriptor: int) -> bool:
    """Take the exclusive lock if nobody holds any."""
    return _try(descriptor, fcntl.LOCK_EX)


@contextmanager
def excluding(path: Path) -> Iterator[None]:
    """Hold the exclusive lock for a block, after waiting for it."""
    descriptor = opened(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def is_free(path: Path) -> bool:
    """Say whether nobody holds any lock on the file at this moment."""
    descriptor = opened(path)
    try:
        return try_exclude(descriptor)
    finally:
        os.close(descriptor)


def _try(descriptor: int, mode: int) -> bool:
    try:
        fcntl.flock(descriptor, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
