"""Tables of the catalogue."""

from trade.catalogue.models.categories import Category, CommissionRate, DatedProposal, checks_of_dated
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
from trade.catalogue.models.tallies import TalliedSKU

__all__ = [
    "SKU",
    "Brand",
    "Category",
    "CommissionRate",
    "DatedProposal",
    "PackPart",
    "Picture",
    "Product",
    "ProductMark",
    "Property",
    "SKUTokens",
    "SearchWord",
    "TalliedSKU",
    "checks_of_dated",
]
