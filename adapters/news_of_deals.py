"""What news says of what is settled between a buyer and a seller, or within a buyer: inquiries, agreements, approvals."""

from typing import Final

from adapters.worded import N_, Words

_ASKED: Final = "/retailer/inquiries/{id}"
_INQUIRY: Final = "/supplier/inquiries/{id}"
_REQUEST: Final = "/retailer/purchase-requests/{id}"
_OFFER: Final = "/retailer/agreements/{id}"
_AGREEMENT: Final = "/supplier/prices/agreements/{id}"

DEAL_WORDS: Final[dict[str, Words]] = {
    "inquiry.asked": Words(
        N_("Somebody asks us for a quote"),
        N_("%(who)s asks for a quote: %(reference)s."),
        _INQUIRY,
    ),
    "inquiry.expiring": Words(
        N_("A quote for us ends soon"),
        N_("The quote of %(who)s, %(reference)s, holds until %(until)s. Order at it before then."),
        _ASKED,
    ),
    "inquiry.approval": Words(
        N_("A colleague asks to accept a quote"),
        N_("A colleague wants to order at the quote of %(who)s, %(reference)s, beyond their limits. It waits for you."),
        _ASKED,
    ),
    "request.asked": Words(
        N_("A colleague asks for approval"),
        N_("%(who)s wants to order %(reference)s for %(total)s, beyond their limits. It waits for you."),
        _REQUEST,
    ),
    "request.approved": Words(
        N_("My request is approved"),
        N_("%(who)s has approved %(reference)s: it is ordered."),
        _REQUEST,
    ),
    "request.declined": Words(
        N_("My request is declined"),
        N_("%(who)s has declined %(reference)s: %(reason)s"),
        _REQUEST,
    ),
    "inquiry.quoted": Words(N_("A seller quotes"), N_("%(who)s has quoted %(reference)s."), _ASKED),
    "inquiry.declined": Words(
        N_("A seller gives no price"), N_("%(who)s gives no price for %(reference)s: %(reason)s"), _ASKED
    ),
    "inquiry.message": Words(
        N_("A seller writes about an inquiry"), N_("%(who)s has written to you about %(reference)s."), _ASKED
    ),
    "inquiry.withdrawn": Words(
        N_("A buyer takes an inquiry back"), N_("%(who)s needs no price for %(reference)s any more."), _INQUIRY
    ),
    "inquiry.question": Words(
        N_("A buyer writes about an inquiry"), N_("%(who)s has written to you about %(reference)s."), _INQUIRY
    ),
    "agreement.offered": Words(
        N_("A seller offers us an agreement"),
        N_("%(who)s offers you prices of your own: “%(title)s”, %(reference)s, until %(until)s. Accept or decline."),
        _OFFER,
    ),
    "agreement.withdrawn": Words(
        N_("A seller takes the offer of an agreement back"),
        N_("%(who)s has taken back its offer “%(title)s”, %(reference)s."),
        _OFFER,
    ),
    "agreement.accepted": Words(
        N_("A buyer accepts an agreement"),
        N_("%(who)s has accepted “%(title)s”, %(reference)s. Its prices hold until %(until)s."),
        _AGREEMENT,
    ),
    "agreement.declined": Words(
        N_("A buyer declines an agreement"), N_("%(who)s has declined “%(title)s”, %(reference)s."), _AGREEMENT
    ),
    "agreement.ended": Words(
        N_("A buyer ends an agreement"),
        N_("%(who)s has ended “%(title)s”, %(reference)s. Orders that were placed keep its prices."),
        _AGREEMENT,
    ),
}
