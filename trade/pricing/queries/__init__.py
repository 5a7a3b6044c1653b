"""Reading prices: what a buyer is entitled to, what a seller has set."""

from trade.pricing.queries.agreements import (
    AgreementLineRow,
    AgreementRow,
    agreement,
    agreement_lines,
    agreements_after,
)
from trade.pricing.queries.calendar import DatedLadder, base_ladder, base_ladders, price_calendar
from trade.pricing.queries.candidates import LEVEL_KEY, candidates_from, candidates_lateral, holds_at
from trade.pricing.queries.least import least_prices, specially_priced
from trade.pricing.queries.lists import (
    BuyerLevelRow,
    ListedPrice,
    PriceListRow,
    buyer_levels,
    level_names,
    listed_prices,
    price_list,
    price_lists,
)
from trade.pricing.queries.of_sku import Listing, candidates_with, ladder_on, listings_of, usual_buyer
from trade.pricing.queries.places import EVERYWHERE, Among, Place, Places, earlier_places, next_places
from trade.pricing.queries.sheet import goods_by_code, sold_in, what_is_beside
from trade.pricing.queries.sheets import (
    SHEET_ROWS_SHOWN,
    RowToFix,
    SheetHead,
    SheetView,
    rows_to_fix,
    sheet_head,
    sheet_view,
    sheets_of,
)

__all__ = [
    "EVERYWHERE",
    "LEVEL_KEY",
    "SHEET_ROWS_SHOWN",
    "AgreementLineRow",
    "AgreementRow",
    "Among",
    "BuyerLevelRow",
    "DatedLadder",
    "ListedPrice",
    "Listing",
    "Place",
    "Places",
    "PriceListRow",
    "RowToFix",
    "SheetHead",
    "SheetView",
    "agreement",
    "agreement_lines",
    "agreements_after",
    "base_ladder",
    "base_ladders",
    "buyer_levels",
    "candidates_from",
    "candidates_lateral",
    "candidates_with",
    "earlier_places",
    "goods_by_code",
    "holds_at",
    "ladder_on",
    "least_prices",
    "level_names",
    "listed_prices",
    "listings_of",
    "next_places",
    "price_calendar",
    "price_list",
    "price_lists",
    "rows_to_fix",
    "sheet_head",
    "sheet_view",
    "sheets_of",
    "sold_in",
    "specially_priced",
    "usual_buyer",
    "what_is_beside",
]
