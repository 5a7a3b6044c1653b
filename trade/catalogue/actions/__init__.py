"""The verbs of the catalogue."""

from trade.catalogue.actions.index import index_goods
from trade.catalogue.actions.products import ProductMade, ProductSheet, create_product, edit_product, sheet_of

__all__ = ["ProductMade", "ProductSheet", "create_product", "edit_product", "index_goods", "sheet_of"]
