"""Words for what a token may do, and for what happened to tokens."""

from typing import Final

from blueprints.connections.blueprint import blueprint
from trade.parties.rules import TokenScope
from web.translation import LazyString
from web.translation import gettext as _
from web.translation import lazy_gettext as _l
from web.words import EVENTS, STATES

SCOPES: Final[dict[TokenScope, LazyString]] = {
    TokenScope.READ_PRODUCTS: _l("See products"),
    TokenScope.WRITE_PRODUCTS: _l("Add and change products"),
    TokenScope.READ_PRICES: _l("See prices"),
    TokenScope.WRITE_PRICES: _l("Set prices"),
    TokenScope.READ_STOCK: _l("See stock"),
    TokenScope.WRITE_STOCK: _l("Count stock and take goods in"),
    TokenScope.READ_ORDERS: _l("See orders received"),
    TokenScope.WRITE_ORDERS: _l("Confirm, cancel and close orders"),
    TokenScope.WRITE_SHIPMENTS: _l("Ship orders"),
    TokenScope.READ_PURCHASES: _l("See orders placed"),
    TokenScope.WRITE_CART: _l("Fill the cart of whoever made the token"),
    TokenScope.PLACE_ORDERS: _l("Place orders, in your name and within your limits"),
    TokenScope.TELL_SALES: _l("Tell what your till sold"),
}

TYPES: Final[dict[str, LazyString]] = {
    "order.placed": _l("Order placed"),
    "order.confirmed": _l("Order confirmed"),
    "order.shipped": _l("Goods of an order left"),
    "shipment.received": _l("Shipment received"),
    "order.delivered": _l("Order delivered"),
    "order.completed": _l("Order completed"),
    "order.cancelled": _l("Order cancelled"),
    "order.closed_short": _l("Order closed short"),
    "product.changed": _l("Product added or changed"),
    "price.changed": _l("Prices set"),
    "stock.changed": _l("Stock counted or received"),
    "statement.made": _l("Statement made"),
    "payout.sent": _l("Payout sent"),
    "payout.booked": _l("Payout booked"),
}

STATES.update(
    {
        "webhook.active": (_l("Active"), "active"),
        "webhook.paused": (_l("Paused"), "quiet"),
        "webhook.disabled": (_l("Disabled: it does not answer"), "danger"),
        "notice.waiting": (_l("On its way"), "waiting"),
        "notice.heard": (_l("Delivered"), "done"),
        "notice.parked": (_l("Given up"), "danger"),
    }
)

EVENTS.update(
    {
        "notices.webhook_added": _l("Webhook added"),
        "notices.webhook_changed": _l("Webhook changed"),
        "notices.webhook_paused": _l("Webhook paused"),
        "notices.webhook_removed": _l("Webhook removed"),
        "notices.webhook_disabled": _l("Disabled, since it did not answer for days"),
        "notices.secret_rotated": _l("A new secret"),
        "notices.notice_replayed": _l("A notice was sent again"),
        "notices.parked_replayed": _l("Notices were sent again"),
        "parties.token_made": _l("A token for a program was made"),
        "parties.token_revoked": _l("A token was revoked"),
    }
)


@blueprint.app_template_filter()
def told_word(kind: str) -> str:
    """Return the word for what a webhook is told."""
    return str(TYPES.get(kind) or _("Test"))


@blueprint.app_template_filter()
def scope_word(scope: TokenScope) -> str:
    """Return the word for what a scope permits."""
    return str(SCOPES[scope])
