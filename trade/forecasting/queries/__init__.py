"""What pages and jobs ask of forecasts."""

from trade.forecasting.queries.board import (
    BOARD_ROWS,
    BoardPage,
    BoardRow,
    Sorting,
    WeekRow,
    board,
    board_row,
    weeks_of,
)
from trade.forecasting.queries.chances import Chance, pool_chances, pools_with
from trade.forecasting.queries.moves import MoveRow, moves, moves_everywhere, moves_of_goods
from trade.forecasting.queries.own_sales import OwnSalesRow, own_covers, own_sales_rows
from trade.forecasting.queries.runs import (
    RunRow,
    ScoreLine,
    chunks_waiting,
    current_run,
    history_of,
    open_run,
    open_runs,
    run_given_up,
    scores,
    sellers,
    studies_of,
)
from trade.forecasting.queries.sums import SumRow, by_category, by_region, regions_of_sku, whole

__all__ = [
    "BOARD_ROWS",
    "BoardPage",
    "BoardRow",
    "Chance",
    "MoveRow",
    "OwnSalesRow",
    "RunRow",
    "ScoreLine",
    "Sorting",
    "SumRow",
    "WeekRow",
    "board",
    "board_row",
    "by_category",
    "by_region",
    "chunks_waiting",
    "current_run",
    "history_of",
    "moves",
    "moves_everywhere",
    "moves_of_goods",
    "open_run",
    "open_runs",
    "own_covers",
    "own_sales_rows",
    "pool_chances",
    "pools_with",
    "regions_of_sku",
    "run_given_up",
    "scores",
    "sellers",
    "studies_of",
    "weeks_of",
    "whole",
]
