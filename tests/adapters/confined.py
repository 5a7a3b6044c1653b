"""A child of ours in whose forks a test's own code runs, as hostile code would that got hold of one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from adapters.files import desk
from adapters.files.desk import Desk

TRY = b"# try\n"
_CHILD = """
import os, resource, signal, socket, subprocess, sys, tempfile, threading, time
from adapters.files import child

ours = os.open(tempfile.mkstemp()[1], os.O_RDWR)

def attempt(kind, content):
    if not content.startswith({mark!r}):
        return sound(kind, content)
    try:
        exec(content)
    except BaseException as refused:
        return {{"refused": type(refused).__name__, "told": str(refused)}}, b""
    return {{"did": "it"}}, b""

sound, child._answer = child._answer, attempt
child.SECONDS, child._PATIENCE, child.IDLE = {seconds}, {patience}, 600
child.main()
"""


def started(script: str) -> subprocess.Popen[bytes]:
    """Start a Python beside us with the pipes, folder and empty environment of a real child."""
    return subprocess.Popen(
        [sys.executable, "-c", script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=desk._PROJECT,
        env={"PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"},
    )


def child_that_tries(*, seconds: int = 5, patience: int = 20) -> str:
    """The script of a child whose forks run what they are sent, where it begins with ``TRY``, and look at other files as ever."""
    return _CHILD.format(mark=TRY, seconds=seconds, patience=patience)


@contextmanager
def desk_with(script: str) -> Iterator[Desk]:
    """A desk whose children run a script."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk, "_started", lambda: started(script))
        made = Desk()
        yield made
        made.close()
