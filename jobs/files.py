"""Forgetting files that were sent for a form that nobody finished."""

from __future__ import annotations

from adapters.files import store_of
from jobs.calls import settings, system_call
from trade.files.actions import forget_unattached


def forget_files() -> None:
    """Forget rows first, then what lies in the store: a row never points at nothing."""
    store = store_of(settings())
    with system_call() as call:
        names = forget_unattached(call)
    for name in names:
        store.remove(name)
