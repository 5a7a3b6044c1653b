"""What connects an organisation's own systems with the market: tokens for programs, webhooks that tell them."""

from typing import Final

from blueprints.connections import sentences, tokens, webhooks, words
from blueprints.connections.blueprint import blueprint
from trade.kernel.actor import Permission
from web.translation import lazy_gettext as _l

__all__ = ["NAV", "blueprint", "sentences", "tokens", "webhooks", "words"]

NAV: Final = ((_l("Connections"), "connections.home", Permission.MANAGE_MEMBERS),)
