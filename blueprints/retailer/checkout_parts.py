"""The parts of a checkout: what goes to each seller, what that seller asks, and what it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from blueprints.retailer.checkout_form import CheckoutForm, checkout_form
from trade.kernel.money import Money
from trade.ordering.queries import CartView
from trade.ordering.rules import delivery_days
from trade.parties.queries import Terms, terms_of
from web.access import session


@dataclass(frozen=True, slots=True)
class SellerPart:
    """One seller's order. ``missing`` is what lacks to its order minimum; ``days`` can be asked for."""

    seller_id: UUID
    name: str
    minimum: Money
    missing: Money | None
    lead_days: int
    days: tuple[date, date]
    day: Any
    note: Any


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
    terms = terms_of(session(), [seller.seller_id for seller in cart.totals.sellers])
    return [
        _part(terms[seller.seller_id], seller.seller_name, seller.amount, form, at) for seller in cart.totals.sellers
    ]


def _part(terms: Terms, name: str, amount: Money, form: CheckoutForm, at: datetime) -> SellerPart:
    minimum, key = terms.order_minimum, terms.seller_id.hex
    is_below = minimum.currency == amount.currency and amount < minimum
    return SellerPart(
        seller_id=terms.seller_id,
        name=name,
        minimum=minimum,
        missing=minimum - amount if is_below else None,
        lead_days=terms.lead_days,
        days=delivery_days(at, terms.time_zone, terms.lead_days),
        day=form[f"day_{key}"],
        note=form[f"note_{key}"],
    )
