"""What happens to credit by itself: lines end, being late costs, and people are reminded."""

from __future__ import annotations

from jobs.calls import system_call
from trade.credit import actions, queries
from trade.credit.actions.standing import EXPIRED_AT_ONCE


def expire_credit_lines() -> None:
    """Let lines end whose last day is over, batch by batch."""
    ended = EXPIRED_AT_ONCE
    while ended >= EXPIRED_AT_ONCE:
        with system_call() as call:
            ended = actions.expire_lines(call)


def charge_late_fees() -> None:
    """Charge everybody who has been late for a week, each in a transaction of their own."""
    with system_call() as call:
        late = queries.late_owners(call.session, call.at)
    for organisation_id, currency in late:
        with system_call() as call:
            actions.charge_late(call, organisation_id, currency)


def remind_of_dues() -> None:
    """Take what is due soon or late through its steps of reminding, batch by batch."""
    more = True
    while more:
        with system_call() as call:
            more = actions.remind(call)
