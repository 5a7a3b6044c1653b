"""The verbs of the catalogue."""

from trade.catalogue.actions.index import index_goods
from trade.catalogue.actions.pictures import TooManyPictures, add_picture, remove_picture, show_first
from trade.catalogue.actions.products import ProductMade, ProductSheet, create_product, edit_product, sheet_of

__all__ = [
    "ProductMade",
    "ProductSheet",
    "TooManyPictures",
    "add_picture",
    "create_product",
    "edit_product",
    "index_goods",
    "remove_picture",
    "sheet_of",
    "show_first",
]
