"""The supervisor restarts, gives up with a sentence, stops quickly, and leaves nobody behind."""

import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from commands.children import read_procfile
from commands.supervisor import FAREWELL
from tests.infra.watching import PROJECT, eventually, is_alive, kill

SUPERVISE = """
import os, signal, sys
from commands.children import Child
from commands.supervisor import Supervisor
steady = Child("steady", [sys.executable, "-uc", sys.argv[1]], os.environ, patience=0.02)
sys.exit(Supervisor([steady], lambda: None, farewell=[(signal.SIGTERM, 1.0), (signal.SIGKILL, 1.0)]).run())
"""
STEADY = "import os, time; print('pid', os.getpid()); time.sleep(600)"
DEAF = "import os, signal, time; signal.signal(15, signal.SIG_IGN); print('pid', os.getpid()); time.sleep(600)"
HOPELESS = "print('no licence'); raise SystemExit(3)"

Supervise = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture
def supervise() -> Iterator[Supervise]:
    started: list[subprocess.Popen[str]] = []

    def start(program: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", SUPERVISE, program]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT))
        return started[-1]

    yield start
    for supervisor in started:
        supervisor.kill()
        supervisor.communicate()


def pid_line(supervisor: "subprocess.Popen[str]") -> int:
    assert supervisor.stdout is not None
    for line in supervisor.stdout:
        if "| pid " in line:
            return int(line.split()[-1])
    raise AssertionError("the child did not start")


def test_a_child_that_dies_is_started_again(supervise: Supervise) -> None:
    supervisor = supervise(STEADY)
    first = pid_line(supervisor)
    kill(first)
    assert pid_line(supervisor) != first


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything(supervise: Supervise, ending: signal.Signals) -> None:
    supervisor = supervise(STEADY)
    child = pid_line(supervisor)
    supervisor.send_signal(ending)
    assert supervisor.wait(3) == 0
    assert not is_alive(child)


def test_a_killed_supervisor_takes_its_children_along(supervise: Supervise) -> None:
    supervisor = supervise(STEADY)
    child = pid_line(supervisor)
    kill(supervisor.pid)
    eventually(lambda: not is_alive(child), seconds=3)


def test_a_child_that_does_not_listen_is_ended(supervise: Supervise) -> None:
    supervisor = supervise(DEAF)
    child = pid_line(supervisor)
    supervisor.terminate()
    assert supervisor.wait(5) == 0
    assert not is_alive(child)


def test_a_child_that_cannot_live_stops_the_whole_with_its_words(supervise: Supervise) -> None:
    said, _ = supervise(HOPELESS).communicate(timeout=30)
    assert said.count("no licence") > 3
    assert "steady keeps ending" in said


def test_stopping_takes_less_than_ten_seconds_at_worst() -> None:
    assert sum(seconds for _, seconds in FAREWELL) < 10


def test_the_procfile_has_web_workers_and_cron() -> None:
    assert list(read_procfile(PROJECT / "Procfile")) == ["web", "worker", "forecaster", "cron"]


def test_a_taken_port_is_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "commands.run"],
            check=False,
            capture_output=True,
            text=True,
            cwd=PROJECT,
            env={"PORT": str(port), "PINHUO_VAR": str(tmp_path)},
        )
    assert done.returncode == 1
    assert done.stderr == f"Port {port} is taken by another program. Choose another: PORT={port + 1} make run\n"
    assert not (tmp_path / "servers").exists()
