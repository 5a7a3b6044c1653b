"""Server processes that cannot outlive the process that started them."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from adapters.embedded.account import Account
from adapters.embedded.state import EmbeddedServersError

PR_SET_PDEATHSIG = 1
LARGEST_LOG = 5_000_000


def dying_with_parent(death_signal: signal.Signals, parent: int | None = None) -> Callable[[], None]:
    """Make the function that a child calls, before exec as a rule: the kernel will send it the signal when we die."""
    parent = parent or os.getpid()
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])  # exec would keep what the guardian blocks
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0)
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return prepare


def start(command: Sequence[str], account: Account, log: Path, death_signal: signal.Signals) -> subprocess.Popen[bytes]:
    """Start a server as the account, logging to a file."""
    with open_log(log) as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # subprocess changes the user first and then calls preexec_fn; the other way round the change would
            # clear the death signal.
            preexec_fn=dying_with_parent(death_signal),  # noqa: PLW1509 - the guardian has one thread
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
            user=None if account.is_ours else account.uid,
            group=None if account.is_ours else account.gid,
            extra_groups=None if account.is_ours else [],
        )


def run(command: Sequence[str], account: Account) -> None:
    """Run a short command as the account; its words are the error when it fails."""
    done = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        env={"LC_ALL": "C"},
        user=None if account.is_ours else account.uid,
        group=None if account.is_ours else account.gid,
        extra_groups=None if account.is_ours else [],
    )
    if done.returncode:
        raise EmbeddedServersError(f"{Path(command[0]).name} failed: {done.stderr.strip() or done.stdout.strip()}")


def stop(process: subprocess.Popen[bytes], *steps: tuple[signal.Signals, float]) -> None:
    """Send each signal in turn, waiting its seconds, until the process is gone."""
    for number, seconds in (*steps, (signal.SIGKILL, 5.0)):
        if process.poll() is not None:
            return
        process.send_signal(number)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            continue


def open_log(path: Path) -> IO[bytes]:
    """Open a log for appending, putting a large one aside first."""
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_suffix(".log.1"))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    return os.fdopen(descriptor, "ab")


def last_lines(path: Path, count: int = 12) -> str:
    """Return the end of a log, for an error message."""
    return "\n".join(path.read_text(errors="replace").splitlines()[-count:]) if path.exists() else ""
