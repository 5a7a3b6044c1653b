"""What servers of an earlier life left behind: called by the guardian, so no other guardian is alive."""

import os
import signal
import time
from pathlib import Path

GONE_WITHIN = 10.0


def clear_postgres(folder: Path, sockets: Path) -> None:
    """See off a PostgreSQL whose guardian was killed, and forget a pid file that a reboot left.

    PostgreSQL itself believes such a file when another process of the same user now has the number.
    """
    pid_file = folder / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        pid = 0
    if pid and is_postgres_of(pid, folder):
        end(pid)
    pid_file.unlink(missing_ok=True)
    (sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
    _await_backends(folder)


def is_postgres_of(pid: int, folder: Path) -> bool:
    """Say whether the process is a PostgreSQL server on this data directory."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return words[0].endswith(b"postgres") and str(folder).encode() in words


def end(pid: int) -> None:
    """Ask a server that is not our child to shut down, then insist."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + GONE_WITHIN
        while time.monotonic() < deadline:
            if not Path(f"/proc/{pid}").exists():
                return
            time.sleep(0.05)


def _await_backends(folder: Path) -> None:
    """Wait for the sessions of a killed server: each notices within moments that its parent died.

    While one lives it holds the shared memory, and a new server refuses to start beside it.
    """
    deadline = time.monotonic() + GONE_WITHIN
    while time.monotonic() < deadline and _sessions_in(folder):
        time.sleep(0.05)


def _sessions_in(folder: Path) -> list[int]:
    """List the processes that work inside the data directory, as every session does."""
    found = []
    for entry in Path("/proc").iterdir() if Path("/proc").is_dir() else ():
        if entry.name.isdigit():
            try:
                where = (entry / "cwd").readlink()
            except OSError:
                continue
            if where == folder:
                found.append(int(entry.name))
    return found
