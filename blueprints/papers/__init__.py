"""Papers for whoever is a party to them: invoices, credit notes, slips, advices, statements; as pages, print and PDF."""

from typing import Final

from blueprints.papers import credit, earnings, invoices, listing, slips, wallet
from blueprints.papers.blueprint import blueprint
from trade.kernel.actor import Permission
from web.translation import lazy_gettext as _l

__all__ = ["NAV", "blueprint", "credit", "earnings", "invoices", "listing", "slips", "wallet"]

NAV: Final = ((_l("Papers"), "papers.paper_list", Permission.SEE_EARNINGS, "", Permission.SEE_FINANCE),)
