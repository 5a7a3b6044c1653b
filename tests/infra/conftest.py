"""A var directory of its own for the tests that kill servers, and owners that can be killed."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.infra.watching import KINDS, PROJECT, eventually, published

OWNER = """
import sys, time
from pathlib import Path
from adapters import embedded
print(embedded.attach(Path(sys.argv[1]), fast=True).database, flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="session")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One directory for all: making a database takes longer than any of these tests."""
    return tmp_path_factory.mktemp("var")


@pytest.fixture
def own(var: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Start processes that use the servers until they are killed."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        command = [sys.executable, "-c", OWNER, str(var)]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT))
        return started[-1]

    yield start
    for owner in started:
        owner.kill()
        owner.communicate()
    eventually(lambda: not any(published(var, kind) for kind in KINDS))
