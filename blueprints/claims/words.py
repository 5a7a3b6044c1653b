"""Claims in words: what is wrong, how it stands, which clock runs, why it was not paid unseen."""

from datetime import datetime
from typing import Final

from adapters import clock
from blueprints.claims.blueprint import blueprint
from trade.claims.queries import ClaimRow
from trade.claims.rules import ClaimState, Doubt, NotClaimable, Outcome, Reason, WindowClosed
from web.filters import instant, money, quantity
from web.sentences import FIELD_SENTENCES, sentence_for
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import EVENTS

REASONS: Final[dict[Reason, LazyString]] = {
    Reason.DAMAGED: _l("Damaged"),
    Reason.MISSING: _l("Missing: less came than was shipped"),
    Reason.WRONG: _l("Other goods than ordered"),
    Reason.EXPIRED: _l("Past its date, or about to be"),
    Reason.QUALITY: _l("Poor quality"),
}
BEARERS: Final[dict[str, LazyString]] = {
    Outcome.SELLER: _l("The seller bears it"),
    Outcome.PLATFORM: _l("The platform bears it"),
    "rejected": _l("Rejected: nothing is paid"),
}
DOUBTS: Final[dict[Doubt, LazyString]] = {
    Doubt.NEW: _l("New here: fewer than three orders were delivered to this buyer."),
    Doubt.OFTEN: _l("Claims often: more than four claims in 90 days, or more than one in three orders."),
    Doubt.REJECTED: _l("More than one claim was rejected in 90 days."),
    Doubt.OWES: _l("Still owes back what was paid for a rejected claim."),
    Doubt.RING: _l(
        "Another organisation at the same address, with the same phone number or the same people claimed within 90 days."
    ),
    Doubt.PHOTO: _l("One of its photos was used before, or looks the same as one that was."),
    Doubt.LARGE: _l("More than is paid unseen."),
    Doubt.KIND: _l("Quality is a matter of judgement."),
}

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
        "claims.collected": _l("Taken back from the buyer's wallet"),
    }
)


FIELD_SENTENCES.update(
    {
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


def claim_reason(reason: Reason) -> str:
    """Return what is wrong with the goods."""
    return str(REASONS[reason])


def claim_doubt(doubt: Doubt) -> str:
    """Return why a person looks at a claim first."""
    return str(DOUBTS[doubt])


def claim_clock(row: ClaimRow) -> str:
    """Say in one sentence where the money of a claim is, or by when it comes."""
    return _closed(row) if not row.is_open else _running(row, clock.now())


def answer_clock(row: ClaimRow) -> str:
    """Say in one sentence whether somebody has answered, or by when somebody does."""
    if row.answered_at is not None:
        return _("First answered on %(at)s.", at=instant(row.answered_at))
    return _("A first answer comes by %(at)s.", at=instant(row.money_due_at))


def _running(row: ClaimRow, at: datetime) -> str:
    if row.advanced_at is not None:
        return _("%(amount)s were paid to the buyer on %(at)s. Who bears it is being settled.",
                 amount=money(row.advanced), at=instant(row.advanced_at))  # fmt: skip
    if row.money_due_at <= at:
        return _(
            "Late: the money was due on %(at)s. The platform's staff see it first of all.", at=instant(row.money_due_at)
        )
    return _("Money comes by %(at)s, or a person says why not.", at=instant(row.money_due_at))


def _closed(row: ClaimRow) -> str:
    if row.state is ClaimState.WITHDRAWN:
        return _("Taken back by the buyer; nothing was paid.")
    if row.owed_back:
        return _(
            "The buyer still owes %(amount)s back, which its wallet pays as soon as it can.",
            amount=money(row.owed_back),
        )
    if row.state is ClaimState.REJECTED:
        return _("Nothing is paid for it.")
    if row.outcome is Outcome.PLATFORM:
        return _("The buyer has %(amount)s; the platform bears it.", amount=money(row.borne))
    return _("The buyer has %(amount)s; the seller bears it.", amount=money(row.borne))


for _function in (claim_reason, claim_doubt, claim_clock, answer_clock):
    blueprint.add_app_template_filter(_function, _function.__name__)
