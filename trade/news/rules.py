"""What is told to whom, by which channels, and how long a letter or a text message is tried."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from trade.kernel.actor import Permission
from trade.parties.rules import APPLYING, BUYING, SELLING, Role


class Channel(StrEnum):
    """How a person is told: on the pages, by letter, by text message."""

    PAGE = "page"
    MAIL = "mail"
    TEXT = "text"


class NewsState(StrEnum):
    """waiting → told; given up where no letter or text message got through for a day."""

    WAITING = "waiting"
    TOLD = "told"
    GIVEN_UP = "given_up"


class Side(StrEnum):
    """On which side of the deal those stand who are told; or what it says of their own organisation."""

    BUYER = "buyer"
    SELLER = "seller"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of news: the event it tells, to those with ``permission`` on one side of its subject.

    ``channels`` are those of somebody who has chosen nothing: pages always, letters where something waits for a hand.
    ``tells_doer``: whoever did it is told as well, since it is a promise to them rather than news. ``by_people``: only what a
    person did; what the market does by itself, such as the orders of a pool, is told in another way.
    """

    name: str
    verb: str
    side: Side
    permission: Permission
    channels: frozenset[Channel]
    tells_doer: bool = False
    by_people: bool = False

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that are told on this side."""
        table = {Side.BUYER: BUYING, Side.SELLER: SELLING, Side.OWN: APPLYING}[self.side]
        return tuple(role for role in Role if self.permission in table.get(role, ()))


_P = Permission
PAGE: Final = frozenset({Channel.PAGE})
HAND: Final = frozenset({Channel.PAGE, Channel.MAIL})

KINDS: Final[tuple[Kind, ...]] = (
    Kind("purchase.placed", "ordering.order_placed", Side.BUYER, _P.SEE_PURCHASES, PAGE, by_people=True),
    Kind("purchase.confirmed", "ordering.order_confirmed", Side.BUYER, _P.SEE_PURCHASES, PAGE),
    Kind("purchase.shipped", "ordering.order_shipped", Side.BUYER, _P.SEE_PURCHASES, HAND),
    Kind("purchase.cancelled", "ordering.order_cancelled", Side.BUYER, _P.SEE_PURCHASES, HAND),
    Kind("purchase.closed_short", "ordering.order_closed_short", Side.BUYER, _P.SEE_PURCHASES, HAND),
    Kind("purchase.spoilt", "ordering.goods_spoilt", Side.BUYER, _P.SEE_PURCHASES, HAND),
    Kind("purchase.held_back", "ordering.held_back_cancelled", Side.BUYER, _P.SEE_PURCHASES, HAND),
    Kind("sale.placed", "ordering.order_placed", Side.SELLER, _P.SEE_SALES, HAND, by_people=True),
    Kind("sale.shipped", "ordering.order_shipped", Side.SELLER, _P.SEE_SALES, PAGE),
    Kind("sale.delivered", "ordering.order_delivered", Side.SELLER, _P.SEE_SALES, PAGE),
    Kind("sale.cancelled", "ordering.order_cancelled", Side.SELLER, _P.SEE_SALES, HAND),
    Kind("inquiry.asked", "quoting.quote_asked", Side.SELLER, _P.SELL, HAND),
    Kind("inquiry.quoted", "quoting.quote_sent", Side.BUYER, _P.BUY, HAND),
    Kind("inquiry.expiring", "quoting.quote_expiring", Side.BUYER, _P.BUY, HAND),
    Kind("inquiry.approval", "quoting.approval_asked", Side.BUYER, _P.APPROVE_PURCHASES, HAND),
    Kind("inquiry.declined", "quoting.inquiry_declined", Side.BUYER, _P.BUY, HAND),
    Kind("inquiry.message", "quoting.message_sent", Side.BUYER, _P.BUY, HAND),
    Kind("inquiry.question", "quoting.message_sent", Side.SELLER, _P.SELL, HAND),
    Kind("inquiry.withdrawn", "quoting.inquiry_withdrawn", Side.SELLER, _P.SELL, PAGE),
    Kind("agreement.offered", "pricing.agreement_offered", Side.BUYER, _P.BUY, HAND),
    Kind("agreement.withdrawn", "pricing.agreement_withdrawn", Side.BUYER, _P.BUY, PAGE),
    Kind("agreement.accepted", "pricing.agreement_accepted", Side.SELLER, _P.SELL, HAND),
    Kind("agreement.declined", "pricing.agreement_declined", Side.SELLER, _P.SELL, HAND),
    Kind("agreement.ended", "pricing.agreement_ended", Side.SELLER, _P.SELL, HAND),
    Kind("request.asked", "ordering.purchase_requested", Side.BUYER, _P.APPROVE_PURCHASES, HAND),
    Kind("request.approved", "ordering.request_approved", Side.BUYER, _P.BUY, HAND),
    Kind("request.declined", "ordering.request_declined", Side.BUYER, _P.BUY, HAND),
    Kind("pool.joined", "pooling.pool_joined", Side.BUYER, _P.SEE_PURCHASES, PAGE, tells_doer=True),
    Kind("pool.joined_to_order", "pooling.joined_to_order", Side.BUYER, _P.SEE_PURCHASES, PAGE, tells_doer=True),
    Kind("pool.step", "pooling.step_reached", Side.BUYER, _P.SEE_PURCHASES, PAGE, tells_doer=True),
    Kind("pool.closing", "pooling.closing_soon", Side.BUYER, _P.BUY, HAND),
    Kind("pool.extended", "pooling.pool_extended", Side.BUYER, _P.BUY, HAND),
    Kind("pool.ordered", "pooling.commitment_ordered", Side.BUYER, _P.SEE_PURCHASES, HAND),
    Kind("pool.released", "pooling.commitment_released", Side.BUYER, _P.SEE_PURCHASES, HAND),
    Kind("pool.making", "pooling.goods_awaited", Side.BUYER, _P.SEE_PURCHASES, HAND),
    Kind("pool.not_ready", "pooling.commitment_not_ready", Side.BUYER, _P.SEE_PURCHASES, HAND),
    Kind("credit.opened", "credit.line_opened", Side.BUYER, _P.BUY, HAND),
    Kind("credit.changed", "credit.line_changed", Side.BUYER, _P.BUY, PAGE),
    Kind("credit.suspended", "credit.line_suspended", Side.BUYER, _P.BUY, HAND),
    Kind("credit.declined", "credit.application_declined", Side.BUYER, _P.APPROVE_PURCHASES, HAND),
    Kind("credit.due", "credit.due_soon", Side.BUYER, _P.BUY, HAND),
    Kind("credit.overdue", "credit.overdue", Side.BUYER, _P.BUY, HAND),
    Kind("credit.last", "credit.last_reminder", Side.BUYER, _P.BUY, HAND),
    Kind("credit.fee", "credit.fee_charged", Side.BUYER, _P.BUY, PAGE),
    Kind("offered_pool.step", "pooling.step_reached", Side.SELLER, _P.SEE_SALES, PAGE),
    Kind("offered_pool.closed", "pooling.pool_closed", Side.SELLER, _P.SEE_SALES, HAND),
    Kind("offered_pool.failed", "pooling.pool_failed", Side.SELLER, _P.SEE_SALES, HAND),
    Kind("offered_pool.making", "pooling.goods_awaited", Side.SELLER, _P.SEE_SALES, HAND),
    Kind("offered_pool.not_ready", "pooling.pool_not_ready", Side.SELLER, _P.SEE_SALES, HAND),
    Kind("earning.account", "parties.payee_account_named", Side.SELLER, _P.SEE_EARNINGS, HAND, tells_doer=True),
    Kind("earning.account_withdrawn", "parties.payee_account_withdrawn", Side.SELLER, _P.SEE_EARNINGS, PAGE),
    Kind("earning.paid", "settlement.payout_booked", Side.SELLER, _P.SEE_EARNINGS, PAGE),
    Kind("earning.refused", "settlement.payout_refused", Side.SELLER, _P.SEE_EARNINGS, HAND),
    Kind("earning.returned", "settlement.payout_returned", Side.SELLER, _P.SEE_EARNINGS, HAND),
    Kind("earning.recovered", "settlement.recovered_from_payable", Side.SELLER, _P.SEE_EARNINGS, PAGE),
    Kind("earning.recovered_stated", "settlement.recovered_by_statement", Side.SELLER, _P.SEE_EARNINGS, PAGE),
    Kind("earning.recovered_reserve", "settlement.recovered_from_deposit", Side.SELLER, _P.SEE_EARNINGS, PAGE),
    Kind("earning.recovery_paid", "settlement.recovered_from_wallet", Side.SELLER, _P.SEE_EARNINGS, PAGE),
    Kind("earning.recovery_due", "settlement.recovery_invoiced", Side.SELLER, _P.SEE_EARNINGS, HAND),
    Kind("earning.recovery_reminded", "settlement.recovery_reminded", Side.SELLER, _P.SEE_EARNINGS, HAND),
    Kind("claim.paid", "claims.advanced", Side.BUYER, _P.SEE_PURCHASES, HAND),
    Kind("claim.paid_by_clock", "claims.advanced_by_clock", Side.BUYER, _P.SEE_PURCHASES, HAND),
    Kind("claim.accepted", "claims.claim_accepted", Side.BUYER, _P.SEE_PURCHASES, HAND),
    Kind("claim.disputed", "claims.claim_disputed", Side.BUYER, _P.BUY, HAND),
    Kind("claim.decided", "claims.claim_decided", Side.BUYER, _P.SEE_PURCHASES, HAND),
    Kind("claim.rejected", "claims.claim_rejected", Side.BUYER, _P.SEE_PURCHASES, HAND),
    Kind("claim.message", "claims.message_sent", Side.BUYER, _P.BUY, HAND),
    Kind("claim.replaced", "claims.replacement_ordered", Side.BUYER, _P.SEE_PURCHASES, HAND),
    Kind("claim.not_replaced", "claims.replacement_failed", Side.BUYER, _P.SEE_PURCHASES, HAND),
    Kind("claim.return_asked", "claims.return_asked", Side.BUYER, _P.SEE_PURCHASES, HAND),
    Kind("claim.returned", "claims.return_arrived", Side.BUYER, _P.SEE_PURCHASES, HAND),
    Kind("claim.returned_short", "claims.return_short", Side.BUYER, _P.SEE_PURCHASES, HAND),
    Kind("claim.not_returned", "claims.return_missed", Side.BUYER, _P.SEE_PURCHASES, HAND),
    Kind("claimed.return_sent", "claims.return_sent", Side.SELLER, _P.SEE_SALES, HAND),
    Kind("claimed.returned", "claims.return_arrived", Side.SELLER, _P.SEE_SALES, PAGE),
    Kind("claimed.not_returned", "claims.return_missed", Side.SELLER, _P.SEE_SALES, HAND),
    Kind("claimed.replaced", "claims.replacement_ordered", Side.SELLER, _P.SEE_SALES, HAND),
    Kind("claimed.not_replaced", "claims.replacement_failed", Side.SELLER, _P.SELL, HAND),
    Kind("claimed.not_right", "claims.replacement_refused", Side.SELLER, _P.SELL, HAND),
    Kind("claimed.made", "claims.claim_made", Side.SELLER, _P.SEE_SALES, HAND),
    Kind("claimed.silent", "claims.seller_silent", Side.SELLER, _P.SELL, HAND),
    Kind("claimed.decided", "claims.claim_decided", Side.SELLER, _P.SEE_SALES, HAND),
    Kind("claimed.rejected", "claims.claim_rejected", Side.SELLER, _P.SEE_SALES, HAND),
    Kind("claimed.message", "claims.message_sent", Side.SELLER, _P.SELL, HAND),
    Kind("goods.held_back", "quality.product_held_back", Side.SELLER, _P.SEE_SALES, HAND),
    Kind("goods.let_go", "quality.product_let_go", Side.SELLER, _P.SEE_SALES, HAND),
    Kind("admission.approved", "admission.approved", Side.OWN, _P.SHOW_PERMITS, HAND),
    Kind("admission.returned", "admission.returned", Side.OWN, _P.SHOW_PERMITS, HAND),
    Kind("admission.refused", "admission.refused", Side.OWN, _P.SHOW_PERMITS, HAND),
    Kind("admission.question", "admission.question_asked", Side.OWN, _P.SHOW_PERMITS, HAND),
    Kind("permit.ending", "admission.permit_ending", Side.OWN, _P.SHOW_PERMITS, HAND),
    Kind("permit.expired", "admission.permit_expired", Side.OWN, _P.SHOW_PERMITS, HAND),
    Kind("admission.suspended", "parties.organisation_suspended", Side.OWN, _P.SHOW_PERMITS, HAND),
    Kind("admission.reinstated", "parties.organisation_reinstated", Side.OWN, _P.SHOW_PERMITS, HAND),
    Kind("delisting.decided", "admission.delisted", Side.OWN, _P.SHOW_PERMITS, HAND),
    Kind("delisting.confirmed", "admission.delisting_confirmed", Side.OWN, _P.SHOW_PERMITS, HAND),
    Kind("delisting.lifted", "admission.delisting_lifted", Side.OWN, _P.SHOW_PERMITS, HAND),
    Kind("trial.passed", "admission.trial_passed", Side.OWN, _P.SHOW_PERMITS, HAND),
    Kind("trial.extended", "admission.trial_extended", Side.OWN, _P.SHOW_PERMITS, HAND),
    Kind("permit.returned", "admission.permit_returned", Side.OWN, _P.SHOW_PERMITS, HAND),
    Kind("purse.account", "parties.payee_account_named", Side.BUYER, _P.APPROVE_PURCHASES, HAND, tells_doer=True),
    Kind("purse.account_withdrawn", "parties.payee_account_withdrawn", Side.BUYER, _P.APPROVE_PURCHASES, PAGE),
    Kind("purse.paid", "settlement.payout_booked", Side.BUYER, _P.APPROVE_PURCHASES, PAGE),
    Kind("purse.refused", "settlement.payout_refused", Side.BUYER, _P.APPROVE_PURCHASES, HAND),
    Kind("purse.returned", "settlement.payout_returned", Side.BUYER, _P.APPROVE_PURCHASES, HAND),
    Kind("offered_pool.proposed", "pooling.pool_proposed", Side.SELLER, _P.SELL, HAND),
)
"""Everything that can be told. Another kind is a row here, its words in ``adapters/news_words.py``, and its verb in a
migration where ``news_verbs`` does not have it yet (tests compare the three)."""

KIND: Final = {kind.name: kind for kind in KINDS}
VERBS: Final = frozenset(kind.verb for kind in KINDS)

DELAYS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 6 * 60, 12 * 60))
"""How long to wait after each failed attempt; after the last one it is given up: by then it is news no more."""
LATE: Final = timedelta(days=2)
"""A letter that could not leave for so long is not sent any more."""
KEPT: Final = timedelta(days=90)
"""How long somebody can look up what they were told."""
UNREAD_SHOWN: Final = 99


def kinds_for(permissions: Iterable[Permission]) -> tuple[Kind, ...]:
    """The kinds that somebody with these permissions is ever told."""
    held = frozenset(permissions)
    return tuple(kind for kind in KINDS if kind.permission in held)


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failed attempts; ``None``: give it up."""
    return DELAYS[attempts - 1] if attempts <= len(DELAYS) else None
