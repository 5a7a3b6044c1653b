"""What is run from a terminal: ``python -m commands.…`` (mostly through ``make``) and ``flask …``."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from flask import Flask

FLASK_COMMANDS: Final = {
    "catalogue": "group",
    "setup": "setup",
    "demo": "group",
    "forecast": "group",
    "import_sales": "group",
    "ledger": "group",
    "stock": "group",
}
"""Module of this package to the name of its click command."""


def register(app: Flask) -> None:
    """Add the ``flask …`` commands."""
    for module, name in FLASK_COMMANDS.items():
        app.cli.add_command(getattr(import_module(f"commands.{module}"), name))
