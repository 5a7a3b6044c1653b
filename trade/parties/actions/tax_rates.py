"""The tax that a seller's prices hold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotAllowed
from trade.kernel.ids import new_id
from trade.kernel.work import Work, action
from trade.parties.models import Organisation, SellerTaxRate, TaxIdentity
from trade.parties.rules import RATED, TaxClass


@action(Permission.MANAGE_MEMBERS)
def set_tax_rate(work: Work, *, rate: Decimal, in_force_from: date, tax_class: TaxClass = TaxClass.STANDARD) -> UUID:
    """Say which tax the prices of goods of a class hold from a day on. What buyers pay stays the same; orders that were placed keep theirs.

    Raises ``NotAllowed`` for who sells nothing, ``InvalidInput`` for a day that is over, for a class that is always
    nothing, and for a tax without a tax identity: nobody may write on an invoice what no tax office could ask of them.
    """
    own = work.session.get_one(Organisation, work.actor.organisation, with_for_update=True)
    if not own.sells:
        raise NotAllowed(Permission.SELL)
    if in_force_from < work.at.astimezone(ZoneInfo(own.time_zone)).date():
        raise InvalidInput("in_force_from", "tax_day_over")
    if tax_class not in RATED:
        raise InvalidInput("tax_class", "tax_class_nil")
    if rate and work.session.get(TaxIdentity, own.id) is None:
        raise InvalidInput("rate", "tax_identity_first")
    made = SellerTaxRate(
        id=new_id(),
        seller_id=own.id,
        tax_class=tax_class,
        rate=rate,
        in_force_from=in_force_from,
        said_by=work.actor.person,
        said_at=work.at,
    )
    work.session.add(made)
    told = {"rate": str(rate), "from": in_force_from.isoformat(), "tax_class": tax_class}
    work.record("parties.tax_rate_set", "organisation", own.id, after=told)
    return made.id
