"""The verbs of pooling, for whoever calls them."""

from trade.pooling.actions.close import close_if_due, close_pool, fail_dead
from trade.pooling.actions.finish import finish_next, resolve_commitments
from trade.pooling.actions.join import join_pool
from trade.pooling.actions.making import fail_not_ready, report_arrival
from trade.pooling.actions.offer import (
    cancel_pool,
    change_pool,
    decline_proposal,
    draft_pool,
    extend_pool,
    offer_pool,
    repeat_pool,
)
from trade.pooling.actions.propose import propose_pool, tell_step, warn_of_close
from trade.pooling.actions.raising import raise_commitment, withdraw_commitment
from trade.pooling.actions.shipping import end_shipment, send_order, send_shipment

__all__ = [
    "cancel_pool",
    "change_pool",
    "close_if_due",
    "close_pool",
    "decline_proposal",
    "draft_pool",
    "end_shipment",
    "extend_pool",
    "fail_dead",
    "fail_not_ready",
    "finish_next",
    "join_pool",
    "offer_pool",
    "propose_pool",
    "raise_commitment",
    "repeat_pool",
    "report_arrival",
    "resolve_commitments",
    "send_order",
    "send_shipment",
    "tell_step",
    "warn_of_close",
    "withdraw_commitment",
]
