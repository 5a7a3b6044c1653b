"""What will be wanted: the board, one product's outlook, and how good the forecasts are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.supplier import forecast_words as words
from blueprints.supplier.asking import asked_for
from blueprints.supplier.blueprint import blueprint
from blueprints.supplier.forecast_chart import chart_of
from blueprints.supplier.forecast_files import goods_cells, sum_cells, titles_of
from blueprints.supplier.forecast_progress import given_up, job_of, open_run
from trade.catalogue.queries import category_choices
from trade.forecasting import queries
from trade.forecasting.actions import start_forecast
from trade.forecasting.queries import BOARD_ROWS, BoardPage, RunRow, Sorting
from trade.forecasting.rules import RunOpen
from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from web import hx
from web.access import actor, call, requires, session
from web.fragments import respond, see_other
from web.naming import named
from web.sheets import Cell, csv_answer, workbook_answer
from web.translation import gettext as _

LEVELS: Final = ("goods", "category", "region")
EXPORT_ROWS: Final = 100_000
PAGE_MAX: Final = 1_000
_FIRST: Final = {name: place for place, name in enumerate(("chosen", "median", "naive", "zero"))}
"""What stands above the other models."""


@dataclass(frozen=True, slots=True)
class View:
    """What the address asks for."""

    level: str
    sorting: Sorting
    search: str
    category_id: UUID | None
    page: int

    def words(self, **changes: object) -> dict[str, Any]:
        """The address of this view, or of one that differs in something."""
        given = {
            "by": self.level if self.level != LEVELS[0] else None,
            "sort": self.sorting if self.sorting is not Sorting.COVER else None,
            "q": self.search or None,
            "category": self.category_id,
        }
        return given | changes

    def rows(self, run: RunRow, limit: int = BOARD_ROWS) -> BoardPage:
        """The board's rows in this view."""
        offset = self.page * BOARD_ROWS if limit == BOARD_ROWS else 0
        return queries.board(
            session(), actor(), run, sorting=self.sorting, search=self.search, category_id=self.category_id,
            offset=offset, limit=limit,
        )  # fmt: skip


def asked() -> View:
    """Read the address; what makes no sense in it is passed over."""
    level, sorting, category_id = request.args.get("by", ""), Sorting.COVER, None
    with suppress(ValueError):
        sorting = Sorting(request.args.get("sort", ""))
    with suppress(ValueError):
        category_id = UUID(request.args.get("category", ""))
    page = request.args.get("page", 0, int)
    return View(
        level if level in LEVELS else LEVELS[0], sorting, asked_for("q", 80), category_id, min(max(page, 0), PAGE_MAX)
    )


@blueprint.get("/forecast")
@requires(Permission.SEE_SALES)
def forecast() -> ResponseReturnValue:
    """Show what will be wanted in the next 30 days, against what lies there."""
    view, run = asked(), queries.current_run(session(), actor())
    found: dict[str, Any] = {"found": None, "sums": [], "whole": None, "further": "", "before": ""}
    if run is not None:
        found["whole"] = queries.whole(session(), actor())
        found |= _goods(view, run) if view.level == LEVELS[0] else {"sums": _sums(view.level)}
    return respond(
        "supplier/forecast.html", "supplier/_forecast.html", view=view, run=run, job=job_of(open_run()), given_up=given_up(),
        sortings=[(str(sorting), label) for sorting, label in words.SORTINGS.items()],
        categories=[(str(each.id), named(each)) for each in category_choices(session(), clock.now())], **found,
    )  # fmt: skip


@blueprint.post("/forecast/runs")
@requires(Permission.SELL)
def start_run() -> ResponseReturnValue:
    """Forecast anew; the workers do it, and the page shows how far they are."""
    with suppress(RunOpen):  # whoever asks a second time wants the same
        start_forecast(call())
        flash(_("Forecasting has begun. You can leave this page; what stands here stays until it is done."), "good")
    return see_other(url_for(".forecast"))


@blueprint.get("/forecast/progress")
@requires(Permission.SEE_SALES)
def forecast_progress() -> ResponseReturnValue:
    """Show how far a run is; when it is done, the page is loaded anew."""
    job = job_of(open_run())
    if job is None:
        return see_other(url_for(".forecast"))
    if hx.wants_fragment() and job.etag.strip('"') in request.if_none_match:
        return "", 304, {"ETag": job.etag, "Vary": "HX-Request"}
    answer = respond("supplier/forecast_progress.html", "supplier/_forecast_progress.html", job=job)
    answer.headers["ETag"] = job.etag
    return answer


@blueprint.get("/forecast/goods/<uuid:sku_id>")
@requires(Permission.SEE_SALES)
def forecast_of_sku(sku_id: UUID) -> ResponseReturnValue:
    """Show one product's outlook: its weeks, its regions, and how each number came about."""
    run = queries.current_run(session(), actor())
    row = queries.board_row(session(), actor(), run, sku_id) if run is not None else None
    if run is None or row is None:
        raise NotFound("sku", sku_id)
    weeks = queries.weeks_of(session(), actor(), run, sku_id)
    return respond(
        "supplier/forecast_sku.html", "supplier/_forecast_sku.html", run=run, row=row, weeks=weeks,
        chart=chart_of(weeks), regions=queries.regions_of_sku(session(), actor(), sku_id),
        lesson=run.lessons.get(row.kind, ""),
        moves=queries.moves_of_goods(session(), actor(), run, [sku_id], clock.now()).get(sku_id, []),
    )  # fmt: skip


@blueprint.get("/forecast/accuracy")
@requires(Permission.SEE_SALES)
def forecast_accuracy() -> ResponseReturnValue:
    """Show how good every model would have been on the last 30 days."""
    run = queries.current_run(session(), actor())
    lines = queries.scores(session(), actor(), run.id) if run is not None else []
    tables = [
        (
            label,
            [
                (horizon, sorted(rows, key=lambda line: (_FIRST.get(line.model, len(_FIRST)), line.wape)))
                for name, horizon in reversed(words.HORIZONS.items())
                if (rows := [line for line in lines if line.level == level and line.horizon == name])
            ],
        )
        for level, label in words.LEVELS.items()
    ]
    return respond(
        "supplier/forecast_accuracy.html", "supplier/_forecast_accuracy.html", run=run,
        tables=[table for table in tables if table[1]],
    )  # fmt: skip


@blueprint.get("/forecast.csv")
@requires(Permission.SEE_SALES)
def forecast_csv() -> ResponseReturnValue:
    """Give the whole board of this view as CSV."""
    view = asked()
    return csv_answer("forecast", titles_of(view.level), _cells(view))


@blueprint.get("/forecast.xlsx")
@requires(Permission.SEE_SALES)
def forecast_xlsx() -> ResponseReturnValue:
    """Give the whole board of this view as a workbook."""
    view = asked()
    return workbook_answer("forecast", _("Forecast"), titles_of(view.level), _cells(view), widths=(14, 32))


def _goods(view: View, run: RunRow) -> dict[str, Any]:
    found = view.rows(run)
    moves = queries.moves_of_goods(session(), actor(), run, [row.sku_id for row in found.rows], clock.now())
    last = (view.page + 1) * BOARD_ROWS >= found.total
    return {
        "found": found,
        "moves": moves,
        "further": "" if last else url_for(".forecast", **view.words(page=view.page + 1)),
        "before": url_for(".forecast", **view.words(page=view.page - 1 or None)) if view.page else "",
    }


def _sums(level: str) -> list[queries.SumRow]:
    read = queries.by_category if level == "category" else queries.by_region
    return read(session(), actor())


def _cells(view: View) -> Iterator[list[Cell]]:
    run = queries.current_run(session(), actor())
    if run is None:
        return
    if view.level == LEVELS[0]:
        yield from (goods_cells(row) for row in view.rows(run, EXPORT_ROWS).rows)
    else:
        whole = queries.whole(session(), actor())
        yield from sum_cells(view.level, _sums(view.level), whole)
