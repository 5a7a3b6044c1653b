"""The questions that ordering's screens ask."""

from trade.ordering.queries.cart import (
    CartRow,
    CartView,
    SellerTotal,
    cart_count,
    cart_row,
    cart_totals,
    cart_view,
)
from trade.ordering.queries.orders import (
    OrderDetail,
    OrderLineRow,
    OrderRow,
    ShipmentRow,
    find_order_by_reference,
    order_detail,
    orders_of,
    states_count,
)
from trade.ordering.queries.shelf import Shelf, ShelfRow, categories, product_sheet, shelf

__all__ = [
    "CartRow",
    "CartView",
    "OrderDetail",
    "OrderLineRow",
    "OrderRow",
    "SellerTotal",
    "Shelf",
    "ShelfRow",
    "ShipmentRow",
    "cart_count",
    "cart_row",
    "cart_totals",
    "cart_view",
    "categories",
    "find_order_by_reference",
    "order_detail",
    "orders_of",
    "product_sheet",
    "shelf",
    "states_count",
]
