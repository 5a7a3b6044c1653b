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
    "earning.recovered": Words(
        N_("A claim came off what is payable to us"),
        N_("%(amount)s were taken from what is payable to you, for late claim %(reference)s."),
        _CASE,
    ),
    "earning.recovered_stated": Words(
        N_("A claim came off our statement"),
        N_("%(amount)s of your newest statement pay late claim %(reference)s."),
        _CASE,
    ),
    "earning.recovered_reserve": Words(
        N_("A claim came off what is held back for us"),
        N_("%(amount)s of what is held back for you were taken for late claim %(reference)s."),
        _CASE,
    ),
    "earning.recovery_paid": Words(
        N_("Our wallet paid a claim"),
        N_("%(amount)s of your wallet paid what you owe of late claim %(reference)s."),
        _CASE,
    ),
    "earning.recovery_due": Words(
        N_("We are asked to pay a claim"),
        N_(
            "%(amount)s of late claim %(reference)s are invoiced to you, to be paid within 14 days. The demand is among your papers."
        ),
        _CASE,
    ),
    "earning.recovery_reminded": Words(
        N_("A claim that we owe is overdue"),
        N_("%(amount)s of late claim %(reference)s are due. Transfer them, or they come off what you earn."),
        _CASE,
    ),
    "claim.message": Words(
        N_("Somebody writes about our claim"), N_("%(who)s about claim %(reference)s: %(reason)s"), _CASE
    ),
    "claim.replaced": Words(
        N_("Our goods are sent again"),
        N_("%(who)s sends the goods of claim %(reference)s again, for nothing. Say so there if they are not right."),
        _CASE,
    ),
    "claim.not_replaced": Words(
        N_("Our goods did not come again"),
        N_("The goods of claim %(reference)s were not sent again in time: it is about money, within 24 hours."),
        _CASE,
    ),
    "claim.return_asked": Words(
        N_("We are to send goods back"),
        N_(
            "Send the goods of claim %(reference)s back within seven days, and say there with whom. Your money does not wait for that."
        ),
        _CASE,
    ),
    "claim.returned": Words(
        N_("Goods that we sent back are there"),
        N_("The goods of claim %(reference)s are back: you have %(amount)s for it."),
        _CASE,
    ),
    "claim.returned_short": Words(
        N_("Not all that we sent back is there"),
        N_("%(who)s says that not all goods of claim %(reference)s came back. The platform’s staff decide."),
        _CASE,
    ),
    "claim.not_returned": Words(
        N_("We have not sent goods back"),
        N_("The goods of claim %(reference)s were not sent back in time: the platform’s staff decide."),
        _CASE,
    ),
    "claimed.return_sent": Words(
        N_("Goods of a claim come back"),
        N_(
            "%(who)s has sent the goods of claim %(reference)s back: %(reason)s Say there what arrived, within 14 days."
        ),
        _CASE,
    ),
    "claimed.returned": Words(
        N_("Goods of a claim are back"),
        N_("The goods of claim %(reference)s of %(who)s are back, and you bear it with %(amount)s."),
        _CASE,
    ),
    "claimed.not_returned": Words(
        N_("Goods of a claim did not come back"),
        N_("The goods of claim %(reference)s of %(who)s were not sent back in time: the platform’s staff decide."),
        _CASE,
    ),
    "claimed.replaced": Words(
        N_("Goods of a claim are sent again"),
        N_("The goods of claim %(reference)s of %(who)s are ordered again, for nothing: they leave within three days."),
        _CASE,
    ),
    "claimed.not_replaced": Words(
        N_("Goods of a claim were not sent again"),
        N_(
            "The goods of claim %(reference)s of %(who)s did not leave in time: it is about money. Answer by %(until)s."
        ),
        _CASE,
    ),
    "claimed.not_right": Words(
        N_("Goods that we sent again are not right"),
        N_("%(who)s about what came again for claim %(reference)s: %(reason)s Answer by %(until)s."),
        _CASE,
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
