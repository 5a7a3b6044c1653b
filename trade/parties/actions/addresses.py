"""Where an organisation is, and where it wants its goods."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one, lock_rows
from trade.kernel.work import Work, action
from trade.parties.models import Address, Organisation, Region
from trade.parties.rules import ADDRESSES_MAX


@dataclass(frozen=True, slots=True)
class AddressSheet:
    """What is said of a delivery address. ``recipient`` is who takes the goods there, with a telephone number."""

    label: str
    lines: str
    recipient: str = ""
    region_code: str | None = None


@action(Permission.BUY)
def add_address(work: Work, sheet: AddressSheet, *, is_default: bool = False) -> UUID:
    """Keep another delivery address of the actor's organisation; the first becomes the usual one."""
    kept = _lock_kept(work)
    if len(kept) >= ADDRESSES_MAX:
        raise InvalidInput("label", "too_many_addresses", most=ADDRESSES_MAX)
    _require_region(work, sheet.region_code)
    address = Address(id=new_id(), organisation_id=work.actor.organisation, is_default=False, created_at=work.at)
    _write(address, sheet)
    work.session.add(address)
    work.session.flush()
    if is_default or not kept:
        _prefer(work, kept, address)
    _tell(work, "parties.address_added", after=sheet.label)
    return address.id


@action(Permission.BUY)
def edit_address(work: Work, address_id: UUID, sheet: AddressSheet) -> UUID:
    """Change an address for orders to come; those that were placed keep what they copied."""
    address = _own(address_id, _lock_kept(work))
    _require_region(work, sheet.region_code)
    before = address.label
    _write(address, sheet)
    _tell(work, "parties.address_edited", before, sheet.label)
    return address.id


@action(Permission.BUY)
def choose_default_address(work: Work, address_id: UUID) -> UUID:
    """Deliver there unless something else is said at checkout."""
    kept = _lock_kept(work)
    address = _own(address_id, kept)
    if not address.is_default:
        _prefer(work, kept, address)
        _tell(work, "parties.default_address_chosen", after=address.label)
    return address.id


@action(Permission.BUY)
def archive_address(work: Work, address_id: UUID) -> None:
    """Offer an address no more. Was it the usual one, the oldest of the others is."""
    kept = _lock_kept(work)
    address = _own(address_id, kept)
    others = [other for other in kept if other is not address]
    if address.is_default and others:
        _prefer(work, kept, others[0])
    address.is_default, address.archived_at = False, work.at
    _tell(work, "parties.address_archived", before=address.label)


@action(Permission.MANAGE_MEMBERS)
def set_own_address(work: Work, *, address: str, region_code: str | None) -> UUID:
    """Say where the organisation itself is: it stands on its papers, and goods go there where no other is kept."""
    _require_region(work, region_code)
    organisation = lock_one(work.session, select(Organisation).where(Organisation.id == work.actor.organisation))
    assert organisation is not None
    organisation.address, organisation.region_code = address, region_code
    work.record("parties.organisation_moved", "organisation", organisation.id)
    return organisation.id


def _lock_kept(work: Work) -> list[Address]:
    """Lock the addresses that are offered, oldest first: which is the usual one is decided among all of them."""
    own = (Address.organisation_id == work.actor.organisation) & Address.archived_at.is_(None)
    return lock_rows(work.session, select(Address).where(own).order_by(Address.id))


def _own(address_id: UUID, kept: list[Address]) -> Address:
    for address in kept:
        if address.id == address_id:
            return address
    raise NotFound("address", address_id)


def _prefer(work: Work, kept: list[Address], address: Address) -> None:
    for other in kept:
        other.is_default = False
    work.session.flush()  # there is never more than one
    address.is_default = True


def _require_region(work: Work, code: str | None) -> None:
    if code is not None and work.session.get(Region, code) is None:
        raise InvalidInput("region", "unknown")


def _write(address: Address, sheet: AddressSheet) -> None:
    address.label, address.recipient = sheet.label, sheet.recipient
    address.lines, address.region_code = sheet.lines, sheet.region_code


def _tell(work: Work, verb: str, before: str = "", after: str = "") -> None:
    """Record it with the label alone: the address itself may be somebody's home."""
    told = [{"label": label} if label else None for label in (before, after)]
    work.record(verb, "organisation", work.actor.organisation, before=told[0], after=told[1])
