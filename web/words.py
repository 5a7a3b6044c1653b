"""The words that pages use for states, roles, kinds of organisations and events: no raw name ever reaches a screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from flask import Flask

from trade.ordering.rules import Hindrance
from trade.parties.rules import OrganisationKind, Role
from web.translation import LazyString
from web.translation import lazy_gettext as _l

STATES: Final[dict[str, tuple[LazyString, str]]] = {
    # organisations
    "invited": (_l("Invited"), "waiting"),
    "applied": (_l("Waiting for admission"), "waiting"),
    "admitted": (_l("Admitted"), "active"),
    "suspended": (_l("Suspended"), "danger"),
    # products
    "draft": (_l("Draft"), "quiet"),
    "offered": (_l("For sale"), "active"),
    "withdrawn": (_l("Withdrawn"), "quiet"),
    "held_back": (_l("Held back from sale"), "danger"),
    # orders
    "placed": (_l("Placed"), "waiting"),
    "confirmed": (_l("Confirmed"), "active"),
    "partly_shipped": (_l("Partly shipped"), "active"),
    "shipped": (_l("On its way"), "active"),
    "delivered": (_l("Delivered"), "active"),
    "completed": (_l("Completed"), "done"),
    "cancelled": (_l("Cancelled"), "quiet"),
    # inquiries
    "inquiry.open": (_l("To be quoted"), "waiting"),
    "inquiry.quoted": (_l("Quoted"), "active"),
    "inquiry.expired": (_l("The quote holds no more"), "quiet"),
    "inquiry.approval": (_l("Waits for approval"), "waiting"),
    "inquiry.accepted": (_l("Ordered"), "done"),
    "inquiry.declined": (_l("Declined"), "danger"),
    "inquiry.withdrawn": (_l("Taken back"), "quiet"),
    # purchase requests
    "waiting": (_l("Waits for approval"), "waiting"),
    "approved": (_l("Approved and ordered"), "done"),
    "declined": (_l("Declined"), "danger"),
    "purchase_request.withdrawn": (_l("Taken back"), "quiet"),
    # pools
    "pool.draft": (_l("Draft"), "quiet"),
    "pool.proposed": (_l("Proposed"), "waiting"),
    "pool.declined": (_l("Declined"), "quiet"),
    "pool.coming": (_l("Opens soon"), "waiting"),
    "pool.open": (_l("Open"), "active"),
    "pool.due": (_l("Being closed"), "waiting"),
    "pool.making": (_l("Being made"), "active"),
    "pool.closed": (_l("Closed"), "done"),
    "pool.failed": (_l("Not reached"), "quiet"),
    "pool.cancelled": (_l("Called off"), "danger"),
    # prices and agreements
    "price.past": (_l("Past"), "quiet"),
    "price.now": (_l("Holds now"), "active"),
    "price.scheduled": (_l("Scheduled"), "waiting"),
    "agreement.offered": (_l("Waiting for the buyer"), "waiting"),
    "bought_agreement.offered": (_l("Offered to you"), "waiting"),
    "ended": (_l("Ended"), "quiet"),
    "begun": (_l("begun"), "active"),
    "accepted": (_l("Agreed"), "active"),
    # uploads
    "mapping": (_l("Waiting for its columns"), "waiting"),
    "checking": (_l("Being checked"), "active"),
    "checked": (_l("Waiting for you to confirm"), "waiting"),
    "upload.confirmed": (_l("In the cart"), "done"),
    "taking": (_l("Being taken in"), "active"),
    "taken": (_l("Taken in"), "done"),
    "stopped": (_l("Stopped"), "quiet"),
    "failed": (_l("Not readable to its end"), "danger"),
    # settlement runs and payouts
    "queued": (_l("Waiting to start"), "waiting"),
    "running": (_l("Running"), "active"),
    "done": (_l("Done"), "done"),
    "prepared": (_l("Waiting for approval"), "waiting"),
    "sent": (_l("Sent to the bank"), "active"),
    "booked": (_l("Paid out"), "done"),
    "rejected": (_l("Rejected"), "danger"),
    "refused": (_l("Refused by the bank"), "danger"),
    "returned": (_l("Came back"), "danger"),
    "payout_batch.approved": (_l("Approved"), "active"),
    "bank_file.intended": (_l("Leaves soon, or the bank is asked"), "waiting"),
    "bank_file.delivered": (_l("At the bank"), "done"),
    "bank_file.refused": (_l("Refused by the bank"), "danger"),
    # money taken out of wallets
    "withdrawal.asked": (_l("On its way"), "waiting"),
    "withdrawal.carried": (_l("On its way"), "waiting"),
    "withdrawal.paid": (_l("Paid out"), "done"),
    "withdrawal.returned": (_l("Came back"), "danger"),
    "withdrawal.cancelled": (_l("Put back"), "quiet"),
    # commission rates
    "rate.proposed": (_l("Waiting for approval"), "waiting"),
    "rate.approved": (_l("Approved"), "active"),
    "rate.rejected": (_l("Rejected"), "danger"),
    # disputed lines of statements
    "dispute.open": (_l("Waits for an answer"), "waiting"),
    "dispute.corrected": (_l("Put right"), "done"),
    "dispute.declined": (_l("Declined"), "quiet"),
    "dispute.withdrawn": (_l("Taken back"), "quiet"),
    # claims
    "claim.asked": (_l("Waits for the seller"), "waiting"),
    "claim.advanced": (_l("Paid"), "active"),
    "claim.disputed": (_l("Disputed"), "waiting"),
    "claim.unanswered": (_l("No answer"), "waiting"),
    "claim.replacing": (_l("Goods come again"), "active"),
    "claim.settled": (_l("Settled"), "done"),
    "claim.rejected": (_l("Rejected"), "danger"),
    "claim.withdrawn": (_l("Taken back"), "quiet"),
    # inspections
    "inspection.planned": (_l("Planned"), "waiting"),
    "inspection.recorded": (_l("Waits for a second person"), "waiting"),
    "inspection.passed": (_l("Passed"), "done"),
    "inspection.failed": (_l("Failed"), "danger"),
    "inspection.set_aside": (_l("Set aside"), "quiet"),
    "inspection.called_off": (_l("Called off"), "quiet"),
    # transfers and stock takes
    "transfer.on_its_way": (_l("On its way"), "waiting"),
    "transfer.arrived": (_l("Arrived"), "done"),
    "stock_take.counting": (_l("Being counted"), "waiting"),
    "stock_take.posted": (_l("In the books"), "done"),
    "stock_take.given_up": (_l("Given up"), "quiet"),
}
"""Word and tone (the shape and colour beside it) of each state. ``"order.placed"`` would be another word for one kind."""

ROLES: Final[dict[str, LazyString]] = {
    Role.OWNER: _l("Owner"),
    Role.SALES: _l("Sales"),
    Role.BUYER: _l("Purchasing"),
    Role.APPROVER: _l("Approves purchases"),
    Role.WAREHOUSE: _l("Warehouse"),
    Role.FINANCE_MAKER: _l("Finance, prepares"),
    Role.FINANCE_CHECKER: _l("Finance, approves"),
    Role.SUPPORT: _l("Support"),
}

KINDS: Final[dict[str, LazyString]] = {
    OrganisationKind.PLATFORM: _l("Platform"),
    OrganisationKind.SUPPLIER: _l("Supplier"),
    OrganisationKind.DISTRIBUTOR: _l("Distributor"),
    OrganisationKind.RETAILER: _l("Retailer"),
    OrganisationKind.LENDER: _l("Lender"),
    OrganisationKind.CARRIER: _l("Carrier"),
}

HINDRANCES: Final[dict[str, LazyString]] = {
    Hindrance.WITHDRAWN: _l("Not for sale any more"),
    Hindrance.HELD_BACK: _l("Held back, since an inspection failed"),
    Hindrance.SELLER: _l("Its seller does not trade at present."),
}

EVENTS: Final[dict[str, LazyString]] = {
    "history.organisation_imported": _l("Brought in with past sales"),
    "history.product_imported": _l("Brought in with past sales"),
    "parties.signed_in": _l("Signed in"),
    "parties.signed_out": _l("Signed out"),
    "parties.organisation_invited": _l("Invited to the market"),
    "parties.organisation_applied": _l("Accepted the invitation"),
    "parties.organisation_admitted": _l("Admitted to the market"),
    "parties.organisation_suspended": _l("Suspended"),
    "parties.organisation_reinstated": _l("Admitted again"),
    "parties.member_invited": _l("Somebody was invited"),
    "parties.invitation_sent": _l("The invitation was sent"),
    "parties.member_joined": _l("Somebody joined"),
    "parties.member_left": _l("Somebody left"),
    "parties.limits_set": _l("Spending limits changed"),
    "parties.address_added": _l("Delivery address added"),
    "parties.address_edited": _l("Delivery address changed"),
    "parties.address_archived": _l("Delivery address taken off the list"),
    "parties.default_address_chosen": _l("Another address is the usual one"),
    "parties.organisation_moved": _l("The organisation's own address changed"),
    "parties.recovery_codes_made": _l("Recovery codes made"),
    "parties.recovery_code_used": _l("Signed in with a recovery code"),
    "parties.second_factor_replaced": _l("Code generator removed, to be replaced"),
    "parties.terms_set": _l("Terms for orders changed"),
}
"""What a timeline says for an event's verb; each portal adds its areas' verbs with ``EVENTS.update``."""


@dataclass(frozen=True, slots=True)
class Word:
    """A state's word and tone; in text it is the word."""

    word: str
    tone: str

    def __str__(self) -> str:
        return self.word


FACT_WORDS: Final[dict[str, Mapping[str, LazyString]]] = {}
"""Words for facts of events that are a code, by the fact's name; an area's words register their own."""


def state_word(state: str, of: str = "") -> Word:
    """Return the word for a state, ``of`` a kind of thing where it differs."""
    word, tone = STATES.get(f"{of}.{state}") or STATES[state]
    return Word(str(word), tone)


class _Inquiry(Protocol):
    @property
    def state(self) -> str: ...
    @property
    def has_expired(self) -> bool: ...
    @property
    def waits_for_approval(self) -> bool: ...


def inquiry_word(inquiry: _Inquiry) -> Word:
    """Return the word for where an inquiry stands: a quote may have expired, or wait for somebody's approval."""
    state = "expired" if inquiry.has_expired else "approval" if inquiry.waits_for_approval else inquiry.state
    return state_word(state, "inquiry")


def role_word(role: str) -> str:
    """Return the word for a member's role."""
    return str(ROLES[role])


def kind_word(kind: str) -> str:
    """Return the word for a kind of organisation."""
    return str(KINDS[kind])


def event_word(verb: str) -> str:
    """Return what a timeline says for an event."""
    return str(EVENTS[verb])


def hindrance_word(hindrance: str) -> str:
    """Say why goods cannot be ordered now."""
    return str(HINDRANCES[hindrance])


def init_app(app: Flask) -> None:
    """Give templates the words, as filters and globals."""
    words = {
        "hindrance_word": hindrance_word,
        "state_word": state_word,
        "role_word": role_word,
        "kind_word": kind_word,
        "event_word": event_word,
        "inquiry_word": inquiry_word,
    }
    app.jinja_env.filters.update(words)
    app.jinja_env.globals.update(words)
