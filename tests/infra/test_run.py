"""`make run`, as a person meets it: it opens, it stops, it goes on where it was, and nothing of it is left behind."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import psycopg
import pytest
from sqlalchemy.orm import Session

from adapters import embedded
from adapters.database import open_engine, session_on
from tests import makers
from tests.infra.watching import KINDS, PROJECT, eventually, is_alive, kill, published
from trade.kernel.actor import Actor
from trade.parties.models import Organisation


class Run(Protocol):
    """Starts the whole; ``demo`` is what ``PINHUO_DEMO`` says, ``more`` what else the environment does."""

    def __call__(self, demo: str = "no", **more: str) -> "subprocess.Popen[str]": ...


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def run(var: Path, port: int) -> Iterator[Run]:
    """Start the whole in a session of its own, as a terminal would."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    started: list[subprocess.Popen[str]] = []

    def start(demo: str = "no", **more: str) -> "subprocess.Popen[str]":
        environment = kept | {"PINHUO_VAR": str(var), "PORT": str(port), "PINHUO_DEMO": demo} | more
        command = [sys.executable, "-m", "commands.run"]
        started.append(
            subprocess.Popen(
                command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
            )
        )
        return started[-1]

    yield start
    for market in started:
        market.kill()
        market.communicate()


def answer(port: int, path: str) -> int:
    """Return the status of a page, or 0 where nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as got:
            return int(got.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def said_until(market: "subprocess.Popen[str]", words: str) -> str:
    """Return what is said up to these words; all of it where they don't come."""
    assert market.stdout is not None
    said = ""
    for line in market.stdout:
        said += line
        if words in line:
            break
    return said


def press_ctrl_c(market: "subprocess.Popen[str]") -> str:
    """Interrupt it and all that runs in its terminal; return what it still says."""
    os.killpg(market.pid, signal.SIGINT)
    return market.communicate(timeout=15)[0]


def organisations(var: Path, *, add: str = "") -> list[str]:
    """Return the names in the database, with one more where it is asked for."""
    with embedded.servers(var) as urls:
        engine = open_engine(urls.database)
        with session_on(engine, Actor.system()) as session:
            _add(session, add)
            found = [row.name for row in session.query(Organisation)]
        engine.dispose()
    return found


def _add(session: Session, name: str) -> None:
    if name:
        makers.make_organisation(session, name=name)
        session.commit()


@pytest.fixture(scope="module")
def first(run: Run, var: Path, port: int) -> "subprocess.Popen[str]":
    """A market that was opened, in which somebody began, and that was stopped."""
    market = run()
    opened = f"Pinhuo is open at http://localhost:{port}"
    assert opened in said_until(market, opened)
    assert answer(port, "/sign-in") == 200
    organisations(var, add="The first shop")
    assert press_ctrl_c(market).endswith("Stopped.\n")
    return market


@pytest.mark.slow
def test_it_opens_and_stops_at_ctrl_c_with_a_sentence(first: "subprocess.Popen[str]", var: Path, port: int) -> None:
    assert first.returncode == 0
    assert answer(port, "/sign-in") == 0
    assert not any(published(var, kind) for kind in KINDS)


@pytest.mark.slow
@pytest.mark.usefixtures("first")
def test_a_command_starts_the_servers_that_it_needs_and_stops_them(var: Path) -> None:
    program = Path(sys.executable).with_name("flask")
    environment = {"PATH": os.environ["PATH"], "PINHUO_VAR": str(var)}
    ran = subprocess.run(
        [program, "ledger", "verify"], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )

    assert (ran.returncode, ran.stderr) == (0, "")
    assert not any(published(var, kind) for kind in KINDS)


@pytest.mark.slow
@pytest.mark.usefixtures("first")
def test_started_again_it_goes_on_with_what_was_there_and_killed_it_leaves_nothing_behind(
    run: Run, var: Path, port: int
) -> None:
    market = run(demo="yes")
    said = said_until(market, "Pinhuo is open at")
    assert "Pinhuo is open at" in said
    assert "demo market …" not in said
    assert organisations(var) == ["The first shop"]
    eventually(lambda: answer(port, "/healthz") == 200, seconds=60)
    servers = [state.server for kind in KINDS if (state := published(var, kind))]
    assert len(servers) == 2

    kill(market.pid)
    market.wait()

    eventually(lambda: not any(is_alive(server) for server in servers))
    eventually(lambda: answer(port, "/sign-in") == 0)


@pytest.mark.slow
@pytest.mark.usefixtures("first")
def test_servers_that_run_elsewhere_are_used_brought_up_to_date_and_none_is_started(
    run: Run, var: Path, port: int, tmp_path: Path
) -> None:
    with embedded.servers(var) as there:
        addresses = {
            "DATABASE_URL": there.database, "MIGRATION_DATABASE_URL": there.migration_database, "REDIS_URL": there.redis,
        }  # fmt: skip
        newest = migrated_to(there.migration_database)
        set_back_by_one(addresses)
        assert migrated_to(there.migration_database) < newest
        market = run(PINHUO_VAR=str(tmp_path), **addresses)
        assert "Pinhuo is open at" in said_until(market, "Pinhuo is open at")
        eventually(lambda: answer(port, "/healthz") == 200, seconds=60)

        assert migrated_to(there.migration_database) == newest
        assert not any(published(tmp_path, kind) for kind in KINDS)
        assert organisations(var) == ["The first shop"]
        assert press_ctrl_c(market).endswith("Stopped.\n")
        assert market.returncode == 0
        assert all(is_alive(state.server) for kind in KINDS if (state := published(var, kind)))


def migrated_to(database: str) -> str:
    """The migration that the tables are at."""
    with psycopg.connect(database.replace("+psycopg", "", 1)) as connection:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else ""


def set_back_by_one(addresses: dict[str, str]) -> None:
    """Take the newest migration back, as if the program before this one had made the tables."""
    command = [str(Path(sys.executable).with_name("flask")), "db", "downgrade"]
    environment = {"PATH": os.environ["PATH"], "FLASK_APP": "app"} | addresses
    subprocess.run(command, cwd=PROJECT, env=environment, check=True, capture_output=True)
