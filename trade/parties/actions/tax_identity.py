"""Who an organisation is to the tax office."""

from __future__ import annotations

from dataclasses import asdict, replace
from uuid import UUID

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.kernel.work import Work, action
from trade.parties.models import Organisation, TaxIdentity
from trade.parties.tax_ids import TaxSheet, canonical


@action(Permission.MANAGE_MEMBERS)
def set_tax_identity(work: Work, sheet: TaxSheet) -> UUID:
    """Say it for papers and orders to come; what was issued keeps what it copied.

    Raises ``InvalidInput`` for a tax number that is none, and where name or number are missing for a seller.
    """
    own = work.session.get_one(Organisation, work.actor.organisation, with_for_update=True)
    sheet = replace(sheet, tax_id=canonical(sheet.country, sheet.tax_id))
    if not sheet.legal_name.strip():
        raise InvalidInput("legal_name", "missing")
    if own.sells and not sheet.tax_id:
        raise InvalidInput("tax_id", "sellers_tax_id")
    before = {"legal_name": own.legal_name, "tax_id": own.tax_id}
    own.legal_name, own.tax_id = sheet.legal_name, sheet.tax_id
    work.session.merge(TaxIdentity(organisation_id=own.id, changed_at=work.at, **asdict(sheet)))
    after = {"legal_name": sheet.legal_name, "tax_id": sheet.tax_id}
    work.record("parties.tax_identity_set", "organisation", own.id, before=before, after=after)
    work.later("issue_waiting_papers")
    return own.id
