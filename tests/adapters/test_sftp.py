"""A bank reached by SFTP: a file is there once and whole, whatever happens on the way, and only the bank we know gets it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import asyncssh
import pytest
from flask import Flask

from adapters.clock import now
from adapters.sftp.address import SftpAddress, SftpAddressError
from adapters.sftp.bank import Sftp
from adapters.sftp.inbox import SftpInbox
from adapters.sftp.trouble import SENTENCES, Trouble, sentence_of
from tests.adapters.sftp_server import SftpBank, serving
from tests.infra.watching import PROJECT
from trade.payouts.ports import BankRefused, BankUnclear

# The library's server leaves a file open where a test cuts its connection.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
ONE = b"<Document>" + b"1234567890" * 20_000 + b"</Document>"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SftpBank]:
    with serving(tmp_path / "bank") as found:
        yield found


def bank(server: SftpBank, **other: object) -> Sftp:
    return Sftp(server.address(**other), server.root.parent / "ours")


def lies(server: SftpBank) -> dict[str, bytes]:
    """What lies there by a name of its own: what the bank would take."""
    return {path.name: path.read_bytes() for path in (server.root / "out").glob("[!.]*")}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def taken_away(server: SftpBank) -> list[bytes]:
    """Take everything away at once, as a bank does."""
    found = lies(server)
    for name in found:
        (server.root / "out" / name).unlink()
    return list(found.values())


def test_a_file_is_put_there_whole_and_once(server: SftpBank) -> None:
    there = bank(server)
    assert not there.knows("PF-1")
    for _ in range(2):
        there.submit("PF-1", ONE)
    assert lies(server) == {"PF-1.xml": ONE}
    assert names(server.root / "out") == ["PF-1.xml"]
    assert taken_away(server) == [ONE]
    there.submit("PF-1", ONE)
    assert lies(server) == {}
    assert there.knows("PF-1")
    with pytest.raises(BankRefused):
        there.submit("PF-1", b"another")


def test_what_lies_there_under_the_name_is_never_written_over(server: SftpBank) -> None:
    (server.root / "out" / "PF-1.xml").write_bytes(b"somebody else's")
    there = bank(server)
    assert there.knows("PF-1")
    with pytest.raises(BankRefused, match="another file has this name"):
        there.submit("PF-1", ONE)
    assert not there.knows("PF-1")
    assert lies(server) == {"PF-1.xml": b"somebody else's"}


def test_a_file_that_appears_under_the_name_at_the_last_moment_is_not_written_over(server: SftpBank) -> None:
    server.faults.taken = lambda: (server.root / "out" / "PF-1.xml").write_bytes(b"somebody else's")
    server.faults.plan("before", "rename", "taken")
    with pytest.raises(BankUnclear):
        bank(server).submit("PF-1", ONE)
    with pytest.raises(BankRefused):
        bank(server).submit("PF-1", ONE)
    assert lies(server) == {"PF-1.xml": b"somebody else's"}


@pytest.mark.parametrize("what", ["cut", "slow", "full"])
@pytest.mark.parametrize(("when", "request_"), [("before", "write"), ("after", "write"), ("before", "rename"), ("after", "rename"), ("before", "stat")])  # fmt: skip
@pytest.mark.parametrize("takes", [False, True])
def test_a_fault_on_the_way_loses_nothing_and_doubles_nothing(
    server: SftpBank, what: str, when: str, request_: str, *, takes: bool
) -> None:
    there, got = bank(server, seconds=1), list[bytes]()
    server.faults.plan(when, request_, what)
    with pytest.raises(BankUnclear):
        there.submit("PF-1", ONE)
    assert server.faults.happened == [f"{what} {request_}"]
    assert set(lies(server).values()) <= {ONE}, "half a file"
    if takes:
        got += taken_away(server)
        assert there.knows("PF-1") == bool(got)
    for _ in range(2):  # as the job does it
        if not there.knows("PF-1"):
            there.submit("PF-1", ONE)
        got += taken_away(server)
    assert there.knows("PF-1")
    assert got == [ONE]
    assert names(server.root / "out") == []


def test_two_senders_at_once_put_it_there_once(server: SftpBank) -> None:
    """The second comes while the first is between its upload and its rename."""
    second = bank(server)
    server.faults.plan("before", "rename", "slow")
    with pytest.raises(BankUnclear, match=Trouble.SLOW):
        bank(server, seconds=1).submit("PF-1", ONE)
    second.submit("PF-1", ONE)
    assert taken_away(server) == [ONE]
    bank(server).submit("PF-1", ONE)
    assert taken_away(server) == []


def test_whoever_uploads_beside_somebody_faster_puts_nothing_there(server: SftpBank) -> None:
    got = list[bytes]()

    def faster() -> None:
        bank(server).submit("PF-1", ONE)
        got.extend(taken_away(server))

    server.faults.taken = faster
    server.faults.plan("before", "stat", "taken")
    with pytest.raises(BankUnclear):
        bank(server).submit("PF-1", ONE)
    assert bank(server).knows("PF-1")
    assert (got, names(server.root / "out")) == ([ONE], [])


def test_another_key_than_the_one_written_down_gets_nothing(server: SftpBank) -> None:
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    with pytest.raises(BankUnclear, match=Trouble.WRONG_KEY) as refused:
        bank(server, host_keys=(other,)).submit("PF-1", ONE)
    assert "ask the bank whether it has a new key" in sentence_of(refused.value)
    assert names(server.root / "out") == []
    bank(server, host_keys=(other, server.key)).submit("PF-1", ONE)
    assert lies(server) == {"PF-1.xml": ONE}


def test_every_trouble_has_a_sentence_and_its_own_name(server: SftpBank, tmp_path: Path) -> None:
    assert set(SENTENCES) == set(Trouble)
    ecdsa = asyncssh.generate_private_key("ecdsa-sha2-nistp256").export_public_key().decode()
    (tmp_path / "no key").write_text("nothing")
    wrong: dict[str, dict[str, object]] = {
        Trouble.NOT_LET_IN: {"url": f"sftp://pinhuo:wrong@127.0.0.1:{server.port}"},
        Trouble.UNREACHABLE: {"url": "sftp://pinhuo:wrong@127.0.0.1:1"},
        Trouble.NO_AGREEMENT: {"host_keys": (ecdsa,)},
        Trouble.KEY_FILE: {"key": str(tmp_path / "no key")},
    }
    for trouble, other in wrong.items():
        with pytest.raises(BankUnclear) as refused:
            bank(server, **other).knows("PF-1")
        # Where no key suits both, the server hangs up too, and may be the quicker one.
        said = {trouble, Trouble.CUT} if trouble == Trouble.NO_AGREEMENT else {trouble}
        assert str(refused.value) in said
    assert sentence_of(BankUnclear("Quota exceeded")) == "The bank's server says: Quota exceeded"


def test_a_key_lets_in_without_a_password(tmp_path: Path) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519")
    key.write_private_key(str(tmp_path / "ours.key"))
    key.write_public_key(str(tmp_path / "ours.pub"))
    with serving(tmp_path / "bank", str(tmp_path / "ours.pub")) as server:
        url = f"sftp://somebody@127.0.0.1:{server.port}"
        bank(server, url=url, key=str(tmp_path / "ours.key")).submit("PF-1", ONE)
        assert lies(server) == {"PF-1.xml": ONE}


def test_a_folder_that_is_gone_is_no_delivery(server: SftpBank) -> None:
    there = bank(server)
    server.faults.plan("before", "rename", "cut")
    with pytest.raises(BankUnclear):
        there.submit("PF-1", ONE)
    (server.root / "out").rename(server.root / "away")
    with pytest.raises(BankUnclear):
        there.submit("PF-1", ONE)
    (server.root / "away").rename(server.root / "out")
    there.submit("PF-1", ONE)
    assert taken_away(server) == [ONE]


def later(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    monkeypatch.setattr("adapters.sftp.inbox.now", lambda: now() + timedelta(seconds=seconds))


def test_files_are_brought_once_they_stand_still_and_removed_there(
    server: SftpBank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs, ours = server.root / "in", tmp_path / "ours" / "in"
    (theirs / "one.xml").write_bytes(ONE)
    (theirs / ".hidden.xml").write_bytes(ONE)
    (theirs / "folder").mkdir()
    inbox = SftpInbox(server.address(), tmp_path / "ours")
    inbox.fetch()
    inbox.fetch()
    assert list(ours.iterdir()) == []
    (theirs / "one.xml").write_bytes(ONE + b"more")
    later(monkeypatch, 70)
    inbox.fetch()
    assert list(ours.iterdir()) == []
    later(monkeypatch, 140)
    assert inbox.fetch() == []
    assert {path.name: path.read_bytes() for path in ours.iterdir()} == {"one.xml": ONE + b"more"}
    assert names(theirs) == [".hidden.xml", "folder"]
    assert now().timestamp() - (ours / "one.xml").stat().st_mtime < 0


def test_what_is_too_large_is_said_once_and_left_there(
    server: SftpBank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.sftp.inbox.FILE_BYTES", 100)
    (server.root / "in" / "big.xml").write_bytes(ONE)
    inbox, told = SftpInbox(server.address(), tmp_path / "ours"), list[list[str]]()
    for minute in range(4):
        later(monkeypatch, 70 * minute)
        told.append(inbox.fetch())
    assert told == [[], ["big.xml"], [], []]
    assert (server.root / "in" / "big.xml").exists()
    assert list((tmp_path / "ours" / "in").iterdir()) == []


def test_what_may_not_be_removed_there_is_brought_once(
    server: SftpBank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (server.root / "in" / "one.xml").write_bytes(ONE)
    inbox, came = SftpInbox(server.address(), tmp_path / "ours"), 0
    for minute in range(5):
        later(monkeypatch, 70 * minute)
        server.faults.plan("before", "remove", "full")
        inbox.fetch()
        for path in (tmp_path / "ours" / "in").iterdir():
            path.unlink()
            came += 1
    assert came == 1


def test_the_command_says_in_a_sentence_what_is_wrong(server: SftpBank, app: Flask) -> None:
    tool, settings = app.test_cli_runner(), app.extensions["settings"]
    assert "BANK_SFTP is not set" in tool.invoke(args=["bank", "try"]).output
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    for key, code, words in ((server.key, 0, "/out and /in are there"), (other, 1, "shows another key")):
        app.extensions["settings"] = replace(
            settings, bank_sftp=server.url, bank_sftp_host_key=(key,), bank_sftp_out="/out", bank_sftp_in="/in"
        )
        done = tool.invoke(args=["bank", "try"])
        app.extensions["settings"] = settings
        assert (done.exit_code, words in done.output) == (code, True), done.output


URL, KEY = "sftp://us@bank.example", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFKNk4OqPgwvmYp0WyWpYHHRtbVdnTNEt3U5KPy2ZC6P"


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("BANK_SFTP is", {"url": "ftp://us@bank.example"}),
        ("BANK_SFTP is", {"url": "sftp://bank.example"}),
        ("BANK_SFTP is", {"url": "sftp://us@bank.example/out"}),
        ("BANK_SFTP has", {"url": "sftp://us@bank.example:many"}),
        ("BANK_SFTP_HOST_KEY is not set", {"host_keys": ()}),
        ("BANK_SFTP_HOST_KEY holds", {"host_keys": ("SHA256:abc",)}),
        ("BANK_SFTP_HOST_KEY holds", {"host_keys": (KEY.replace("ssh-ed25519", "ssh-rsa"),)}),
        ("BANK_SFTP_KEY names", {"key": "/nowhere/at/all"}),
        ("BANK_SFTP_KEY is not set", {"url": URL}),
        ("BANK_SFTP_OUT", {"folders": ("", "in")}),
    ],
)
def test_what_cannot_be_meant_is_refused_at_the_start(name: str, other: dict[str, object]) -> None:
    told: dict[str, object] = {"host_keys": (KEY,), "key": "", "folders": ("out", "in"), "seconds": 5}
    with pytest.raises(SftpAddressError, match=name):
        SftpAddress.of(**{"url": "sftp://us:word@bank.example", **told, **other})  # type: ignore[arg-type]


def test_the_library_is_loaded_by_nobody_who_does_not_go_in() -> None:
    code = "import sys, settings, jobs.worker, jobs.payouts, jobs.bank, app; sys.exit('asyncssh' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False).returncode == 0
