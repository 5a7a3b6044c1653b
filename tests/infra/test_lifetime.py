"""No server outlives its users, and none goes while it has one."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from adapters import embedded
from tests.infra.watching import KINDS, eventually, is_alive, kill, running

Own = Callable[[], "subprocess.Popen[str]"]


def first_line(owner: "subprocess.Popen[str]") -> str:
    assert owner.stdout is not None
    return owner.stdout.readline()


def test_a_killed_owner_leaves_no_server(var: Path, own: Own) -> None:
    owner = own()
    assert first_line(owner)
    states = [running(var, kind) for kind in KINDS]

    kill(owner.pid)
    owner.wait()

    pids = [pid for state in states for pid in (state.server, state.guardian)]
    eventually(lambda: not any(is_alive(pid) for pid in pids), seconds=4)


def test_two_starters_at_once_share_one_server(var: Path, own: Own) -> None:
    owners = [own(), own(), own()]
    assert len({first_line(owner) for owner in owners}) == 1
    before = [running(var, kind) for kind in KINDS]

    for owner in owners[1:]:
        kill(owner.pid)
        owner.wait()

    assert [running(var, kind) for kind in KINDS] == before
    for kind in KINDS:
        guardians = subprocess.run(
            ["pgrep", "-fc", f"embedded.guardian {kind} {var}"], check=False, capture_output=True, text=True
        )
        assert guardians.stdout.strip() == "1"


def test_leaving_the_block_waits_until_the_servers_have_stopped(var: Path) -> None:
    with embedded.servers(var, fast=True):
        states = [running(var, kind) for kind in KINDS]
    assert not any(is_alive(state.server) for state in states)
    assert not list((var / "sockets").glob("*.sock"))


def test_a_killed_guardian_takes_its_server_along_and_the_next_start_is_clean(var: Path, own: Own) -> None:
    assert first_line(own())
    before = running(var, "postgres")

    kill(before.guardian)
    eventually(lambda: not is_alive(before.server))

    with embedded.servers(var, fast=True, valkey=False) as urls:
        after = running(var, "postgres")
        assert after.guardian != before.guardian
        assert after.urls["database"] == urls.database == before.urls["database"]


def test_only_what_is_wanted_is_started(var: Path) -> None:
    with embedded.servers(var, fast=True, postgres=False) as urls:
        assert urls.redis
        assert not urls.database
        assert not (var / "postgres" / "postmaster.pid").exists()
