"""What was committed is there after a crash, and the servers come back by themselves."""

import os
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from adapters import embedded
from adapters.embedded.places import Kind
from tests.infra.watching import eventually, is_alive, kill, published, running


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def answers(url: str) -> bool:
    try:
        connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def server_of(var: Path, kind: Kind) -> int:
    """Return the process that was published last, alive or not."""
    state = published(var, kind)
    return state.server if state else 0


def test_a_killed_postgres_is_started_again_with_what_was_committed(var: Path) -> None:
    with embedded.servers(var, valkey=False) as urls:
        with connect(urls.migration_database) as owner:
            owner.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        before = running(var, "postgres")

        kill(before.server)
        eventually(lambda: server_of(var, "postgres") != before.server and answers(urls.database), seconds=30)

        with connect(urls.migration_database) as owner:
            assert owner.execute("SELECT answer FROM kept").fetchone() == (42,)
            owner.execute("DROP TABLE kept")


def test_a_killed_valkey_keeps_its_queue(var: Path) -> None:
    with embedded.servers(var, postgres=False) as urls, Redis.from_url(urls.redis) as client:
        client.set("job", "waiting")
        client.execute_command("WAITAOF", 1, 0, 2000)
        before = running(var, "valkey")

        kill(before.server)
        eventually(lambda: server_of(var, "valkey") != before.server)

        assert client.getdel("job") == b"waiting"
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_a_pid_file_of_before_a_reboot_is_forgotten(var: Path) -> None:
    with embedded.servers(var, fast=True, valkey=False):
        pass
    # The number in it now belongs to an innocent process: this one.
    stale = var / "postgres" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{stale.parent}\n1\n5432\n\n\n\n")

    with embedded.servers(var, fast=True, valkey=False) as urls:
        assert answers(urls.database)
    assert is_alive(os.getpid())


def test_a_server_that_cannot_start_says_why(var: Path) -> None:
    with embedded.servers(var, fast=True, valkey=False):
        pass
    version = var / "postgres" / "PG_VERSION"
    kept = version.read_text()
    version.write_text("12\n")
    try:
        with (
            pytest.raises(embedded.EmbeddedServersError, match="initialized by PostgreSQL version 12"),
            embedded.servers(var, valkey=False),
        ):
            pass
    finally:
        version.write_text(kept)
