"""The seller's desk: orders to confirm and ship, the range with its prices, the shelf, and what was earned."""

from typing import Final

from blueprints.supplier import (
    agreements,
    brand,
    counting,
    counts,
    earnings,
    exports,
    finding,
    fulfilment,
    home,
    levels,
    order_view,
    orders,
    packs,
    pictures,
    places,
    pool_offering,
    pool_running,
    pools,
    price_lists,
    prices,
    product_sheets,
    products,
    quotes,
    sentences,
    sku_prices,
    skus,
    slips,
    stock,
    takes,
    telling,
    terms,
    transfers,
    warehouses,
    words,
)
from blueprints.supplier.blueprint import blueprint
from trade.kernel.actor import Permission
from web import portals
from web.translation import lazy_gettext as _l

__all__ = [
    "NAV",
    "SEARCH",
    "agreements",
    "blueprint",
    "brand",
    "counting",
    "counts",
    "earnings",
    "exports",
    "finding",
    "fulfilment",
    "home",
    "levels",
    "order_view",
    "orders",
    "packs",
    "pictures",
    "places",
    "pool_offering",
    "pool_running",
    "pools",
    "price_lists",
    "prices",
    "product_sheets",
    "products",
    "quotes",
    "sentences",
    "sku_prices",
    "skus",
    "slips",
    "stock",
    "takes",
    "telling",
    "terms",
    "transfers",
    "warehouses",
    "words",
]

NAV: Final = (
    (_l("Today"), "supplier.today", Permission.SEE_SALES),
    (_l("Orders"), "supplier.order_list", Permission.SEE_SALES),
    (_l("Inquiries"), "supplier.inquiry_list", Permission.SEE_SALES),
    (_l("Pools"), "supplier.pool_list", Permission.SEE_SALES),
    (_l("Products"), "supplier.product_list", Permission.SEE_SALES),
    (_l("Prices"), "supplier.price_lists", Permission.SEE_SALES),
    (_l("Stock"), "supplier.stock_list", Permission.SEE_SALES),
    (_l("Terms"), "supplier.terms", Permission.SELL),
    (_l("Brand page"), "supplier.brand", Permission.SELL),
    (_l("Statements"), "supplier.statement_list", Permission.SEE_EARNINGS),
    (_l("Payouts"), "supplier.payout_list", Permission.SEE_EARNINGS),
)
SEARCH: Final = "supplier.find"

portals.count_at("supplier.order_list", order_view.waiting)
portals.count_at("supplier.inquiry_list", quotes.waiting)
