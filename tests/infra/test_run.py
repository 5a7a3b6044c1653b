"""`make run`, as a person meets it: it opens, it stops, and nothing of it is left behind."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.infra.watching import KINDS, PROJECT, eventually, is_alive, kill, published

Run = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def run(var: Path, port: int) -> Iterator[Run]:
    """Start the whole, without the demo market, whose loading is another test's subject."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = kept | {"PINHUO_VAR": str(var), "PORT": str(port), "PINHUO_DEMO": "no"}
    started: list[subprocess.Popen[str]] = []

    def start() -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "commands.run"]
        started.append(subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for market in started:
        market.kill()
        market.communicate()


def is_open(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def has_written(market: "subprocess.Popen[str]", words: str) -> bool:
    assert market.stdout is not None
    return any(words in line for line in market.stdout)


@pytest.mark.slow
def test_it_opens_and_stops_with_a_sentence(run: Run, var: Path, port: int) -> None:
    market = run()
    assert has_written(market, f"Pinhuo is open at http://localhost:{port}")
    assert is_open(port)

    market.terminate()
    said, _ = market.communicate(timeout=10)

    assert said.endswith("Stopped.\n")
    assert market.returncode == 0
    assert not any(published(var, kind) for kind in KINDS)


@pytest.mark.slow
def test_killed_it_leaves_nothing_behind(run: Run, var: Path, port: int) -> None:
    market = run()
    eventually(lambda: is_open(port), seconds=60)
    servers = [state.server for kind in KINDS if (state := published(var, kind))]
    assert len(servers) == 2

    kill(market.pid)
    market.wait()

    eventually(lambda: not any(is_alive(server) for server in servers))
    eventually(lambda: not is_open(port))
