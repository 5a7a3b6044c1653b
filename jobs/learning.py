"""What learns how invoices end. Imports the libraries, so only the forecasting worker loads it."""

from __future__ import annotations

from adapters.defaulting import Logistic
from jobs.calls import system_call
from trade.credit import actions, queries


def learn_defaults() -> None:
    """Learn anew how likely invoices are to end badly. No transaction is open while it computes."""
    with system_call() as call:
        rows = queries.observations_of(call.session, call.at)
    learnt = queries.learn_from(rows, Logistic())
    with system_call() as call:
        actions.keep_default_model(call, learnt=learnt)
