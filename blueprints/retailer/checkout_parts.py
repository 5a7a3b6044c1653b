"""The parts of a checkout: what goes to each seller, what that seller asks, and what it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from blueprints.retailer.checkout_form import CheckoutForm, checkout_form
from trade.credit.queries import late_rate, standing_of
from trade.credit.rules import Fault
from trade.credit.rules import Terms as CreditTerms
from trade.credit.rules.lateness import ONE_DAY
from trade.kernel.money import Money
from trade.ordering.queries import CartView, SellerTotal
from trade.ordering.rules import delivery_days
from trade.parties.queries import Terms, terms_of
from web.access import actor, session


@dataclass(frozen=True, slots=True)
class SellerPart:
    """One seller's order. ``missing`` is what lacks to its order minimum; ``days`` can be asked for.

    ``tax`` is what of its prices is tax: nothing where the seller charges none.
    """

    seller_id: UUID
    name: str
    minimum: Money
    missing: Money | None
    lead_days: int
    days: tuple[date, date]
    day: Any
    note: Any
    tax: Money


@dataclass(frozen=True, slots=True)
class CreditAfter:
    """What an order does to the credit line: ``fault`` is why it does not pay, ``after`` what it could pay then.

    ``late_rate`` is what the first day after ``due_on`` costs, as far as it is decided by now.
    """

    before: Money
    total: Money
    terms: CreditTerms
    due_on: date
    late_rate: Decimal
    fault: Fault | None

    @property
    def after(self) -> Money:
        """What the line could still pay."""
        return self.before - self.total


def credit_after(totals: Sequence[Money], at: datetime) -> CreditAfter | None:
    """What paying on credit would do; nothing where there is no line, or totals are of several currencies."""
    if len(totals) != 1:
        return None
    standing = standing_of(session(), actor().organisation, totals[0].currency, at)
    if standing.terms is None or standing.due_on is None:
        return None
    late = late_rate(session(), standing.due_on + ONE_DAY)
    return CreditAfter(
        standing.available, totals[0], standing.terms, standing.due_on, late, standing.refuses(totals[0])
    )


def form_for(cart: CartView, form: CheckoutForm | None) -> CheckoutForm:
    """Return the form with the fields of every seller in the cart, with what was sent kept."""
    sellers = [seller.seller_id for seller in cart.totals.sellers]
    if form is not None and set(sellers) <= set(form.sellers):
        return form
    fresh = checkout_form(sellers, fresh=form is None)
    for field in form or ():
        fresh[field.name].errors = field.errors
    return fresh


def seller_parts(cart: CartView, form: CheckoutForm, at: datetime) -> Sequence[SellerPart]:
    """The parts of the cart, in its order; what cannot be ordered now counts nothing towards a minimum."""
    terms = terms_of(session(), [seller.seller_id for seller in cart.totals.sellers], at)
    return [_part(cart, terms[seller.seller_id], seller, form, at) for seller in cart.totals.sellers]


def _part(cart: CartView, terms: Terms, seller: SellerTotal, form: CheckoutForm, at: datetime) -> SellerPart:
    amount = seller.amount
    taxed = [one for row in cart.rows if row.offer.seller_id == seller.seller_id for one in row.taxed]
    minimum, key = terms.order_minimum, terms.seller_id.hex
    is_below = minimum.currency == amount.currency and amount < minimum
    return SellerPart(
        seller_id=terms.seller_id,
        name=seller.seller_name,
        minimum=minimum,
        missing=minimum - amount if is_below else None,
        lead_days=terms.lead_days,
        days=delivery_days(at, terms.time_zone, terms.lead_days),
        day=form[f"day_{key}"],
        note=form[f"note_{key}"],
        tax=terms.tax.within(taxed, amount.currency),
    )
