"""``flask import``: bring past sales in from another system's books."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from psycopg.errors import UndefinedTable
from sqlalchemy.exc import ProgrammingError

from adapters.clock import now
from adapters.database import open_engine, session_on
from adapters.sales_file import SalesFile, SalesFileError
from adapters.script import Chinese
from commands.setup import migrate
from settings import Settings
from trade.catalogue import ports as catalogue
from trade.history.actions import ImportReport, import_sales
from trade.kernel.actor import Actor
from trade.kernel.work import Call

SOURCE = "online-retail-ii"
"""The books that a file is taken to be from when nothing else is said."""

group = AppGroup("import", help="Bring in what happened elsewhere.")


@group.command("sales")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--source", default=SOURCE, show_default=True, help="Which books the file is from.")
def sales_command(file: Path, source: str) -> None:
    """Import past sales from FILE (.csv or .csv.xz); docs/import.md has the rules.

    An invoice that the books hold already is refused, so the same file a second time changes nothing. All or nothing.
    """
    if not 0 < len(source) <= 40:
        raise click.BadParameter("it has 1 to 40 characters.", param_hint="--source")
    settings: Settings = current_app.extensions["settings"]
    if settings.migration_database_url:
        migrate(settings)
    try:
        report = import_file(settings.database_url, file, source)
    except SalesFileError as error:
        raise click.ClickException(f"{error} Nothing was imported.") from error
    except ProgrammingError as error:
        if not isinstance(error.orig, UndefinedTable):
            raise
        raise click.ClickException("The database has no tables yet. Make them with: flask setup") from error
    for line in told(report):
        click.echo(line)


def import_file(database_url: str, file: Path, source: str) -> ImportReport:
    """Import one file in one transaction, on behalf of the system."""
    catalogue.provide(Chinese())  # goods are written with what they are found by
    engine = open_engine(database_url)
    try:
        with session_on(engine, Actor.system()) as session:
            return import_sales(Call(session, Actor.system(), now()), SalesFile(file), source=source)
    finally:
        engine.dispose()


def told(report: ImportReport) -> list[str]:
    """Write the report; its last line is for scripts."""
    counts = {"rows read": report.read, "taken": report.taken}
    counts |= {f"refused: {reason}": count for reason, count in report.refused.items()}
    counts |= {f"new {what}": count for what, count in report.made.items()}
    lines = [f"{what.replace('_', ' '):<26}{count:>12,}" for what, count in counts.items()]
    if report.latest_at is not None:
        lines.append(f"dates moved by whole weeks; the last sale now lies on {report.latest_at:%Y-%m-%d}")
    value = f"{report.value:.2f}"
    return [*lines, f"read={report.read} taken={report.taken} refused={report.refused_total} value={value}"]
