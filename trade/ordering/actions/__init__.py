"""The verbs of ordering: fill a cart, place orders, confirm, ship, receive, cancel."""

from trade.ordering.actions.cancel import cancel_order, close_short
from trade.ordering.actions.cart import CartChange, CartLeft, set_cart_line
from trade.ordering.actions.complete import complete_orders, confirm_receipt, deliver_overdue
from trade.ordering.actions.fulfil import confirm_order, ship_order
from trade.ordering.actions.held_back import cancel_held_back, clear_held_back
from trade.ordering.actions.place import Placed, place_lines, place_orders
from trade.ordering.actions.repeat import Repeated, repeat_order
from trade.ordering.actions.requests import Approved, approve_request, decline_request, withdraw_request
from trade.ordering.actions.spoilt import tell_spoilt

__all__ = [
    "Approved",
    "CartChange",
    "CartLeft",
    "Placed",
    "Repeated",
    "approve_request",
    "cancel_held_back",
    "cancel_order",
    "clear_held_back",
    "close_short",
    "complete_orders",
    "confirm_order",
    "confirm_receipt",
    "decline_request",
    "deliver_overdue",
    "place_lines",
    "place_orders",
    "repeat_order",
    "set_cart_line",
    "ship_order",
    "tell_spoilt",
    "withdraw_request",
]
