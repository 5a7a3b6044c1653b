"""Papers that are issued by themselves."""

from __future__ import annotations

from uuid import UUID

from jobs.calls import system_call
from trade.invoicing import actions


def issue_papers(order_id: str) -> None:
    """Issue what is due for an order: its invoice once goods have left, credit notes for what was given back."""
    with system_call() as call:
        actions.issue_of_order(call, UUID(order_id))


def issue_waiting_papers() -> None:
    """Issue the invoices of orders that left before their seller had said who it is to the tax office."""
    full = True
    while full:
        with system_call() as call:
            full = actions.issue_waiting(call) > 0


def issue_commissions() -> None:
    """Issue the invoices of the commissions that statements took, then credit notes for what later ones gave back."""
    for issue in (actions.issue_commissions, actions.credit_corrections, actions.credit_returns):
        full = True
        while full:
            with system_call() as call:
                full = issue(call) > 0
