"""The frame of somebody who buys and sells: one first page over both sides, and words that tell them apart.

The pages themselves are the buyers' and the sellers'; they are named here by their endpoints, never imported.
"""

from typing import Final

from blueprints.distributor import finding, home
from blueprints.distributor.blueprint import blueprint
from trade.kernel.actor import Permission
from web.portals import NavEntry, Renamed
from web.translation import lazy_gettext as _l

__all__ = ["NAV", "RENAMED", "SEARCH", "blueprint", "finding", "home"]

NAV: Final = (NavEntry(_l("Today"), "distributor.today", Permission.SEE_SALES, also=Permission.SEE_PURCHASES),)
SEARCH: Final = "distributor.find"
RENAMED: Final = {
    "retailer.orders": Renamed(_l("Purchases"), "orders"),
    "retailer.pools": Renamed(_l("Pools to join")),
    "retailer.wallet": Renamed(_l("Wallet"), "me"),
    "supplier.today": None,
    "supplier.order_list": Renamed(_l("Sales"), "pools"),
    "supplier.pool_list": Renamed(_l("Our pools")),
    "members.people": Renamed(_l("Members")),
}
"""What other portals' places are called beside each other; ``None``: this frame has a page of its own for it."""
