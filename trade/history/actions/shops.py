"""Regions, retailers and suppliers that an import needs and the market may not have yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU
from trade.history.actions.bulk import insert_rows
from trade.history.actions.intake import Customer, Intake
from trade.history.rules.places import Place
from trade.history.rules.rows import CURRENCY
from trade.history.rules.shops import shop_address, shop_name
from trade.history.rules.suppliers import SUPPLIERS, Supplier
from trade.kernel.events import Event
from trade.kernel.ids import new_id
from trade.kernel.work import Work
from trade.parties.models import Organisation, PayeeAccount, Region
from trade.parties.payees import PayeeKind
from trade.parties.rules import OrganisationKind, OrganisationState

TIME_ZONE: Final = "Europe/London"
_COLUMNS: Final = (
    "id", "kind", "state", "name", "legal_name", "tax_id", "code", "region_code", "address", "time_zone",
    "currency", "created_at", "admitted_at",
)  # fmt: skip


def known_goods(session: Session) -> dict[str, UUID]:
    """SKUs of the suppliers to which imports give their goods, by code."""
    codes = [supplier.code for supplier in SUPPLIERS]
    rows = session.execute(
        select(SKU.code, SKU.id)
        .join(Organisation, Organisation.id == SKU.seller_id)
        .where(Organisation.code.in_(codes))
    )
    return dict(rows.all())


def know_places(session: Session, intake: Intake) -> None:
    """Add the regions that invoices, customers and suppliers are in."""
    places: set[Place] = {invoice.place for invoice in intake.invoices.values()}
    places.update(supplier.place for supplier in SUPPLIERS)
    rows = ((place.code, place.country, place.name, place.name_zh) for place in places)
    insert_rows(session, Region, ("code", "country", "name", "name_zh"), rows)


def admit_shops(work: Work, customers: Mapping[str, Customer], shift: timedelta) -> tuple[dict[str, UUID], int]:
    """Make a retailer of every customer who is none yet; answer all by number, and how many are new."""
    known = _ids(work.session, customers)
    new = {number: customer for number, customer in customers.items() if number not in known}
    ids = {number: new_id() for number in new}
    rows = (_shop_row(ids[number], number, customer, shift) for number, customer in new.items())
    insert_rows(work.session, Organisation, _COLUMNS, rows)
    tell_imported(work, "organisation", ((shop_id, shop_id) for shop_id in ids.values()))
    return known | ids, len(new)


def admit_suppliers(work: Work, since: datetime) -> dict[str, UUID]:
    """Make sure that the suppliers are there; answer their ids by code."""
    codes = [supplier.code for supplier in SUPPLIERS]
    known = _ids(work.session, codes)
    new = {supplier.code: new_id() for supplier in SUPPLIERS if supplier.code not in known}
    rows = (_supplier_row(new[s.code], s, since) for s in SUPPLIERS if s.code in new)
    insert_rows(work.session, Organisation, _COLUMNS, rows)
    columns = (
        "id", "organisation_id", "kind", "holder", "number", "bank_name", "bank_code", "asked_at", "effective_at",
    )  # fmt: skip
    accounts = (
        (new_id(), new[s.code], PayeeKind.IBAN, s.legal_name, s.bank_account, "", "", since, since)
        for s in SUPPLIERS
        if s.code in new
    )
    insert_rows(work.session, PayeeAccount, columns, accounts)
    tell_imported(work, "organisation", ((supplier_id, supplier_id) for supplier_id in new.values()))
    return known | new


def tell_imported(work: Work, subject: str, records: Iterable[tuple[UUID, UUID]]) -> None:
    """Begin the timeline of imported records, given as (id, organisation that may read it)."""
    columns = ("at", "verb", "subject", "subject_id", "parties", "before", "after")
    nothing = Jsonb({})
    rows: Iterator[tuple[Any, ...]] = (
        (work.at, f"history.{subject}_imported", subject, record_id, [reader], nothing, nothing)
        for record_id, reader in records
    )
    insert_rows(work.session, Event, columns, rows)


def _ids(session: Session, codes: Iterable[str]) -> dict[str, UUID]:
    rows = session.execute(select(Organisation.code, Organisation.id).where(Organisation.code.in_(list(codes))))
    return dict(rows.all())


def _shop_row(shop_id: UUID, number: str, customer: Customer, shift: timedelta) -> tuple[object, ...]:
    name, place, since = shop_name(number), customer.place, customer.since + shift
    return (
        shop_id, OrganisationKind.RETAILER.value, OrganisationState.ADMITTED.value, name, f"{name} Ltd", "", number,
        place.code, shop_address(number, place.name), TIME_ZONE, CURRENCY, since, since,
    )  # fmt: skip


def _supplier_row(supplier_id: UUID, supplier: Supplier, since: datetime) -> tuple[object, ...]:
    return (
        supplier_id, OrganisationKind.SUPPLIER.value, OrganisationState.ADMITTED.value, supplier.name,
        supplier.legal_name, "", supplier.code, supplier.place.code, supplier.address, supplier.time_zone, CURRENCY,
        since, since,
    )  # fmt: skip
