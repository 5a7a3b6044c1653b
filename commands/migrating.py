"""``flask db …``: Flask-Migrate, loaded when it is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask_sqlalchemy import SQLAlchemy


class Migrating(click.Command):
    """Stands for the group ``db``: a server never migrates, and need not hold Alembic's 10 MB in memory."""

    def __init__(self, app: Flask, db: SQLAlchemy, folder: Path) -> None:
        """Take what Flask-Migrate will be given."""
        super().__init__("db", help="Perform database migrations.")
        self.app = app
        self.db = db
        self.folder = folder

    def make_context(self, *given: Any, **named: Any) -> click.Context:
        """Let Flask-Migrate put its own group in our place, and go on with that."""
        from flask_migrate import Migrate  # noqa: PLC0415 - see above

        Migrate(self.app, self.db, directory=str(self.folder))
        return self.app.cli.commands["db"].make_context(*given, **named)
