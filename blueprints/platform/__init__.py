"""The platform's desk: who may trade, what was ordered, and one search box for every reference."""

from typing import Final

from blueprints.platform import (
    admissions,
    delisting,
    demand,
    home,
    inviting,
    judging,
    orders,
    organisations,
    payout_limits,
    pools,
    search,
    suspending,
)
from blueprints.platform.blueprint import blueprint
from trade.kernel.actor import Permission
from web import portals
from web.translation import lazy_gettext as _l

__all__ = [
    "NAV",
    "SEARCH",
    "admissions",
    "blueprint",
    "delisting",
    "demand",
    "home",
    "inviting",
    "judging",
    "orders",
    "organisations",
    "payout_limits",
    "pools",
    "search",
    "suspending",
]

NAV: Final = (
    (_l("Today"), "platform.today", Permission.ADMIT),
    (_l("Admission"), "platform.admission_list", Permission.OVERSEE),
    (_l("Organisations"), "platform.organisation_list", Permission.OVERSEE),
    (_l("Orders"), "platform.order_list", Permission.OVERSEE),
    (_l("Pools"), "platform.pool_list", Permission.OVERSEE),
    (_l("Demand"), "platform.demand", Permission.OVERSEE),
    (_l("Limits of payouts"), "platform.payout_limits", Permission.OVERSEE),
)
SEARCH: Final = "platform.search"

portals.count_at("platform.admission_list", admissions.waiting)
