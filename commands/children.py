"""The processes of the Procfile as children that are shown, restarted and stopped."""

import os
import selectors
import shlex
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from adapters.embedded.process import dying_with_parent

DEATHS_ALLOWED, DEATHS_WITHIN = 5, 60.0


def read_procfile(path: Path) -> dict[str, list[str]]:
    """Read `name: command` lines; Python programs come from the environment that runs this."""
    found = {}
    beside = Path(sys.executable).parent
    for line in path.read_text().splitlines():
        name, _, command = line.partition(":")
        words = shlex.split(command)
        if words and not name.startswith("#"):
            program = beside / words[0]
            found[name.strip()] = [str(program) if program.exists() else words[0], *words[1:]]
    return found


@dataclass
class Child:
    """One process, its output with its name in front, and how often it died lately."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    deaths: deque[float] = field(default_factory=deque)
    not_before: float = 0.0
    patience: float = 0.25  # seconds before the first return; twice as long before each further one
    _half_line: bytes = b""

    def start(self, selector: selectors.BaseSelector) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches only the supervisor; it dies with us."""
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            process_group=0,
            preexec_fn=dying_with_parent(signal.SIGTERM),  # noqa: PLW1509 - the supervisor has one thread
        )
        assert self.process.stdout is not None
        os.set_blocking(self.process.stdout.fileno(), False)
        selector.register(self.process.stdout, selectors.EVENT_READ, self)

    def show(self, output: IO[bytes], selector: selectors.BaseSelector) -> None:
        """Print the whole lines that it wrote; they may come after its death."""
        text = output.read()
        if text == b"":
            selector.unregister(output)
            output.close()
        *lines, self._half_line = (self._half_line + (text or b"")).split(b"\n")
        for line in lines:
            print(f"{self.name:>6} | {line.decode(errors='replace')}", flush=True)

    @property
    def is_alive(self) -> bool:
        """Say whether it runs."""
        return self.process is not None and self.process.poll() is None

    def buried(self) -> int | None:
        """Return the code of a process that just died, once, and plan its return; None when there is none."""
        if self.process is None or (code := self.process.poll()) is None:
            return None
        self.process = None
        now = time.monotonic()
        self.deaths.append(now)
        while self.deaths[0] < now - DEATHS_WITHIN:
            self.deaths.popleft()
        self.not_before = now + min(self.patience * 2 ** len(self.deaths), 5.0)
        return code

    @property
    def is_hopeless(self) -> bool:
        """Say whether starting it again would only repeat the same failure."""
        return len(self.deaths) > DEATHS_ALLOWED

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it alone: it knows its own children best."""
        if self.is_alive:
            assert self.process is not None
            self.process.send_signal(number)
