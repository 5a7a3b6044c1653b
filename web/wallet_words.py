"""Why money came into a wallet or left it, by the kind of entry, in a buyer's words."""

from typing import Final

from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l

REASONS: Final[dict[str, LazyString]] = {
    "order:paid": _l("Paid for an order"),
    "order:cancelled": _l("Back: the order was cancelled"),
    "order:short": _l("Back: the seller could not ship everything"),
    "order:held_back": _l("Back: an inspection of the goods failed"),
    "order:difference": _l("Back: the pool cost less than was set aside"),
    "commitment:held": _l("Set aside for a pool"),
    "commitment:raised": _l("More set aside for a pool"),
    "commitment:released": _l("Back from a pool"),
    "repayment:paid": _l("Paid back what was bought on credit"),
    "claim:advanced": _l("Paid for a claim"),
    "claim:collected": _l("Paid back: a claim was rejected, or came to less"),
    "withdrawal:asked": _l("Taken out, to your bank account"),
    "withdrawal:cancelled": _l("Put back: not taken out after all"),
    "withdrawal:returned": _l("Back: the bank did not pay it out"),
    "receipt:matched": _l("Your bank transfer arrived"),
    "receipt:unmatched": _l("Taken back: this transfer was not yours"),
}


def reason_word(reason: str) -> str:
    """Return why money moved; a kind of entry that nobody knows yet has moved it all the same."""
    return str(REASONS.get(reason) or _("Moved"))
