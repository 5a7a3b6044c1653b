"""Claims in words: what is wrong, how it stands, why it was not paid unseen."""

from typing import Final

from blueprints.claims.blueprint import blueprint
from blueprints.claims.clock_words import answer_clock, claim_clock
from trade.claims.queries import ClaimRow
from trade.claims.rules import (
    Doubt,
    LossOpen,
    NotClaimable,
    NothingOwed,
    NotReplaced,
    NotReturned,
    Outcome,
    OwnLoss,
    Reason,
    Remedy,
    ReplacementRefused,
    ReturnRefused,
    WindowClosed,
)
from trade.ordering.replacing import ReplacementShort
from web.filters import instant, quantity
from web.sentences import FIELD_SENTENCES, sentence_for
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import EVENTS, STATES

REASONS: Final[dict[Reason, LazyString]] = {
    Reason.DAMAGED: _l("Damaged"),
    Reason.MISSING: _l("Missing: less came than was shipped"),
    Reason.WRONG: _l("Other goods than ordered"),
    Reason.EXPIRED: _l("Past its date, or about to be"),
    Reason.QUALITY: _l("Poor quality"),
}
WISHES: Final[dict[Remedy, LazyString]] = {
    Remedy.MONEY: _l("My money back"),
    Remedy.REPLACEMENT: _l("The same goods again"),
    Remedy.RETURN: _l("To send them back, for my money"),
}
REMEDIES: Final[dict[Remedy, LazyString]] = {
    Remedy.MONEY: _l("Money back"),
    Remedy.REPLACEMENT: _l("A replacement"),
    Remedy.RETURN: _l("To send the goods back, for the money"),
}
BEARERS: Final[dict[str, LazyString]] = {
    Outcome.SELLER: _l("The seller bears it"),
    Outcome.PLATFORM: _l("The platform bears it"),
    Outcome.CARRIER: _l("The carrier bears it"),
    "replacement": _l("The seller sends the goods again, and nothing is paid"),
    "return": _l("The buyer sends the goods back first, then the seller bears it"),
    "rejected": _l("Rejected: nothing is paid"),
}
NOT_REPLACED: Final[dict[NotReplaced, LazyString]] = {
    NotReplaced.PAID: _l("The buyer has the money already: goods and money for the same claim are too much."),
    NotReplaced.TRIED: _l("The goods were sent again once, and that did not settle it. Settle the claim with money."),
    NotReplaced.MONEY: _l(
        "The buyer would like its money, not the goods again. Accept the claim, or say why it is wrong."
    ),
}
NOT_RETURNED: Final[dict[NotReturned, LazyString]] = {
    NotReturned.MISSING: _l("These goods never came, so they cannot go back."),
    NotReturned.WISH: _l("The buyer would rather not send them back. Accept the claim, or say why it is wrong."),
    NotReturned.TRIED: _l("They were to go back once already. Decide who bears the claim."),
    NotReturned.SENT: _l("You have said already with whom they are on their way."),
    NotReturned.NOT_SENT: _l("The buyer has not sent them yet."),
}
DOUBTS: Final[dict[Doubt, LazyString]] = {
    Doubt.NEW: _l("New here: fewer than three orders were delivered to this buyer."),
    Doubt.OFTEN: _l("Claims often: more than four claims in 90 days, or more than one in three orders."),
    Doubt.REJECTED: _l("More than one claim was rejected in 90 days."),
    Doubt.OWES: _l("Still owes back what was paid for a rejected claim."),
    Doubt.RING: _l(
        "Another organisation at the same address, with the same phone number or the same people claimed within 90 days."
    ),
    Doubt.DEVICE: _l(
        "Another buyer that claimed within 90 days signs in from the same device. Shops that share an office or an adviser do too."
    ),
    Doubt.PHOTO: _l("One of its photos was used before, or looks the same as one that was."),
    Doubt.LARGE: _l("More than is paid unseen."),
    Doubt.KIND: _l("Quality is a matter of judgement."),
    Doubt.LATE: _l("A late claim: it was not paid unseen because the order was completed."),
}
STATES["claim.returning"] = (_l("Goods go back"), "active")
EVENTS.update(
    {
        "claims.claim_made": _l("Claim made"),
        "claims.claim_withdrawn": _l("Claim taken back"),
        "claims.advanced_at_once": _l("Paid at once, before anybody looked at it"),
        "claims.advanced": _l("Paid to the buyer before it was decided"),
        "claims.advanced_by_clock": _l("Paid to the buyer, since 24 hours were over"),
        "claims.escalated": _l("Late: 24 hours are over, and it is more than is paid without a person"),
        "claims.seller_silent": _l("The seller has not answered in time; the platform decides"),
        "claims.claim_accepted": _l("Accepted by the seller"),
        "claims.claim_disputed": _l("Disputed by the seller"),
        "claims.message_sent": _l("Message"),
        "claims.claim_decided": _l("Decided by the platform"),
        "claims.claim_rejected": _l("Rejected by the platform"),
        "claims.replacement_ordered": _l("The goods are sent again"),
        "claims.replacement_failed": _l("The goods did not come again in time; it is about money"),
        "claims.replacement_refused": _l("What came again is not right either"),
        "claims.replaced": _l("Settled: the goods came again"),
        "claims.return_asked": _l("The goods are to go back"),
        "claims.return_sent": _l("The goods are on their way back"),
        "claims.return_arrived": _l("The goods are back"),
        "claims.return_short": _l("Not all of the goods came back; the platform decides"),
        "claims.return_missed": _l("The goods were not sent back in time; the platform decides"),
        "claims.carrier_paid": _l("Paid by the carrier"),
        "claims.carrier_named": _l("Carrier added"),
        "claims.loss_proposed": _l("Proposed to give up what the carrier owes"),
        "claims.loss_approved": _l("Given up what the carrier owes"),
        "claims.loss_rejected": _l("Not given up: the carrier owes it still"),
        "claims.collected": _l("Taken back from the buyer's wallet"),
    }
)


FIELD_SENTENCES.update(
    {
        "carrier_unknown": _l("Choose which carrier bears it."),
        "carrier_known": _l("A carrier of this name is there already."),
        "beyond_claimed": _l("Enter for each line how many came back: no more than are claimed."),
        "beyond_claim": _l("Enter more than 0 and at most what was asked for."),
        "words_or_photo": _l("Send a photo, or say in a few words what is wrong."),
        "too_many_photos": _l("Six photos at the most."),
        "photo_used": _l("One of these photos belongs to another claim already. Take a new one."),
    }
)


@sentence_for(NotClaimable)
def _not_claimable(error: NotClaimable) -> str:
    if not error.left:
        return _("All of %(name)s has been claimed already.", name=error.name)
    return _("Of %(name)s at most %(left)s can still be claimed.", name=error.name, left=quantity(error.left))


@sentence_for(WindowClosed)
def _window_closed(error: WindowClosed) -> str:
    return _("The time for claims ended on %(until)s. Write to the seller.", until=instant(error.until))


@sentence_for(ReplacementRefused)
def _replacement_refused(error: ReplacementRefused) -> str:
    return str(NOT_REPLACED[error.reason])


@sentence_for(ReturnRefused)
def _return_refused(error: ReturnRefused) -> str:
    return str(NOT_RETURNED[error.reason])


@sentence_for(LossOpen)
def _loss_open(_error: LossOpen) -> str:
    return _("Somebody proposed that already, and it waits for another person.")


@sentence_for(OwnLoss)
def _own_loss(_error: OwnLoss) -> str:
    return _("You proposed it yourself, so somebody else must agree. Nothing was changed.")


@sentence_for(NothingOwed)
def _nothing_owed(_error: NothingOwed) -> str:
    return _("The carrier owes nothing for this claim.")


@sentence_for(ReplacementShort)
def _replacement_short(error: ReplacementShort) -> str:
    return _("There is not enough of %(name)s in stock to send it again. Settle the claim with money.", name=error.name)


def claim_reason(row: ClaimRow) -> str:
    """Return what is wrong with the goods, and whether it is a late claim."""
    return _("A hidden defect (late claim)") if row.late else str(REASONS[row.reason])


def claim_wish(wish: Remedy) -> str:
    """Return what the buyer would like to come of it."""
    return str(REMEDIES[wish])


def claim_doubt(doubt: Doubt) -> str:
    """Return why a person looks at a claim first."""
    return str(DOUBTS[doubt])


for _function in (claim_reason, claim_wish, claim_doubt, claim_clock, answer_clock):
    blueprint.add_app_template_filter(_function, _function.__name__)
