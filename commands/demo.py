"""``flask demo``: a market to look around in, made from a sample of real sales."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from adapters.clock import now
from adapters.database import open_engine, session_on
from adapters.files import store_of
from adapters.pictures import Folder
from demo.accounts import account_lines
from demo.load import is_empty, is_loaded, load_market
from settings import Settings
from trade.kernel.actor import Actor

group = AppGroup("demo", help="A market to look around in.")


@group.command("load")
def load_command() -> None:
    """Make the demo market: goods, shops, people, a month of orders. A second time it changes nothing."""
    load(current_app.extensions["settings"])


@group.command("accounts")
def accounts_command() -> None:
    """Print who can sign in, and the code that the platform's people need now."""
    engine = open_engine(current_app.extensions["settings"].database_url)
    with session_on(engine, Actor.system()) as session:
        known = list(account_lines(session, now())) if is_loaded(session) else []
    engine.dispose()
    for line in known or ["There is no demo market here. Make one with: flask demo load"]:
        click.echo(line)


def load(settings: Settings) -> None:
    """Make the demo market, and say what was done."""
    engine = open_engine(settings.database_url)
    began = now()
    try:
        made = load_market(engine, began, settings.secret_key, Folder(settings.pictures), store_of(settings))
    finally:
        engine.dispose()
    if made:
        click.echo(f"The demo market is open ({(now() - began).total_seconds():.0f} s).")
    else:
        click.echo("The demo market is there already; nothing was changed.")


def load_if_empty(settings: Settings) -> None:
    """Make the demo market where there is no organisation at all."""
    engine = open_engine(settings.database_url)
    with session_on(engine, Actor.system()) as session:
        empty = is_empty(session)
    engine.dispose()
    if empty:
        click.echo("Making the demo market …")
        load(settings)
