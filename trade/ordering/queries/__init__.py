"""The questions that ordering's screens ask."""

from trade.ordering.queries.cart import (
    CartRow,
    CartTotals,
    CartView,
    SellerTotal,
    cart_count,
    cart_row,
    cart_row_of,
    cart_rows,
    cart_totals,
    cart_view,
)
from trade.ordering.queries.credit import credit_record
from trade.ordering.queries.facets import CategoryFacet, Facets, MarkFacet, SellerFacet, facets
from trade.ordering.queries.narrowing import EVERYTHING, Narrowing, Sorting
from trade.ordering.queries.orders import (
    OrderRow,
    find_order_by_reference,
    orders_of,
    placed_together,
    states_count,
)
from trade.ordering.queries.oversight import FoundShipment, all_orders, find_shipments
from trade.ordering.queries.quoting import Quoted, quoted, quoted_if
from trade.ordering.queries.record import OrderDetail, OrderLineRow, ShipmentRow, order_detail
from trade.ordering.queries.requests import (
    RequestDetail,
    RequestLine,
    RequestRow,
    purchase_request,
    purchase_requests,
    requests_waiting,
)
from trade.ordering.queries.shelf import (
    CategoryRow,
    Shelf,
    ShelfRow,
    categories,
    family,
    product_sheet,
    shelf,
)
from trade.ordering.queries.under_way import PaidRow, under_way
from trade.ordering.queries.wallet import WalletLine, wallet_lines
from trade.ordering.queries.window import Window, WindowRow, window

__all__ = [
    "EVERYTHING",
    "CartRow",
    "CartTotals",
    "CartView",
    "CategoryFacet",
    "CategoryRow",
    "Facets",
    "FoundShipment",
    "MarkFacet",
    "Narrowing",
    "OrderDetail",
    "OrderLineRow",
    "OrderRow",
    "PaidRow",
    "Quoted",
    "RequestDetail",
    "RequestLine",
    "RequestRow",
    "SellerFacet",
    "SellerTotal",
    "Shelf",
    "ShelfRow",
    "ShipmentRow",
    "Sorting",
    "WalletLine",
    "Window",
    "WindowRow",
    "all_orders",
    "cart_count",
    "cart_row",
    "cart_row_of",
    "cart_rows",
    "cart_totals",
    "cart_view",
    "categories",
    "credit_record",
    "facets",
    "family",
    "find_order_by_reference",
    "find_shipments",
    "order_detail",
    "orders_of",
    "placed_together",
    "product_sheet",
    "purchase_request",
    "purchase_requests",
    "quoted",
    "quoted_if",
    "requests_waiting",
    "shelf",
    "states_count",
    "under_way",
    "wallet_lines",
    "window",
]
