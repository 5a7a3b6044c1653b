"""A database of its own for tests that take tables away."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from adapters import embedded
from settings import PROJECT


@dataclass
class Scratch:
    """An empty database and both its roles."""

    owner_url: str
    app_url: str

    def alembic(self, verb: Callable[..., Any], *arguments: str) -> None:
        """Run a command of Alembic's on it."""
        config = Config()
        config.set_main_option("script_location", str(PROJECT / "migrations"))
        config.attributes["urls"] = (self.owner_url, self.app_url)
        verb(config, *arguments)

    def rows(self, statement: str) -> list[Any]:
        """Ask it something, as the owner."""
        engine = create_engine(self.owner_url, poolclass=NullPool)
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]


@pytest.fixture
def scratch() -> Iterator[Scratch]:
    """A database without a table, gone afterwards."""
    with embedded.servers(PROJECT / "var" / "test", fast=True) as urls:
        name = f"pinhuo_scratch_{os.getpid()}"  # another process of the same run may have its own

        def renamed(url: str) -> str:
            return make_url(url).set(database=name).render_as_string(hide_password=False)

        engine = create_engine(urls.superuser_database, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as superuser:
            _drop(superuser, name)
            superuser.execute(text(f"CREATE DATABASE {name} OWNER {make_url(urls.migration_database).username}"))
            yield Scratch(renamed(urls.migration_database), renamed(urls.database))
            _drop(superuser, name)


@pytest.fixture
def migrated_scratch(scratch: Scratch) -> Scratch:
    """The same with every table."""
    scratch.alembic(command.upgrade, "head")
    return scratch


def _drop(superuser: Connection, name: str) -> None:
    superuser.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
