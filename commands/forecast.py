"""``flask forecast``: how good forecasts are on a sales file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from adapters.sales_file import SalesFile, SalesFileError

if TYPE_CHECKING:
    from adapters.forecasting.tables import Row

group = AppGroup("forecast", help="Demand ahead.")

LEAST_HOLDOUT = 30


@group.command("evaluate")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--holdout", type=click.IntRange(min=LEAST_HOLDOUT), default=30, show_default=True, help="Days held out.")
@click.option("--limit", type=click.IntRange(min=1), default=None, help="So many SKUs only, evenly out of all.")
@click.option("--processes", type=click.IntRange(min=1), default=None, help="By default one a core.")
def evaluate_command(file: Path, holdout: int, limit: int | None, processes: int | None) -> None:
    """Forecast FILE (.csv or .csv.xz) as of HOLDOUT days before its end, and compare with the 30 days that came.

    docs/forecasting.md explains the columns. The last line is for scripts: 30-day totals per SKU; the coverage is that
    of weekly totals of SKUs that sold in at least half of their weeks.
    """
    # The libraries take seconds to import, and no other command needs them.
    from adapters.forecasting.demand import read_demand  # noqa: PLC0415
    from adapters.forecasting.tables import (  # noqa: PLC0415
        groups_of,
        groups_table,
        last_line,
        nothing_wins,
        supplier_rows,
        suppliers_table,
        table,
    )
    from adapters.forecasting.trial import hold_trial  # noqa: PLC0415

    try:
        demand = read_demand(SalesFile(file), limit)
    except SalesFileError as error:
        raise click.ClickException(str(error)) from error
    if not demand.lines or (demand.last_day - min(line.day for line in demand.lines)).days < holdout + LEAST_HOLDOUT:
        raise click.ClickException(f"{file} holds too few days of sales to hold {holdout} of them out.")
    trial = hold_trial(demand, holdout, processes, click.echo)
    click.echo(
        f"sold by SKUs or in regions where they had never sold before, which nobody could know: {trial.unforeseen:,.0f}"
    )
    for what, chosen in trial.lessons.told():
        click.echo(f"{what}: {chosen}")
    sums = groups_table(trial, groups_of(demand, trial.known))
    rows = [*table(trial), *sums, *suppliers_table(trial, supplier_rows(demand, trial.known))]
    click.echo(HEAD)
    for row in rows:
        click.echo(told(row))
    click.echo(f"forecasting nothing at all would be better: {'; '.join(nothing_wins(rows)) or 'nowhere'}")
    click.echo(last_line(rows))


@group.command("run")
def run_command() -> None:
    """Forecast every seller's goods here and now, without workers: for a first look, or when something hangs."""
    from jobs.forecasting import run_everything  # noqa: PLC0415 - as above

    click.echo(f"{run_everything()} sellers' goods are forecast.")


HEAD = (
    f"{'level':<28}{'horizon':<9}{'model':<14}{'series':>8}{'MASE':>8}{'undef.':>8}{'WAPE':>8}{'RSE':>8}{'bias':>8}"
    f"{'cov. 80':>9}{'cov. 95':>9}"
)


def told(row: Row) -> str:
    """One line of the table."""
    score = row.score
    words = f"{row.level:<28}{row.horizon:<9}{row.model:<14}{score.series:>8,}{_number(score.mase):>8}"
    words += f"{score.undefined:>8,}{score.wape:>8.3f}{score.rse:>8.3f}{score.bias:>+8.3f}"
    return words + f"{_number(score.coverage80):>9}{_number(score.coverage95):>9}"


def _number(value: float) -> str:
    return "–" if value != value else f"{value:.3f}"  # noqa: PLR0124 - what is no number is not itself
