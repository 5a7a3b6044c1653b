"""Checking what will be ordered and paid, placing it, and the page that says it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Response, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from adapters import clock
from blueprints.retailer.blueprint import blueprint
from blueprints.retailer.checkout_form import CheckoutForm, checkout_form
from blueprints.retailer.checkout_parts import CreditAfter, credit_after, form_for, seller_parts
from trade.credit.queries import invoice_of_order
from trade.credit.rules import CreditRefused, Means
from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotFound
from trade.kernel.money import Money
from trade.ledger.actions import LimitExceeded
from trade.ledger.queries import balances
from trade.ledger.rules import AccountKind
from trade.ordering import actions, queries
from trade.ordering.room import NoRoom
from trade.ordering.rules import BelowMinimum, CartChanged, CartEmpty, DayRefused, NotForSale, QuantityRefused
from trade.ordering.spending import would_exceed
from trade.parties.queries import addresses, pay_in
from trade.pricing.rules import CapacityShort
from trade.stock.rules import StockShort
from web.access import actor, call, requires, session
from web.fragments import see_other
from web.sentences import sentence

REFUSALS = (
    BelowMinimum,
    CapacityShort,
    CartChanged,
    CartEmpty,
    CreditRefused,
    LimitExceeded,
    NoRoom,
    NotForSale,
    QuantityRefused,
    StockShort,
)


@dataclass(frozen=True, slots=True)
class WalletAfter:
    """What an order does to the wallet, in one currency."""

    before: Money
    total: Money

    @property
    def after(self) -> Money:
        """What stays in the wallet."""
        return self.before - self.total

    @property
    def missing(self) -> Money | None:
        """How much has to be paid in first."""
        return -self.after if self.after.minor < 0 else None


@blueprint.get("/checkout")
@requires(Permission.BUY)
def checkout() -> ResponseReturnValue:
    """Show everything that will be ordered, paid and sent before it is."""
    return _check_page(None, None)


@blueprint.post("/orders")
@requires(Permission.BUY)
def place_orders() -> ResponseReturnValue:
    """Place the orders of the cart, one a seller, and pay them from the wallet or on credit."""
    form = checkout_form(fresh=False)
    if not form.validate():
        return _check_page(form, None, 422)
    try:
        placed = actions.place_orders(
            call(),
            shown=form.totals,
            note=form.note.data or "",
            address_id=form.address_id,
            wishes=form.wishes(),
            means=form.paid_by,
        )
    except DayRefused as error:
        form.refuse_day(error.seller_id, (error.first, error.last))
        return _check_page(form, None, 422)
    except NotFound:
        form.refuse_address()
        return _check_page(form, None, 422)
    except REFUSALS as error:
        return _check_page(form, error, 409)
    if placed.request_id is not None:
        return see_other(url_for(".purchase_request", request_id=placed.request_id))
    return see_other(url_for(".placed", order_id=placed.order_ids[0]))


@blueprint.get("/orders/<uuid:order_id>/confirmation")
@requires(Permission.SEE_PURCHASES)
def placed(order_id: UUID) -> str:
    """Say what was ordered together with this order, and what happens next."""
    orders = queries.placed_together(session(), actor(), order_id)
    invoice = invoice_of_order(session(), order_id)
    return render_template("retailer/placed.html", orders=orders, invoice=invoice)


def _check_page(form: CheckoutForm | None, refusal: DomainError | None, status: int = 200) -> Response:
    """Render the check page as things stand now; a refusal says above it why nothing was ordered."""
    at = clock.now()
    cart, kept = queries.cart_view(session(), actor(), at), addresses(session(), actor())
    held = {amount.currency: amount for amount in balances(session(), AccountKind.WALLET, actor().organisation)}
    wallets = [WalletAfter(held.get(t.currency, Money.zero(t.currency)), t) for t in cart.totals.totals]
    credit, is_fresh = credit_after(cart.totals.totals, at), form is None
    form = form_for(cart, form)
    if is_fresh and _prefers_credit(credit, wallets):
        form.means.data = Means.CREDIT
    form.offer(kept)
    form.shown.data = ", ".join(f"{total.minor} {total.currency}" for total in cart.totals.totals)
    page = render_template(
        "retailer/checkout.html",
        form=form,
        cart=cart,
        parts=seller_parts(cart, form, at),
        wallets=wallets,
        credit=credit,
        addresses=kept,
        limit=would_exceed(session(), actor(), cart.totals.totals, at),
        pay_in=pay_in(session(), actor()),
        refusal=sentence(refusal) if refusal else "",
    )
    return make_response(page, status)


def _prefers_credit(credit: CreditAfter | None, wallets: Sequence[WalletAfter]) -> bool:
    """Whether the line pays what the wallet cannot."""
    return credit is not None and credit.fault is None and any(wallet.missing for wallet in wallets)
