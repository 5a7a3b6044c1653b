"""How a changed quantity is answered: the line it stands on, its ladder and the totals, and nothing else.

The same form stands on four pages; its address says on which (``?on=cart``). Without JavaScript that page is loaded again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from flask import Response, make_response, render_template, url_for

from adapters import clock
from blueprints.retailer.forms import LineForm
from blueprints.retailer.products import product_page
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.kernel.quantities import QUANTITY_MAX
from trade.ordering import queries
from trade.ordering.actions import CartChange, CartLeft
from trade.ordering.offers import Offer, offers_of
from trade.ordering.queries import CartTotals
from web import hx
from web.access import actor, session
from web.fragments import dom_id, respond, see_other
from web.sign_in_first import place as page_before


class Place(StrEnum):
    """The page on which a quantity is changed."""

    LIST = "list"
    PRODUCT = "product"
    CART = "cart"
    CHECKOUT = "checkout"

    @classmethod
    def named(cls, name: str | None) -> Place:
        """Return the page that a form says it stands on; the cart where it says nothing we know."""
        return next((place for place in cls if place == name), cls.CART)

    @property
    def is_shop(self) -> bool:
        """Whether goods are looked at there, rather than lines of the cart."""
        return self in {Place.LIST, Place.PRODUCT}


@dataclass(frozen=True, slots=True)
class Gone:
    """What was taken out of the cart, so that it can be put back."""

    offer: Offer
    quantity: int

    @property
    def can_return(self) -> bool:
        """Whether it could be put back as it was."""
        return self.offer.is_for_sale and self.offer.rule.admits(self.quantity)


def leaving(place: Place, sku_id: UUID, quantity: int) -> Gone | None:
    """Return the line that is about to leave the cart."""
    if quantity or place.is_shop:
        return None
    row = queries.cart_row(session(), actor(), sku_id, clock.now())
    return Gone(row.offer, row.quantity) if row else _gone(sku_id, 0)


def told_gone(asked: Mapping[str, str]) -> Gone | None:
    """Return what the cart's address says was taken out just now; without JavaScript the undo stands on the next page."""
    was = asked.get("was", "")
    try:
        sku_id = UUID(asked.get("removed", ""))
    except ValueError:
        return None
    return _gone(sku_id, min(int(was), QUANTITY_MAX) if was.isascii() and was.isdigit() and len(was) < 9 else 0)


def done(place: Place, change: CartChange, gone: Gone | None) -> Response:
    """Answer a change that was made; in the cart with the lines that have another price because of it."""
    sku_id = change.sku_id
    if not hx.wants_fragment() or place is Place.CHECKOUT:
        return see_other(_page_after(place, sku_id, gone))
    if place is Place.CART:
        return _fragment("retailer/_cart_change.html", 200, **_changed_line(change, gone))
    row = queries.product_sheet(session(), actor(), sku_id, clock.now())
    count = change.left.totals.lines if change.left else queries.cart_count(session(), actor())
    return _fragment(f"retailer/_{place}_change.html", 200, row=row, count=count)


def refused(place: Place, sku_id: UUID, form: LineForm, status: int) -> Response:
    """Answer a quantity that is not taken: what was typed stays, and the sentence stands beside it."""
    if place.is_shop:
        at = clock.now()
        page = product_page(queries.product_sheet(session(), actor(), sku_id, at), at)
        fragment = "_product_row" if place is Place.LIST else "_product_buy"
        return respond("retailer/product.html", f"retailer/{fragment}.html", status, **page, form=form)
    if not hx.wants_fragment():
        view = queries.cart_view(session(), actor(), clock.now())
        whole = render_template("retailer/cart.html", cart=view, gone=None, form=form, refused_id=sku_id)
        return make_response(whole, status)
    line = queries.cart_row(session(), actor(), sku_id, clock.now())
    if line is None:
        raise NotFound("cart line", sku_id)
    return _fragment("retailer/_cart_line.html", status, row=line, form=form)


def _gone(sku_id: UUID, quantity: int) -> Gone | None:
    offer = offers_of(session(), actor(), [sku_id], clock.now()).get(sku_id)
    return Gone(offer, quantity) if offer else None


def _page_after(place: Place, sku_id: UUID, gone: Gone | None) -> str:
    """Return the page to load after a change, at the line that was changed."""
    if place is Place.CHECKOUT:
        return url_for(".checkout")
    if place.is_shop:
        return f"{page_before() or url_for('.products')}#{dom_id('product', sku_id)}"
    if gone is not None:
        return url_for(".cart", removed=sku_id, was=gone.quantity)
    return url_for(".cart", _anchor=dom_id("cart-line", sku_id))


def _changed_line(change: CartChange, gone: Gone | None) -> dict[str, object]:
    """Say what the changed lines and the totals have become: all of it read by the change itself, but for its family."""
    left = change.left or _left(change.sku_id)
    family = queries.cart_rows(session(), actor(), change.family, clock.now()) if change.family else {}
    row, totals = (None if gone else left.row), left.totals
    line = row or gone
    if line is None:
        raise NotFound("cart line", change.sku_id)
    subtotal = _subtotal(totals, line.offer)
    return {
        "row": row,
        "gone": gone,
        "family": list(family.values()),
        "totals": totals,
        "subtotal": subtotal,
        "seller_id": line.offer.seller_id,
    }


def _left(sku_id: UUID) -> CartLeft:
    """Look at the cart again, for a change that was made when its form was sent first."""
    row = queries.cart_row(session(), actor(), sku_id, clock.now())
    return CartLeft(row, queries.cart_totals(session(), actor()))


def _subtotal(totals: CartTotals, offer: Offer) -> Money:
    """Return what the seller's part comes to; nothing where its last line has left."""
    amounts = [seller.amount for seller in totals.sellers if seller.seller_id == offer.seller_id]
    return amounts[0] if amounts else Money.zero(offer.currency)


def _fragment(template: str, status: int, **context: object) -> Response:
    """Render a fragment; the same address answers browsers without JavaScript in another way."""
    response = make_response(render_template(template, **context), status)
    response.vary.add("HX-Request")
    return response
