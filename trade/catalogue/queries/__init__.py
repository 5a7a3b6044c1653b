"""The questions that screens ask about goods."""

from trade.catalogue.queries.brands import BrandPage, Story, brand_page, own_story, seller_name
from trade.catalogue.queries.family import OwnSKU, own_sku, own_skus, specified
from trade.catalogue.queries.packs import NamedPart, PartRow, named_parts, packs_holding, parts_of
from trade.catalogue.queries.pictures import PictureRow, pictures_of
from trade.catalogue.queries.range import (
    CategoryChoice,
    ProductRow,
    category_choices,
    own_product,
    own_products,
    own_sku_by_code,
    own_sku_of_code,
    product_of,
    product_states,
)
from trade.catalogue.queries.search import (
    FoundSKU,
    Reach,
    Sought,
    found_by,
    found_skus,
    lacks_index,
    matching,
    meant,
    seek,
)
from trade.catalogue.queries.telling import ExpiredMark, expired_marks, marks_of, own_marks, properties_of

__all__ = [
    "BrandPage",
    "CategoryChoice",
    "ExpiredMark",
    "FoundSKU",
    "NamedPart",
    "OwnSKU",
    "PartRow",
    "PictureRow",
    "ProductRow",
    "Reach",
    "Sought",
    "Story",
    "brand_page",
    "category_choices",
    "expired_marks",
    "found_by",
    "found_skus",
    "lacks_index",
    "marks_of",
    "matching",
    "meant",
    "named_parts",
    "own_marks",
    "own_product",
    "own_products",
    "own_sku",
    "own_sku_by_code",
    "own_sku_of_code",
    "own_skus",
    "own_story",
    "packs_holding",
    "parts_of",
    "pictures_of",
    "product_of",
    "product_states",
    "properties_of",
    "seek",
    "seller_name",
    "specified",
]
