"""The verbs of the catalogue."""

from trade.catalogue.actions.brands import hide_brand_picture, show_brand_picture, tell_story
from trade.catalogue.actions.holding import hold_back, let_go, lock_with_packs, parts_of_products, skus_of
from trade.catalogue.actions.index import index_goods, tally_goods
from trade.catalogue.actions.many import PutGood, lock_goods, put_goods
from trade.catalogue.actions.packs import change_parts, make_pack, make_up
from trade.catalogue.actions.pictures import (
    WORDS_MAX,
    TooManyPictures,
    add_picture,
    describe_picture,
    move_picture,
    remove_picture,
    replace_picture,
    show_first,
)
from trade.catalogue.actions.products import ProductMade, ProductSheet, create_product, edit_product, sheet_of
from trade.catalogue.actions.ranking import place_products
from trade.catalogue.actions.skus import SKUSheet, add_sku, edit_sku, first_sku
from trade.catalogue.actions.telling import set_marks, set_properties, tell_many

__all__ = [
    "WORDS_MAX",
    "ProductMade",
    "ProductSheet",
    "PutGood",
    "SKUSheet",
    "TooManyPictures",
    "add_picture",
    "add_sku",
    "change_parts",
    "create_product",
    "describe_picture",
    "edit_product",
    "edit_sku",
    "first_sku",
    "hide_brand_picture",
    "hold_back",
    "index_goods",
    "let_go",
    "lock_goods",
    "lock_with_packs",
    "make_pack",
    "make_up",
    "move_picture",
    "parts_of_products",
    "place_products",
    "put_goods",
    "remove_picture",
    "replace_picture",
    "set_marks",
    "set_properties",
    "sheet_of",
    "show_brand_picture",
    "show_first",
    "skus_of",
    "tally_goods",
    "tell_many",
    "tell_story",
]
