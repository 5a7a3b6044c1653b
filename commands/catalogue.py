"""``flask catalogue``: what searches and filters read."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from adapters.clock import now
from adapters.database import open_engine, session_on
from settings import Settings
from trade.catalogue.actions import index_goods, tally_goods
from trade.catalogue.queries import lacks_index
from trade.kernel.actor import Actor
from trade.kernel.work import Call

group = AppGroup("catalogue", help="What goods are found and counted by.")


@group.command("index")
def index_command() -> None:
    """Write anew what every SKU is found by. Safe at any time, and a second time."""
    click.echo(f"{index(current_app.extensions['settings']):,} SKUs indexed.")


@group.command("tally")
def tally_command() -> None:
    """Write anew what filters count, where it differs from products, prices and stock; nothing is placed or changed meanwhile."""
    engine = open_engine(current_app.extensions["settings"].database_url)
    with session_on(engine, Actor.system()) as session:
        mended = tally_goods(Call(session, Actor.system(), now()))
    click.echo(f"{mended:,} rows mended.")


def index(settings: Settings, *, only_if_lacking: bool = False) -> int:
    """Index every SKU in one transaction; with ``only_if_lacking`` only where some SKU cannot be found."""
    engine = open_engine(settings.database_url)
    try:
        with session_on(engine, Actor.system()) as session:
            if only_if_lacking and not lacks_index(session):
                return 0
            return index_goods(Call(session, Actor.system(), now()))
    finally:
        engine.dispose()
