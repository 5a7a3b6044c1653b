"""Pools: closing them at their time, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from jobs.calls import each_by_itself, system_call
from trade.kernel.work import Call
from trade.pooling import actions, queries
from trade.pooling.models import PoolShipment


def close_due_pools() -> None:
    """Close pools whose time is over, and fail those whose goods were not made in time.

    Each promises an errand that carries it out.
    """
    with system_call() as call:
        due = queries.due_pools(call.session, call.at)
        missed = queries.missed_pools(call.session, call.at)
    each_by_itself(due, lambda pool_id: in_a_call(actions.close_pool, pool_id))
    each_by_itself(missed, lambda pool_id: in_a_call(actions.fail_not_ready, pool_id))


def resume_pools() -> None:
    """Take up pools that are decided and not carried out: their worker died, or is at work, and they take turns."""
    with system_call() as call:
        unfinished = queries.unfinished_pools(call.session)
    each_by_itself(unfinished, lambda pool_id: finish_pool(str(pool_id)))


def warn_of_closes() -> None:
    """Tell that pools close soon, once each."""
    with system_call() as call:
        soon = queries.pools_closing_soon(call.session, call.at)
    each_by_itself(soon, lambda pool_id: in_a_call(actions.warn_of_close, pool_id))


def in_a_call(act: Callable[[Call, UUID], object], pool_id: UUID) -> None:
    """Do one action as the system."""
    with system_call() as call:
        act(call, pool_id)


def finish_pool(pool_id: str) -> None:
    """Make the orders of a closed pool and give back what is not spent, some commitments a transaction."""
    more = True
    while more:
        with system_call() as call:
            more = actions.finish_next(call, UUID(pool_id))


def tell_step(pool_id: str, step: int, total: int, members: int) -> None:
    """Tell that a step is reached, without saying by whose joining."""
    with system_call() as call:
        actions.tell_step(call, UUID(pool_id), step=step, total=total, members=members)


def send_shipment(shipment_id: str, person_id: str) -> None:
    """Let the orders of a consolidated shipment leave, one after the other; what has left already is passed over."""
    with system_call() as call:
        shipment = call.session.get_one(PoolShipment, UUID(shipment_id))
        waiting = queries.orders_to_send(call.session, shipment)
        call.session.expunge(shipment)
    for order_id in waiting:
        with system_call() as call:
            actions.send_order(call, shipment, order_id, UUID(person_id))
    with system_call() as call:
        actions.end_shipment(call, UUID(shipment_id))
