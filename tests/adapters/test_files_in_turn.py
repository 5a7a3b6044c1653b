"""Who looks at files stands ready, looks at few at once, and outlives whatever one of them does."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread

import pytest

from adapters.files import check_file, check_files, checking, slots
from adapters.files.desk import DESK, Desk
from tests.adapters import hostile
from tests.infra.watching import eventually
from trade.files.ports import Checked, Sent
from trade.files.rules import FileFault, FileKind, FileRefused

PHOTO = FileKind.PHOTO


def good() -> Sent:
    return Sent("good.jpg", hostile.photo(width=300, height=200))


def was_sent_something(child: subprocess.Popen[bytes]) -> bool:
    """Whether what a child has not read yet lies in its pipe."""
    assert child.stdin is not None
    return any(fcntl.ioctl(child.stdin, termios.FIONREAD, b"\0\0\0\0"))


@contextmanager
def no_room() -> Iterator[None]:
    with ExitStack() as held:
        for _ in range(slots.SLOTS):
            assert held.enter_context(slots.slot(0))
        yield


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.close()


def test_one_child_looks_at_file_after_file_each_in_a_process_of_its_own() -> None:
    check_file(good(), PHOTO)
    first = DESK.child
    with pytest.raises(FileRefused):
        check_file(Sent("flood.png", hostile.png(30_000, 30_000)), PHOTO)
    assert isinstance(check_file(good(), PHOTO), Checked)
    assert DESK.child is first
    assert first is not None
    assert Path(f"/proc/{first.pid}/task/{first.pid}/children").read_text() == "", "who looked at a file is gone"


def test_a_child_that_was_ended_or_went_home_is_replaced_at_the_next_file() -> None:
    check_file(good(), PHOTO)
    before = DESK.child
    assert before is not None
    before.kill()
    before.wait()
    assert isinstance(check_file(good(), PHOTO), Checked)
    assert DESK.child is not before


def test_a_child_that_goes_home_as_a_file_is_sent_loses_it_not(monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    assert desk.ask({"kind": PHOTO}, good().content) is not None
    gone = desk.child
    assert gone is not None
    assert gone.stdin is not None
    gone.stdin.close()  # it goes home as it does when nothing comes, and by itself
    gone.wait(10)
    gone.stdin = Path(os.devnull).open("wb")  # noqa: SIM115 - what is sent now reaches nobody
    monkeypatch.setattr(gone, "poll", lambda: None)  # and nobody has noticed
    assert desk.ask({"kind": PHOTO}, good().content) is not None
    assert desk.child is not gone


def test_a_file_whose_child_ends_in_the_middle_is_too_heavy_and_the_next_is_looked_at(desk: Desk) -> None:
    head, content = {"kind": PHOTO}, good().content
    assert desk.ask(head, content) is not None
    assert desk.child is not None
    os.kill(desk.child.pid, signal.SIGSTOP)
    answers: list[object] = []
    asking = Thread(target=lambda: answers.append(desk.ask(head, content)))
    asking.start()
    child = desk.child
    eventually(lambda: was_sent_something(child))
    child.kill()
    asking.join(20)
    assert answers == [None]
    assert desk.ask(head, content) is not None


def test_a_file_finds_no_room_waits_a_little_and_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "PATIENCE", 0.05)
    with no_room():
        assert check_files([good(), Sent("", b""), good()], PHOTO) == [FileFault.BUSY, FileFault.EMPTY, FileFault.BUSY]
    assert isinstance(check_file(good(), PHOTO), Checked), "the same file is taken a moment later"


def test_few_threads_wait_so_that_pages_keep_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "PATIENCE", 5.0)
    answers: list[object] = []

    def send() -> None:
        answers.extend(check_files([good()], PHOTO))

    with no_room():
        threads = [Thread(target=send) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(0.3)
        assert answers == [FileFault.BUSY] * 3, "those who found two waiting are answered at once"
    for thread in threads:
        thread.join(20)
    assert sum(isinstance(one, Checked) for one in answers) == 2


def test_there_is_room_again_when_a_process_that_held_it_is_killed() -> None:
    code = (
        "import time; from adapters.files import slots; "
        f"slots.room_name = {slots.room_name!r}; held = [slots.slot(0) for _ in range(slots.SLOTS)]; "
        "print([one.__enter__() for one in held], flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == str([True] * slots.SLOTS)
    with slots.slot(0.05) as is_free:
        assert not is_free
    holder.kill()
    holder.communicate()
    with slots.slot(0.05) as is_free:
        assert is_free
