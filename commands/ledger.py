"""``flask ledger``: prove the books, seal them."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from adapters.clock import now
from adapters.database import open_engine, session_on
from trade.checks import CHECKS
from trade.kernel.actor import Actor
from trade.kernel.work import Call
from trade.ledger.actions import seal_entries
from trade.ledger.verify import Verification, verify

group = AppGroup("ledger", help="Prove the books, and seal them.")


@group.command("verify")
def verify_command() -> None:
    """Re-derive every balance, sum, hash and link of the chain, what areas keep beside; exit 1 on any difference."""
    engine = open_engine(current_app.extensions["settings"].database_url)
    with session_on(engine, Actor.system()) as session:
        outcome = verify(session, also=CHECKS)
    for line in _told(outcome):
        click.echo(line)
    sys.exit(0 if outcome.is_sound else 1)


@group.command("seal")
def seal_command() -> None:
    """Seal entries into the hash chain now, rather than at the next minute."""
    engine = open_engine(current_app.extensions["settings"].database_url)
    with session_on(engine, Actor.system()) as session:
        sealed = seal_entries(Call(session, Actor.system(), now()))
    click.echo(f"sealed {sealed} entries")


def _told(outcome: Verification) -> list[str]:
    lines = [
        f"{line.currency}: {line.entries} entries, {line.postings} postings, sum {line.sum_minor}"
        for line in outcome.currencies
    ]
    lines += [f"DIFFERENCE {name}: {', '.join(ids)}" for name, ids in outcome.differences]
    lines.append(f"{outcome.unsealed} entries not yet sealed")
    lines.append("sound" if outcome.is_sound else "NOT SOUND")
    return lines
