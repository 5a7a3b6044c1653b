"""What is run from a terminal: ``python -m commands.…`` (mostly through ``make``) and ``flask …``."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Final

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from commands.migrating import Migrating

FLASK_COMMANDS: Final = {
    "bank": "group",
    "catalogue": "group",
    "setup": "setup",
    "demo": "group",
    "forecast": "group",
    "import_sales": "group",
    "ledger": "group",
    "stock": "group",
}
"""Module of this package to the name of its click command."""


def register(app: Flask, db: SQLAlchemy, migrations: Path) -> None:
    """Add the ``flask …`` commands; ``migrations`` is the folder of those of ``db``."""
    for module, name in FLASK_COMMANDS.items():
        app.cli.add_command(getattr(import_module(f"commands.{module}"), name))
    app.cli.add_command(Migrating(app, db, migrations))
