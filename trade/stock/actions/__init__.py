"""The verbs of stock, for whoever calls them."""

from trade.stock.actions.counts import Synced, sync_counts
from trade.stock.actions.fresh import replace_dead
from trade.stock.actions.lots import set_shelf_days, weigh_lots
from trade.stock.actions.promises import allocate, expire_reservations, lock_goods, release, reserve, ship, unreserve
from trade.stock.actions.shelf import count_stock, receive_many, receive_stock, write_off
from trade.stock.actions.takes import Posted, begin_stock_take, count_in_take, give_up_stock_take, post_stock_take
from trade.stock.actions.transfers import Arrived, Sent, receive_transfer, send_transfer
from trade.stock.actions.warehouses import change_warehouse, close_warehouse, open_warehouse

__all__ = [
    "Arrived",
    "Posted",
    "Sent",
    "Synced",
    "allocate",
    "begin_stock_take",
    "change_warehouse",
    "close_warehouse",
    "count_in_take",
    "count_stock",
    "expire_reservations",
    "give_up_stock_take",
    "lock_goods",
    "open_warehouse",
    "post_stock_take",
    "receive_many",
    "receive_stock",
    "receive_transfer",
    "release",
    "replace_dead",
    "reserve",
    "send_transfer",
    "set_shelf_days",
    "ship",
    "sync_counts",
    "unreserve",
    "weigh_lots",
    "write_off",
]
