"""Words for what happens to pools and what becomes of commitments, on every portal alike."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from flask import Flask

from trade.kernel.money import Money
from trade.pooling.rules import Failure, Release
from web.filters import money, quantity, unit_price
from web.pool_units import counted
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import EVENTS

EVENTS.update(
    {
        "pooling.pool_drafted": _l("Pool drafted"),
        "pooling.pool_changed": _l("Pool changed"),
        "pooling.pool_offered": _l("Offered to buyers"),
        "pooling.pool_proposed": _l("Proposed by the platform"),
        "pooling.proposal_declined": _l("Proposal declined"),
        "pooling.pool_extended": _l("Closes later"),
        "pooling.pool_cancelled": _l("Called off"),
        "pooling.step_reached": _l("The next step was reached"),
        "pooling.closing_soon": _l("Members were told that it closes soon"),
        "pooling.pool_closed": _l("Closed"),
        "pooling.pool_failed": _l("Closed without orders: too little was asked for"),
        "pooling.goods_awaited": _l("Closed: the goods are made now"),
        "pooling.goods_arrived": _l("The goods are here"),
        "pooling.pool_not_ready": _l("Ended without orders: the goods were not made in time"),
        "pooling.pool_finished": _l("Every member has an order or the money back"),
        "pooling.shipment_asked": _l("A region's orders are to leave together"),
        "pooling.shipment_sent": _l("A region's orders left"),
        "pooling.pool_joined": _l("Joined"),
        "pooling.joined_to_order": _l("Joined, for goods made to order"),
        "pooling.commitment_not_ready": _l("Released: the goods were not made in time"),
        "pooling.commitment_raised": _l("Asked for more"),
        "pooling.commitment_withdrawn": _l("Left the pool"),
        "pooling.commitment_ordered": _l("Became an order"),
        "pooling.commitment_released": _l("Released"),
    }
)
RELEASES: Final[dict[Release, LazyString]] = {
    Release.PRICE: _l("The price that you insisted on was not reached, so you are out of it."),
    Release.SHORT: _l("There was less than was asked for, and your share fell below the least that a shop takes."),
    Release.FAILED: _l("Too little was asked for, so nobody ordered."),
    Release.NOT_READY: _l("The goods were not made by the day they were promised for."),
    Release.CANCELLED: _l("The seller has called it off."),
    Release.REFUSED: _l("The goods were not there any more when your order was made."),
}
FAILURES: Final[dict[Failure, LazyString]] = {
    Failure.BELOW_MINIMUM: _l("Less was asked for than it needed."),
    Failure.NO_STOCK: _l("The goods were not there any more."),
    Failure.SELLER_SUSPENDED: _l("Its seller does not trade at present."),
    Failure.NOT_READY: _l("The goods were not made by the day they were promised for."),
    Failure.HELD_BACK: _l("An inspection of its goods failed, so they are not sold."),
}


def release_word(why: Release) -> str:
    """Say why nothing of a commitment came about."""
    return str(RELEASES[why])


def failure_word(why: str) -> str:
    """Say why a pool failed."""
    return str(FAILURES[Failure(why)])


def share_written(exact: Fraction) -> str:
    """Write a share before rounding, to a hundredth."""
    hundredths = round(exact * 100)
    return f"{hundredths // 100:,}.{hundredths % 100:02d}"


def reasoning(told: Mapping[str, Any]) -> str:
    """Say why a pool is proposed, from what was seen (``Idea.told``) or is foreseen (``Proposal.told``)."""
    currency: str = told["currency"]
    if told.get("by") == "forecast":
        return _(
            "In the next 30 days the region will want about %(expected)s of these, %(low)s to %(high)s in 8 of 10 cases; "
            "%(buyers)s shops have bought it within 90 days. Alone they pay %(alone)s each. Together they reach the step from "
            "%(step)s, at %(price)s each: that saves them %(saves)s.",
            **{name: quantity(told[name]) for name in ("expected", "low", "high", "buyers", "step")},
            alone=unit_price(Decimal(told["alone"]), currency),
            price=unit_price(Decimal(told["unit_price"]), currency),
            saves=money(Money(told["saves"], currency)),
        )
    return _(
        "In %(weeks)s weeks %(buyers)s shops bought %(units)s of these in %(orders)s orders of their own, the largest of "
        "%(largest)s, for %(paid)s each. Together they reach the step from %(step)s, at %(price)s each: that would have "
        "saved them %(saves)s.",
        **{name: quantity(told[name]) for name in ("weeks", "buyers", "units", "orders", "largest", "step")},
        paid=unit_price(Decimal(told["paid"]).quantize(Decimal("0.01")), currency),
        price=unit_price(Decimal(told["unit_price"]), currency),
        saves=money(Money(told["saves"], currency)),
    )


def init_app(app: Flask) -> None:
    """Give templates the words, as filters."""
    app.jinja_env.filters.update(
        release_word=release_word,
        failure_word=failure_word,
        share_written=share_written,
        counted=counted,
        reasoning=reasoning,
    )
