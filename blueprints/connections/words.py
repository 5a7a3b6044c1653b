"""Words for what a token may do, and for what happened to tokens."""

from typing import Final

from blueprints.connections.blueprint import blueprint
from trade.parties.rules import TokenScope
from web.translation import LazyString
from web.translation import lazy_gettext as _l
from web.words import EVENTS

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
}

EVENTS.update(
    {
        "parties.token_made": _l("A token for a program was made"),
        "parties.token_revoked": _l("A token was revoked"),
    }
)


@blueprint.app_template_filter()
def scope_word(scope: TokenScope) -> str:
    """Return the word for what a scope permits."""
    return str(SCOPES[scope])
