"""Tables of stock: levels and moves, places, transfers, counts."""

from trade.stock.models.counts import Observation, StockTake, StockTakeLine
from trade.stock.models.levels import StockLevel, StockMove
from trade.stock.models.places import Allocation, Holding, Reservation, Warehouse
from trade.stock.models.transfers import Transfer, TransferLine

__all__ = [
    "Allocation",
    "Holding",
    "Observation",
    "Reservation",
    "StockLevel",
    "StockMove",
    "StockTake",
    "StockTakeLine",
    "Transfer",
    "TransferLine",
    "Warehouse",
]
