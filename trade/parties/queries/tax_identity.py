"""Who organisations are to the tax office."""

from __future__ import annotations

from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.parties.models import Organisation, TaxIdentity
from trade.parties.tax_ids import TaxSheet


def tax_identity(session: Session, actor: Actor) -> TaxSheet:
    """What the actor's organisation has said of itself; before that, what is known of it from its admission."""
    found = session.get(TaxIdentity, actor.organisation)
    if found is None:
        own = session.get_one(Organisation, actor.organisation)
        return TaxSheet(_country(own), own.legal_name or own.name, own.tax_id, own.address)
    return TaxSheet(
        found.country, found.legal_name, found.tax_id, found.address, found.phone, found.bank_name, found.bank_account
    )


def _country(own: Organisation) -> str:
    """Guess the tax office from the region's code, which begins with its country."""
    return (own.region_code or "").partition("-")[0] or ("CN" if own.currency == "CNY" else "GB")
