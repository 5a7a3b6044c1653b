"""Tables of prices, and of the sheets that products and prices come by."""

from trade.pricing.models.prices import AUDIENCE_KEY, Agreement, AgreementLine, BuyerLevel, Ladder, PriceList
from trade.pricing.models.sheets import GoodsSheet, GoodsSheetRow

__all__ = [
    "AUDIENCE_KEY",
    "Agreement",
    "AgreementLine",
    "BuyerLevel",
    "GoodsSheet",
    "GoodsSheetRow",
    "Ladder",
    "PriceList",
]
