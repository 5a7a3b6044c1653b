"""The locks can be installed anywhere, and only what was looked at is installed."""

import re

import pytest

from tests.infra.watching import PROJECT

LOCKS = ["requirements.txt", "requirements-dev.txt"]


def requirements(name: str) -> list[str]:
    """Return one text per requirement, its hashes included."""
    text = (PROJECT / name).read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]


def versions(name: str) -> dict[str, set[str]]:
    """Return the versions of each package: more than one where they differ by platform, whatever each is for."""
    found: dict[str, set[str]] = {}
    for line in requirements(name):
        package, _, rest = line.partition("==")
        found.setdefault(package, set()).add(rest.split("--hash")[0].split(";")[0].strip())
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    for line in requirements(name):
        assert re.match(r"[a-z0-9._-]+(\[[a-z,-]+\])?==\S+ ", line), line
        assert "--hash=sha256:" in line


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_names_a_place(name: str) -> None:
    text = (PROJECT / name).read_text()
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--(?!hash))", text, re.MULTILINE)


def test_the_two_locks_agree() -> None:
    run, dev = (versions(lock) for lock in LOCKS)
    assert {name: run[name] for name in run.keys() & dev.keys()} == {
        name: dev[name] for name in run.keys() & dev.keys()
    }
