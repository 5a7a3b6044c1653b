"""What is run from a terminal: ``python -m commands.…`` (mostly through ``make``) and ``flask …``."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Final

from flask import Flask

FLASK_COMMANDS: Final = {
    "setup": "setup",
    "demo": "group",
    "import_sales": "group",
    "ledger": "group",
}
"""Module of this package to the name of its click command."""


def register(app: Flask) -> None:
    """Add the ``flask …`` commands."""
    for module, name in FLASK_COMMANDS.items():
        if find_spec(f"commands.{module}") is not None:
            app.cli.add_command(getattr(import_module(f"commands.{module}"), name))
