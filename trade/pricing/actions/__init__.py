"""Setting prices: ladders on lists, whom lists are for, agreements and what consumes them."""

from trade.pricing.actions.agreements import (
    accept_agreement,
    consume,
    draft_agreement,
    drop_agreement_line,
    end_agreement,
    offer_agreement,
    release,
    set_agreement_line,
)
from trade.pricing.actions.ladders import (
    LadderRefused,
    LadderUnfit,
    ListRefused,
    ListSet,
    set_ladder,
    set_list,
)
from trade.pricing.actions.leaving import leave_list, withdraw_ladder
from trade.pricing.actions.lists import Audience, begin_list, end_list, set_level
from trade.pricing.actions.offers import change_offer, offer_pack, offer_product, offer_sku
from trade.pricing.actions.sheet import TakenIn, take_in_goods
from trade.pricing.actions.sheets import (
    cancel_sheet,
    check_slice,
    confirm_sheet,
    forget_sheets,
    send_sheet,
    take_slice,
)

__all__ = [
    "Audience",
    "LadderRefused",
    "LadderUnfit",
    "ListRefused",
    "ListSet",
    "TakenIn",
    "accept_agreement",
    "begin_list",
    "cancel_sheet",
    "change_offer",
    "check_slice",
    "confirm_sheet",
    "consume",
    "draft_agreement",
    "drop_agreement_line",
    "end_agreement",
    "end_list",
    "forget_sheets",
    "leave_list",
    "offer_agreement",
    "offer_pack",
    "offer_product",
    "offer_sku",
    "release",
    "send_sheet",
    "set_agreement_line",
    "set_ladder",
    "set_level",
    "set_list",
    "take_in_goods",
    "take_slice",
    "withdraw_ladder",
]
