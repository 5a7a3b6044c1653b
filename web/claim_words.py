"""Until when goods of an order can be claimed, and what claims brought back of it, as its buyer is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import current_app

from settings import Settings
from trade.claims.queries import ClaimRow, claimable_lines
from trade.claims.rules import Outcome, late_end, terms_from
from trade.kernel.money import Money
from trade.ordering.queries import OrderDetail, OrderLineRow
from trade.ordering.rules import OrderState, claims_end
from web.access import actor, session
from web.filters import instant, quantity
from web.translation import gettext as _
from web.translation import ngettext

_BEFORE = (OrderState.PLACED, OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED, OrderState.SHIPPED)


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What came back of an order's price: for goods that did not come, for claims; and what is ``kept`` of it."""

    refunded: Money
    claims: Money
    kept: Money


def brought_back(order: OrderDetail, claims: Sequence[ClaimRow]) -> BroughtBack:
    """Sum up what came back; what a seller bears of claims stands among an order's refunds too, and counts once."""
    own, currency = [claim for claim in claims if claim.order_id == order.id], order.total.currency
    borne = Money.sum((claim.borne for claim in own if claim.outcome is Outcome.SELLER), currency)
    paid = Money.sum((claim.advanced - claim.taken_back for claim in own), currency)
    refunded = order.refunded - borne
    return BroughtBack(refunded, paid, order.total - refunded - paid)


def is_left_to_claim(order: OrderDetail, now: datetime) -> bool:
    """Whether anything of an order can be claimed now, in its time or as a hidden defect."""
    settings: Settings = current_app.extensions["settings"]
    is_there = order.delivered_at is not None and order.total
    return bool(is_there and claimable_lines(session(), actor(), order.id, now, terms_from(settings)))


def claim_ends(order: OrderDetail) -> dict[UUID, datetime]:
    """When the time for claims of each line of a delivered order is over; nothing before, and nothing once it completed."""
    if order.delivered_at is None or order.state != OrderState.DELIVERED or not order.total:
        return {}
    settings: Settings = current_app.extensions["settings"]
    return {
        line.id: claims_end(order.delivered_at, line.claim_hours, settings.claim_window_days)
        for line in order.lines
        if line.shipped
    }


def late_ends(order: OrderDetail) -> datetime | None:
    """Until when a hidden defect of a completed order can be reported; none where it cannot."""
    if order.delivered_at is None or order.state != OrderState.COMPLETED or not order.total:
        return None
    settings: Settings = current_app.extensions["settings"]
    hours = {line.claim_hours for line in order.lines if line.shipped}
    ends = {late_end(order.delivered_at, one, terms_from(settings)) for one in hours}
    return max((end for end in ends if end is not None), default=None)


def claim_words(order: OrderDetail, now: datetime) -> dict[UUID, str]:
    """Say of each line until when it can be claimed, or within how many hours where these are its own."""
    if order.state in _BEFORE:
        return {line.id: _within(line) for line in order.lines if line.claim_hours and line.quantity > line.cancelled}
    ends = claim_ends(order).items()
    return {
        line: _("Claim by %(until)s.", until=instant(end)) if now < end
        else _("The time for claims ended on %(until)s.", until=instant(end))
        for line, end in ends
    }  # fmt: skip


def _within(line: OrderLineRow) -> str:
    hours = line.claim_hours or 0
    return ngettext(
        "Claims within %(count)s hour of delivery.", "Claims within %(count)s hours of delivery.", hours,
        count=quantity(hours),
    )  # fmt: skip
