"""The verbs of forecasting."""

from trade.forecasting.actions.mending import mend_runs
from trade.forecasting.actions.own_sales import note_own_sales, note_till
from trade.forecasting.actions.proposals import propose_chance, propose_chances
from trade.forecasting.actions.runs import conclude_run, forget_runs, keep_study, plan_run, start_forecast

__all__ = [
    "conclude_run",
    "forget_runs",
    "keep_study",
    "mend_runs",
    "note_own_sales",
    "note_till",
    "plan_run",
    "propose_chance",
    "propose_chances",
    "start_forecast",
]
