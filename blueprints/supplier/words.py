"""Words of the seller's desk: kinds of stock moves, and price lists."""

from typing import Final

from blueprints.supplier.blueprint import blueprint
from trade.pricing.queries import PriceListRow
from web.locale import CHINESE, current_locale
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

MOVES: Final[dict[str, LazyString]] = {
    "received": _l("Came in"),
    "counted": _l("Counted"),
    "shipped": _l("Shipped"),
    "returned": _l("Came back"),
    "observed": _l("Counted by another system"),
    "sent": _l("Sent to another warehouse"),
    "arrived": _l("Arrived from another warehouse"),
    "written_off": _l("Written off"),
    "sent_back": _l("Sent back to the maker"),
}


@blueprint.app_template_global()
def move_word(kind: str) -> str:
    """Return the word for a kind of stock move."""
    return str(MOVES[kind])


@blueprint.app_template_global()
def audience_word(row: PriceListRow) -> str:
    """Return whom a price list is for."""
    if row.audience == "level":
        return _("Level %(level)s", level=row.whom)
    if row.audience == "region":
        return _("Region %(region)s", region=row.whom_zh if current_locale() == CHINESE else row.whom)
    return row.whom if row.audience == "buyer" else _("Every admitted buyer")


@blueprint.app_template_global()
def list_name(audience: str, name: str) -> str:
    """Return what a price list is called: the one for everybody has a name in every language."""
    return _("For everybody") if audience == "base" else name
