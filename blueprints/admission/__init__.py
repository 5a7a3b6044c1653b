"""Being let in: anybody's page to apply on, and the organisation's own page of its admission and its permits."""

from typing import Final

from blueprints.admission import appealing, applying, own, permits
from blueprints.admission.blueprint import blueprint
from trade.kernel.actor import Permission
from web.translation import lazy_gettext as _l

__all__ = ["NAV", "appealing", "applying", "blueprint", "own", "permits"]

NAV: Final = ((_l("Permits"), "admission.own", Permission.SHOW_PERMITS),)
