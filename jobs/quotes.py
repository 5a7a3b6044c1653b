"""What happens to quotes by itself."""

from __future__ import annotations

from jobs.calls import system_call
from trade.quoting import actions
from trade.quoting.actions.remind import REMIND_BATCH


def remind_of_quotes() -> None:
    """Remind buyers of quotes that end soon, some a transaction."""
    told = REMIND_BATCH
    while told >= REMIND_BATCH:
        with system_call() as call:
            told = actions.remind_of_quotes(call)
