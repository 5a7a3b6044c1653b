"""The facts of an event, told to people: which of them have a name, and how each is written."""

from datetime import date, datetime
from typing import Any, Final

from trade.kernel.money import Money
from web import filters
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import FACT_WORDS

LABELS: Final[dict[str, LazyString]] = {
    "reason": _l("Reason"),
    "rate": _l("Rate"),
    "from": _l("From"),
    "total": _l("Total"),
    "refunded": _l("Given back"),
    "shipment": _l("Shipment"),
    "units": _l("Units"),
    "steps": _l("Prices"),
    "level": _l("Level"),
    "list": _l("List"),
    "since": _l("From"),
    "until": _l("Until"),
    "on_hand": _l("On the shelf"),
    "lot": _l("Lot"),
    "goods": _l("Goods"),
    "received": _l("Received"),
    "rejected": _l("Rejected"),
    "lost": _l("Lost"),
    "counted": _l("Counted"),
    "differences": _l("Differences"),
    "shelf_days": _l("Days to keep after delivery"),
    "amount": _l("Amount"),
    "owed": _l("Still owed"),
    "held": _l("Held"),
    "captured": _l("Spent"),
    "released": _l("Free again"),
    "limit": _l("Limit"),
    "term_days": _l("Days to pay"),
    "expires_on": _l("Holds until"),
    "used": _l("Owed now"),
    "points": _l("Points"),
    "invoice": _l("Invoice"),
    "open": _l("Still open"),
    "days": _l("Days"),
    "parts": _l("Parts"),
    "due_on": _l("Due"),
    "bank_account": _l("To the account"),
    "legal_name": _l("Legal name"),
    "tax_id": _l("Tax number"),
    "account_now": _l("Account the seller names now"),
    "said": _l("The bank says"),
    "charge": _l("Charge of the bank"),
    "payouts": _l("Payouts"),
    "largest": _l("The largest"),
    "gross": _l("Sold for"),
    "commission": _l("Commission"),
    "net": _l("Earned"),
    "name": _l("Name"),
    "name_zh": _l("Chinese name"),
    "description": _l("Description"),
    "story": _l("Story in English"),
    "story_zh": _l("Story in Chinese"),
    "unit": _l("Unit"),
    "pack_size": _l("Pack size"),
    "moq": _l("Least order"),
    "multiple": _l("Sold in multiples of"),
    "barcode": _l("Barcode"),
    "is_offered": _l("For sale"),
}
"""What a timeline shows of an event's facts, in this order. A fact without a label (an id, say) is for machines."""

_MONEY: Final = frozenset(
    {
        "total", "refunded", "amount", "said", "charge", "limit", "gross", "commission", "net", "held", "captured", "owed",
        "released",
    }
)  # fmt: skip
_DATED: Final = frozenset({"since", "until", "expires_on", "due_on"})


def shown(name: str, value: Any, currency: str) -> str:
    """Write one fact; nothing for one that is missing, empty or nil."""
    if value is None or value in ("", []):
        return ""
    if name in _MONEY:
        return filters.money(Money(value, currency)) if currency and value else ""
    if name in _DATED:
        return _dated(value)
    if name in FACT_WORDS and value in FACT_WORDS[name]:
        return str(FACT_WORDS[name][value])
    return _written(value)


def _dated(value: str) -> str:
    if "T" in value:
        return filters.instant(datetime.fromisoformat(value))
    return filters.day(date.fromisoformat(value))


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return filters.quantity(value) if isinstance(value, int) else str(value)
