"""What news says of claims, to the buyer who made them and to the seller who is asked."""

from typing import Final

from adapters.worded import N_, Words

_CASE: Final = "/claims/{id}"

CLAIM_WORDS: Final[dict[str, Words]] = {
    "claim.paid": Words(N_("Our claim is paid"), N_("%(amount)s for claim %(reference)s are with you."), _CASE),
    "claim.paid_by_clock": Words(
        N_("Our claim is paid after 24 hours"),
        N_("%(amount)s for claim %(reference)s are with you: its 24 hours were over."),
        _CASE,
    ),
    "claim.accepted": Words(
        N_("A seller accepts our claim"), N_("%(who)s bears claim %(reference)s: you have %(amount)s for it."), _CASE
    ),
    "claim.disputed": Words(
        N_("A seller disputes our claim"),
        N_("%(who)s disputes claim %(reference)s: %(reason)s The platform’s staff decide."),
        _CASE,
    ),
    "claim.decided": Words(
        N_("Our claim is decided"),
        N_("Claim %(reference)s is decided: you have %(amount)s for it. %(reason)s"),
        _CASE,
    ),
    "claim.rejected": Words(N_("Our claim is rejected"), N_("Claim %(reference)s is rejected: %(reason)s"), _CASE),
    "claim.message": Words(
        N_("Somebody writes about our claim"), N_("%(who)s about claim %(reference)s: %(reason)s"), _CASE
    ),
    "claimed.made": Words(
        N_("A buyer claims"),
        N_("%(who)s claims %(amount)s of %(order)s: %(reference)s. Answer by %(until)s."),
        _CASE,
    ),
    "claimed.silent": Words(
        N_("We have not answered a claim"),
        N_("Claim %(reference)s of %(who)s was not answered in time: the platform decides without you."),
        _CASE,
    ),
    "claimed.decided": Words(
        N_("A claim on us is decided"),
        N_("Claim %(reference)s of %(who)s is decided: it comes to %(amount)s. %(reason)s"),
        _CASE,
    ),
    "claimed.rejected": Words(
        N_("A claim on us is rejected"), N_("Claim %(reference)s of %(who)s is rejected: %(reason)s"), _CASE
    ),
    "claimed.message": Words(
        N_("Somebody writes about a claim on us"), N_("%(who)s about claim %(reference)s: %(reason)s"), _CASE
    ),
}
