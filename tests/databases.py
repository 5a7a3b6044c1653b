"""Databases of the tests: one per run, so that several runs share the servers without meeting."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from adapters.embedded import Urls
from settings import Settings

PROJECT = Path(__file__).parents[1]
PREFIX = "pinhuo_test_"
EMPTY = Path(__file__).with_name("empty.sql")
REDIS_DATABASES = 16


@contextmanager
def own(urls: Urls) -> Iterator[tuple[str, str]]:
    """Make a database that is gone afterwards; yield the addresses for the application and for the owner."""
    name = f"{PREFIX}{os.getpid()}"
    owner = make_url(urls.migration_database).username
    with superuser(urls) as connection:
        _drop_orphans(connection)
        connection.execute(text(f"CREATE DATABASE {name} OWNER {owner}"))
    with superuser(urls, name) as connection:
        connection.execute(text(EMPTY.read_text()))
        connection.execute(text(f"GRANT USAGE ON SCHEMA testing TO {owner}"))
    try:
        yield _renamed(urls.database, name), _renamed(urls.migration_database, name)
    finally:
        with superuser(urls) as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def superuser(urls: Urls, database: str = "postgres") -> Iterator[Connection]:
    """Connect as the superuser, outside of any transaction."""
    engine = create_engine(
        _renamed(urls.superuser_database, database), poolclass=NullPool, isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        yield connection


def own_redis(url: str) -> str:
    """Return the address of a Redis database that runs at the same time don't share (but by rare chance)."""
    return url.replace("db=0", f"db={1 + os.getpid() % (REDIS_DATABASES - 1)}")


def migrate(settings: Settings) -> None:
    """Bring the tables to the newest migration."""
    config = Config()
    config.set_main_option("script_location", str(PROJECT / "migrations"))
    config.attributes["urls"] = (settings.migration_database_url, settings.database_url)
    command.upgrade(config, "head")


def empty(settings: Settings) -> None:
    """Empty every table that no migration fills."""
    engine = create_engine(settings.migration_database_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SELECT testing.empty()"))


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _renamed(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _drop_orphans(connection: Connection) -> None:
    """Drop what runs that were killed left behind."""
    names = connection.execute(text("SELECT datname FROM pg_database WHERE datname LIKE 'pinhuo_test_%'")).scalars()
    for name in list(names):
        pid = name.removeprefix(PREFIX)
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
