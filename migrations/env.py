"""Runs migrations as the owner of the tables, then sets what the application's role may do."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from migrations import run_sql
from trade.tables import METADATA

MIGRATION_LOCK = 7_466_521


def urls() -> tuple[str, str]:
    """Return (owner's URL, application's URL): handed over by a caller, else the app's."""
    given = context.config.attributes.get("urls")
    if given is not None:
        return given  # type: ignore[no-any-return]
    from flask import current_app  # noqa: PLC0415 - only `flask db` has an application

    app_config = current_app.config
    return app_config["MIGRATION_DATABASE_URL"], app_config["SQLALCHEMY_DATABASE_URI"]


def run(connection: Connection, app_role: str) -> None:
    """Migrate under a lock, so that two starters wait for each other; then grant."""
    connection.execute(text("SET lock_timeout = '10s'"))
    connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
    context.configure(connection=connection, target_metadata=METADATA, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()
    owner = connection.execute(text("SELECT current_user")).scalar_one()
    if owner != app_role:
        run_sql(connection, "grants", application_role=app_role)


def main() -> None:
    """Open the owner's connection and run everything in one transaction."""
    owner_url, app_url = urls()
    engine = create_engine(owner_url, poolclass=NullPool)
    with engine.begin() as connection:
        run(connection, make_url(app_url).username or "")


main()
