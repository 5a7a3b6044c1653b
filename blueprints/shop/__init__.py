"""The shop window: what anybody may see of the market without signing in. Never a price, a ladder or a stock."""

from __future__ import annotations

from blueprints.shop import pages
from blueprints.shop.blueprint import blueprint

__all__ = ["blueprint", "pages"]
