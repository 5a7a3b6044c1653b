"""The market as `make run` starts it, supervised and on durable servers, so that what is killed comes back as it would."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path

from redis import Redis

from adapters import embedded
from adapters.embedded import Urls
from tests import databases
from tests.infra.watching import PROJECT, eventually, kill, running


@dataclass(frozen=True)
class Supervised:
    """A running market that can be hurt."""

    folder: Path
    port: int
    urls: Urls
    supervisor: subprocess.Popen[bytes]

    def kill_web(self) -> None:
        """Kill the web server with all its processes, in the middle of whatever they do."""
        for pid in self._children("gunicorn"):
            os.killpg(pid, signal.SIGKILL)

    def kill_web_process(self) -> None:
        """Kill the processes that answer; the one that started them stays."""
        for parent in self._children("gunicorn"):
            for pid in children_of(parent):
                kill(pid)

    def kill_job(self) -> None:
        """Kill the process that has a job in hand; the worker that started it stays. Somebody must be at work."""
        at_work = [job for worker in self._children("jobs.worker") for job in children_of(worker)]
        assert at_work, "nobody is at work"
        for pid in at_work:
            kill(pid)

    def kill_worker(self) -> None:
        """Kill the worker and the job it has in hand."""
        for pid in self._children("jobs.worker"):
            os.killpg(pid, signal.SIGKILL)

    def kill_database(self) -> None:
        """Kill PostgreSQL."""
        kill(running(self.folder, "postgres").server)

    @contextmanager
    def without_queue(self) -> Iterator[None]:
        """Let nobody reach Valkey for as long as the block lasts; when it is back, all that it held is gone."""
        door = Path(self.urls.redis.removeprefix("unix://").partition("?")[0])
        hidden = door.with_suffix(".hidden")
        with Redis.from_url(self.urls.redis) as inside:
            inside.ping()
            door.rename(hidden)
            inside.client_kill_filter(_type="normal", skipme=True)
            try:
                yield
            finally:
                inside.flushall()
                hidden.rename(door)

    @contextmanager
    def with_frozen_queue(self) -> Iterator[None]:
        """Let Valkey take connections and answer nothing for as long as the block lasts."""
        server = running(self.folder, "valkey").server
        os.kill(server, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(server, signal.SIGCONT)

    @property
    def letters(self) -> list[str]:
        """Who got a letter, the oldest first."""
        found = [message_from_bytes(path.read_bytes()) for path in sorted((self.folder / "mail").glob("*.eml"))]
        return [str(letter["To"]) for letter in found]

    def is_open(self) -> bool:
        """Whether pages are answered and every part is well."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                return True
        except OSError:
            return False

    def failing(self, path: str) -> set[str]:
        """Which parts are not well, by a health page."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=15) as answer:
                told = json.load(answer)
        except urllib.error.HTTPError as error:
            told = json.load(error)
        return {name for name, state in told["parts"].items() if state != "ok"}

    def _children(self, words: str) -> list[int]:
        return [pid for pid in children_of(self.supervisor.pid) if words in command_of(pid)]


def children_of(pid: int) -> list[int]:
    """Return the living children of a process."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def command_of(pid: int) -> str:
    """Return how a process was started."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


@contextmanager
def supervised(folder: Path) -> Iterator[Supervised]:
    """Start everything below ``folder``, and stop it afterwards."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    port = databases.free_port()
    environment = kept | {"PINHUO_VAR": str(folder), "PORT": str(port), "PINHUO_DEMO": "no", "WEB_PROCESSES": "1"}
    with embedded.servers(folder) as urls, (folder / "said").open("wb") as said:
        command = [sys.executable, "-m", "commands.run"]
        process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=said, stderr=said)
        market = Supervised(folder, port, urls, process)
        try:
            eventually(market.is_open, seconds=120)
            yield market
        finally:
            process.terminate()
            process.wait(30)
