"""Tables of the catalogue."""

from trade.catalogue.models.categories import Category, CommissionRate
from trade.catalogue.models.products import (
    SKU,
    Brand,
    PackPart,
    Picture,
    Product,
    ProductMark,
    Property,
    SearchWord,
    SKUTokens,
)

__all__ = [
    "SKU",
    "Brand",
    "Category",
    "CommissionRate",
    "PackPart",
    "Picture",
    "Product",
    "ProductMark",
    "Property",
    "SKUTokens",
    "SearchWord",
]
