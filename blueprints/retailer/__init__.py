"""The retailer's portal: goods, cart, checkout, orders and wallet, made for a phone and one thumb."""

from __future__ import annotations

from typing import Final

from blueprints.retailer import (
    addresses,
    agreements,
    cart,
    cart_inquiries,
    checkout,
    credit,
    inquiries,
    line_words,
    money,
    order_pad,
    orders,
    own_sales,
    pool_joining,
    pools,
    products,
    receiving,
    reorder,
    requests,
    sentences,
    upload_files,
    uploads,
    wallet,
    withdrawals,
)
from blueprints.retailer.blueprint import blueprint
from trade.kernel.actor import Permission
from trade.ordering.queries import cart_count
from web.access import actor, session
from web.portals import NavEntry, count_at
from web.translation import lazy_gettext as _l

__all__ = [
    "NAV",
    "SEARCH",
    "addresses",
    "agreements",
    "blueprint",
    "cart",
    "cart_inquiries",
    "checkout",
    "credit",
    "inquiries",
    "line_words",
    "money",
    "order_pad",
    "orders",
    "own_sales",
    "pool_joining",
    "pools",
    "products",
    "receiving",
    "reorder",
    "requests",
    "sentences",
    "upload_files",
    "uploads",
    "wallet",
    "withdrawals",
]

NAV: Final = (
    NavEntry(_l("Shop"), "retailer.products", Permission.BROWSE, "shop"),
    NavEntry(_l("Pools"), "retailer.pools", Permission.BROWSE, "pools"),
    NavEntry(_l("Cart"), "retailer.cart", Permission.BUY, "cart"),
    NavEntry(_l("Orders"), "retailer.orders", Permission.SEE_PURCHASES, "orders"),
    NavEntry(_l("Me"), "retailer.wallet", Permission.SEE_PURCHASES, "me"),
)
SEARCH: Final = "retailer.orders"

count_at("retailer.cart", lambda: cart_count(session(), actor()))
