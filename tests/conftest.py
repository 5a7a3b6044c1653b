"""One real PostgreSQL and one real Valkey for the whole run; a transaction that vanishes for each test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

import hypothesis
import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import Engine, event, text
from sqlalchemy.orm import Session
from xdist.scheduler import LoadScopeScheduling

from adapters import embedded
from adapters.database import open_engine
from adapters.files import slots
from adapters.script import Chinese
from app import create_app
from settings import Settings
from tests import databases, makers
from tests.desk import Desk
from trade.catalogue.ports import provide
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.parties.models import Member
from web.database import db

PROJECT = Path(__file__).parents[1]
slots.room_name = f"pinhuo-files-tests-{os.getpid()}"  # who tests files beside us keeps none of ours waiting
provide(Chinese())  # as the application does; some tests only speak to one that runs by itself


# How long an example takes says how busy the machine is, not whether what it shows is right.
hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("untimed")

TOGETHER = ("journeys", "races", "storms")
"""Folders whose tests stay in one process when several run: they share a stack, or open many connections at once."""


LONGEST = (
    "journeys", "storms", "jobs/test_forecasts.py", "trade/ledger/test_state_machines.py", "web/test_access_matrix.py",
    "commands/test_demo.py", "web/test_switched_off.py", "races", "infra/test_run.py", "migrations/test_migrations.py",
    "web/test_mutations.py", "commands/test_import_year.py", "infra/test_recovery.py", "web/api/test_description.py",
)  # fmt: skip
"""Groups that begin first: one that began last would keep a single processor waiting for minutes."""


def group_of(nodeid: str) -> str:
    """Name what stays in one process, so that its fixtures are made once: a folder of those above, or a file."""
    path = PurePosixPath(nodeid.partition("::")[0]).relative_to("tests")
    return path.parts[0] if path.parts[0] in TOGETHER else str(path)


class InGroups(LoadScopeScheduling):
    """Hands whole groups to processes (``loadgroup`` of pytest-xdist 3.8 does not with pytest 9.2: it marks no test)."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> InGroups:
    """Hand out our groups, whatever ``--dist`` says."""
    return InGroups(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest groups."""
    places = {group: place for place, group in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(group_of(item.nodeid), len(LONGEST)))


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings for a migrated database of this run's own; other runs may use the same servers."""
    with embedded.servers(PROJECT / "var" / "test", fast=True) as urls, databases.own(urls) as (app_url, owner_url):
        yield Settings(
            environment="test",
            var=tmp_path_factory.mktemp("var"),
            secret_key=makers.SECRET_KEY,
            database_url=app_url,
            migration_database_url=owner_url,
            redis_url=databases.own_redis(urls.redis),
        )


@pytest.fixture(scope="session")
def migrated(settings: Settings) -> Settings:
    """Settings whose database has every table."""
    databases.migrate(settings)
    return settings


@pytest.fixture(scope="session")
def app(migrated: Settings) -> Iterator[Flask]:
    """The application, wired as in production."""
    made = create_app(migrated)
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def _uncounted(request: pytest.FixtureRequest) -> None:
    """Forget what earlier tests have tried: each begins with all its attempts."""
    if "app" in request.fixturenames:
        found: Settings = request.getfixturevalue("migrated")
        with Redis.from_url(found.redis_url) as redis:
            redis.flushdb()


@pytest.fixture
def queued(app: Flask) -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """What was handed to the queue after a commit: (job, arguments)."""
    handed: list[tuple[str, dict[str, Any]]] = []
    real = app.extensions["send"]
    app.extensions["send"] = lambda _number, job, arguments: handed.append((job, arguments))
    yield handed
    app.extensions["send"] = real


@pytest.fixture
def session(app: Flask, queued: list[Any]) -> Iterator[Session]:
    """A session whose commits are real to the code and gone after the test. It acts as the system.

    Requests of the same test run in the same transaction: see ``tests.desk``.
    """
    with app.app_context():
        engines: Any = db.engines  # a session takes a connection in place of an engine
    engine = engines[None]
    connection = engine.connect()
    outer = connection.begin()
    engines[None] = connection
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    with Session(connection, join_transaction_mode="create_savepoint") as made:
        made.info["send"] = lambda _number, job, arguments: queued.append((job, arguments))
        bind_actor(made, Actor.system())
        yield made
    outer.rollback()
    connection.close()
    engines[None] = engine
    db.session.session_factory.configure(join_transaction_mode="conditional_savepoint")


@pytest.fixture
def committed(app: Flask, migrated: Settings, queued: list[Any]) -> Iterator[Session]:
    """A session that really commits, for tests with several connections; the tables are emptied afterwards."""
    engine = open_engine(migrated.database_url)
    with Session(engine) as made:
        made.info["send"] = lambda _number, job, arguments: queued.append((job, arguments))
        bind_actor(made, Actor.system())
        yield made
    engine.dispose()
    with app.app_context():
        db.engine.dispose()
    databases.empty(migrated)


@pytest.fixture
def stranger(app: Flask) -> Desk:
    """A browser that nobody has signed in with."""
    return Desk(app)


@pytest.fixture
def desk(app: Flask, session: Session) -> Desk:
    """A visitor's browser within the test's transaction."""
    return Desk(app, session)


@pytest.fixture
def desk_of(app: Flask, session: Session) -> Callable[[Member], Desk]:
    """Browsers that members have signed in with."""

    def make(member: Member) -> Desk:
        return Desk(app, session).signed_in(member, makers.make_sign_in(session, member))

    return make


@pytest.fixture
def statements(app: Flask) -> Callable[..., AbstractContextManager[list[str]]]:
    """Collect the SQL statements that a block sends: ``with statements() as seen: …``.

    ``each``: one that is sent for each of many rows is there as often.
    """

    @contextmanager
    def collect(*, each: bool = False) -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, values: Any, _context: Any, is_many: bool) -> None:
            seen.extend([statement] * (len(values) if is_many and each else 1))

        event.listen(Engine, "before_cursor_execute", note)
        yield seen
        event.remove(Engine, "before_cursor_execute", note)

    return collect


@pytest.fixture
def bare_roles(migrated: Settings) -> Iterator[Callable[[str], Any]]:
    """Run SQL as the application's role with nobody acting."""
    engine = open_engine(migrated.database_url)
    with engine.connect() as connection:
        yield lambda statement: connection.execute(text(statement))
    engine.dispose()
