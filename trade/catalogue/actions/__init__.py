"""The verbs of the catalogue."""

from trade.catalogue.actions.index import index_goods
from trade.catalogue.actions.many import PutGood, lock_goods, put_goods
from trade.catalogue.actions.packs import change_parts, make_pack
from trade.catalogue.actions.pictures import TooManyPictures, add_picture, remove_picture, show_first
from trade.catalogue.actions.products import ProductMade, ProductSheet, create_product, edit_product, sheet_of
from trade.catalogue.actions.skus import SKUSheet, add_sku, edit_sku, first_sku

__all__ = [
    "ProductMade",
    "ProductSheet",
    "PutGood",
    "SKUSheet",
    "TooManyPictures",
    "add_picture",
    "add_sku",
    "change_parts",
    "create_product",
    "edit_product",
    "edit_sku",
    "first_sku",
    "index_goods",
    "lock_goods",
    "make_pack",
    "put_goods",
    "remove_picture",
    "sheet_of",
    "show_first",
]
