"""Tables of ordering."""

from trade.ordering.models.orders import (
    Cart,
    CartLine,
    Order,
    OrderLine,
    OrderLinePart,
    Shipment,
    ShipmentLine,
)
from trade.ordering.models.requests import PurchaseRequest, PurchaseRequestLine

__all__ = [
    "Cart",
    "CartLine",
    "Order",
    "OrderLine",
    "OrderLinePart",
    "PurchaseRequest",
    "PurchaseRequestLine",
    "Shipment",
    "ShipmentLine",
]
