"""``flask stock``: prove what lies on the shelves."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from adapters.database import open_engine, session_on
from trade.kernel.actor import Actor
from trade.ordering.verify import verify_stock

group = AppGroup("stock", help="Prove what lies on the shelves.")


@group.command("verify")
def verify_command() -> None:
    """Re-derive on hand from moves and allocated from open order lines; exit 1 on any difference."""
    engine = open_engine(current_app.extensions["settings"].database_url)
    with session_on(engine, Actor.system()) as session:
        differences = verify_stock(session)
    for found in differences:
        click.echo(f"DIFFERENCE {found.code}: {found.what} says {found.said}, derived {found.derived}")
    click.echo("NOT SOUND" if differences else "sound")
    sys.exit(1 if differences else 0)
