"""Children of ours in which a test's own code runs, as hostile code would that got hold of one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import pytest

from adapters import confinement
from adapters.confinement import SHEETS, Kind, asking, started
from adapters.files import desk
from adapters.files.desk import Desk
from trade.kernel.ports import SheetLimits

TRY = b"# try\n"
_CHILD = """
import json, os, resource, signal, socket, subprocess, sys, tempfile, threading, time
from dataclasses import replace
from adapters.confinement import closing
from adapters.{name} import child

WITHOUT, SEEN = {without!r}, []
set_limit = resource.setrlimit
resource.setrlimit = lambda limit, value: any(limit == getattr(resource, "RLIMIT_" + name, None) for name in WITHOUT) or set_limit(limit, value)
if "clock" in WITHOUT:
    signal.alarm = lambda seconds: 0
if "rank" in WITHOUT:
    closing._be_nobody = lambda: None
if "descriptors" in WITHOUT:
    closing._close_all_but = lambda keep: None
if {is_ordinary!r} and not os.geteuid():
    def become_ordinary(keep, close=closing._close_all_but):
        os.setgroups([]), os.setgid(54321), os.setuid(54321)
        close(keep)
    closing._close_all_but = become_ordinary
child.{NAME} = replace(child.{NAME}, **{limits!r})
ours = os.open(tempfile.mkstemp()[1], os.O_RDWR)
os.set_inheritable(ours, True)

def attempted(content):
    several = content.split(b"# next\\n")
    return each(content) if len(several) == 1 else {{"each": [each(code) for code in several]}}

def each(code):
    try:
        exec(code, globals())
    except BaseException as refused:
        return {{"refused": type(refused).__name__, "told": str(refused)}}
    return {{"did": "it"}}
"""
_PATCHES = {
    "files": """
def attempt(kind, content, sound=child._answer):
    return (attempted(content), b"") if content.startswith({mark!r}) else sound(kind, content)
child._answer, child.IDLE = attempt, 600
""",
    "sheets": "child._lines = lambda content, *_: [json.dumps(attempted(content)).encode()]",
    "bank": "child._answer = lambda content: [json.dumps(attempted(content)).encode()]",
    "pictures": "child._answer = attempted",
    "papers": "child._set = lambda content, *_: [json.dumps(attempted(content)).encode()]",
}


def started_with(script: str) -> subprocess.Popen[bytes]:
    """Start a Python beside us with the pipes, folder and empty environment of a real child."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asking, "_command", lambda *_: [sys.executable, "-c", script])
        return asking.child_of(confinement.FILES, hears=subprocess.PIPE)


def child_that_tries(
    kind: Kind = confinement.FILES, without: Collection[str] = (), *, is_ordinary: bool = False, **limits: int
) -> str:
    """The script of a child that runs what it is sent (for files: what begins with ``TRY``), but ``without`` some of its limits."""
    made = _CHILD.format(
        name=kind.name, NAME=kind.name.upper(), without=list(without), is_ordinary=is_ordinary, limits=limits
    )
    return made + _PATCHES[kind.name].replace("{mark!r}", repr(TRY)) + "\nchild.main()\n"


@contextmanager
def desk_with(script: str) -> Iterator[Desk]:
    """A desk whose children run a script."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk, "_started", lambda: started_with(script))
        made = Desk()
        yield made
        made.close()


def came_of(
    kind: Kind,
    *codes: str,
    without: Collection[str] = (),
    is_ordinary: bool = False,
    how: dict[str, Any] | None = None,
    **limits: int,
) -> Any:
    """Run pieces of code in one child of a kind: what came of each, or why the child ended. ``how`` changes how it is started."""
    code = TRY + "\n# next\n".join(codes).encode()
    with pytest.MonkeyPatch.context() as patch:
        script = child_that_tries(kind, without, is_ordinary=is_ordinary, **limits)
        patch.setattr(asking, "_command", lambda _, *arguments: [sys.executable, "-c", script, *arguments])
        patch.setattr(subprocess, "Popen", _starting(subprocess.Popen, how or {}))
        found = _of_a_fork(code) if kind is confinement.FILES else _of_a_child(kind, code, limits)
        return found["each"] if isinstance(found, dict) and "each" in found else found


def _starting(real: Any, how: dict[str, Any]) -> Any:
    """``Popen``, told otherwise."""
    return lambda *arguments, **named: real(*arguments, **(named | how))


def _of_a_fork(code: bytes) -> Any:
    made = Desk()
    try:
        answer = made.ask({"kind": "photo"}, code)
    finally:
        made.close()
    assert answer is not None
    return confinement.why(answer[0]["ended"]) if "ended" in answer[0] else answer[0]


def _of_a_child(kind: Kind, code: bytes, limits: dict[str, int]) -> Any:
    told = {"encoding": "", **asdict(SheetLimits(seconds=limits.get("seconds", SHEETS.seconds)))}
    with started(kind, code, *([json.dumps(told)] if kind is SHEETS else [])) as child:
        said = child.heard(lambda pipe, most: pipe.read(most))
        return child.ended(said).ended if child.code() else json.loads(said)
