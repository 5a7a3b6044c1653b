"""Code that got hold of a file's fork can do nothing with it, and whoever sent the next file notices nothing (decision 276)."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from adapters.files.desk import Desk
from tests.adapters import hostile
from tests.adapters.confined import TRY, child_that_tries, desk_with

NOW = {"kind": "photo"}
GOOD = hostile.photo(width=300, height=200)


Tried = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def tried() -> Iterator[Tried]:
    """Try code in a fork; answer what came of it. The next file is looked at by the same child, as ever."""
    with desk_with(child_that_tries(seconds=1, patience=120)) as desk:
        yield lambda code: attempted(desk, code)


def attempted(desk: Desk, code: str) -> dict[str, Any]:
    before = desk.child
    answer = desk.ask(NOW, TRY + code.encode())
    after = desk.ask(NOW, GOOD)
    assert answer is not None
    assert after is not None
    assert after[0]["media_type"] == "image/jpeg"
    assert before in (None, desk.child)
    return answer[0]


def ended(code: int) -> dict[str, Any]:
    return {"fault": "too_heavy", "ended": code}


def test_what_is_allowed_is_seen_by_this_test(tried: Tried) -> None:
    assert tried("pass") == {"did": "it"}


@pytest.mark.parametrize(
    "code",
    [
        "os.fork() or os._exit(0)",
        "subprocess.run(['/bin/true'])",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "threading.Thread(target=print).start()",
    ],
)
def test_it_starts_nothing(tried: Tried, code: str) -> None:
    answer = tried(code)
    assert "did" not in answer


@pytest.mark.parametrize(
    "code",
    [
        "socket.socket()",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))",
        "socket.socket(socket.AF_UNIX)",
        "socket.socketpair()",
        "os.pipe()",
    ],
)
def test_it_opens_no_network(tried: Tried, code: str) -> None:
    assert tried(code) == {"refused": "OSError", "told": "[Errno 24] Too many open files"}


@pytest.mark.parametrize(
    "code",
    [
        "open('/etc/passwd').read()",
        "open('settings.py').read()",
        "open(f'/proc/{os.getppid()}/environ').read()",
        "open(tempfile.gettempdir() + '/left-by-a-file', 'wb').write(b'x')",
        "os.open('static/left-by-a-file', os.O_WRONLY | os.O_CREAT)",
        "os.listdir('/')",
    ],
)
def test_it_reads_and_writes_no_file(tried: Tried, code: str) -> None:
    answer = tried(code)
    assert "Too many open files" in str(answer["told"])


def test_it_hears_no_other_file_and_answers_for_none(tried: Tried) -> None:
    for code in ("os.read(0, 1)", "os.write(1, b'x')", "os.write(2, b'x')", "os.write(ours, b'x')"):
        assert tried(code) == {"refused": "OSError", "told": "[Errno 9] Bad file descriptor"}


def test_it_raises_none_of_its_limits(tried: Tried) -> None:
    limits = ("AS", "CPU", "FSIZE", "NPROC", "NOFILE", "CORE")
    for limit in limits:
        answer = tried(f"resource.setrlimit(resource.RLIMIT_{limit}, (1 << 40, 1 << 40))")
        assert answer.get("refused") == "ValueError", limit


@pytest.mark.parametrize("code", ["bytearray(2 << 30)", "[bytearray(1 << 20) for _ in range(2048)]"])
def test_it_takes_no_two_gigabytes(tried: Tried, code: str) -> None:
    assert tried(code) == {"refused": "MemoryError", "told": ""}


def test_it_takes_no_more_of_the_processor_than_its_seconds_and_ignores_no_signal(tried: Tried) -> None:
    assert tried("while True: pass") == ended(-signal.SIGXCPU)
    assert tried("signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass") == ended(-signal.SIGKILL)


def test_it_sleeps_no_longer_than_the_patience_of_others() -> None:
    with desk_with(child_that_tries(patience=1)) as desk:
        assert attempted(desk, "time.sleep(300)") == ended(-signal.SIGALRM)


def test_it_is_never_root_whoever_started_us(tried: Tried) -> None:
    assert tried("assert os.getuid() and os.geteuid() and os.getgid() and not os.getgroups()[1:], os.getgroups()") == {
        "did": "it"
    }
