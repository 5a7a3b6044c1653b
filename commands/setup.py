"""``flask setup``: bring tables and index up to date, then open the demo market if there is none."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from commands import catalogue, demo
from settings import PROJECT, Settings


@click.command("setup", help="Migrate, index what is not, and load the demo market into an empty one.")
@with_appcontext
def setup() -> None:
    """Do all in one process, since starting one costs a second."""
    settings: Settings = current_app.extensions["settings"]
    migrate(settings)
    catalogue.index(settings, only_if_lacking=True)
    if settings.demo:
        demo.load_if_empty(settings)


def migrate(settings: Settings) -> None:
    """Run the migrations that are missing, as the owner of the tables."""
    from alembic import command  # noqa: PLC0415 - a server that never migrates need not hold it in memory
    from alembic.config import Config  # noqa: PLC0415

    config = Config(str(PROJECT / "migrations" / "alembic.ini"))
    config.set_main_option("script_location", str(PROJECT / "migrations"))
    config.attributes["urls"] = (settings.owner_url(), settings.database_url)
    command.upgrade(config, "head")
