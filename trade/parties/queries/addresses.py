"""Where an organisation is, and where it wants its goods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.parties.models import Address, Organisation, Region
from trade.parties.queries.oversight import RegionRow
from trade.parties.rules import ADDRESSES_MAX


@dataclass(frozen=True, slots=True)
class AddressRow:
    """A place goods can be delivered to. Without ``id`` it is the organisation's own address."""

    id: UUID | None
    label: str
    recipient: str
    lines: str
    region_code: str | None
    region: RegionRow | None
    is_default: bool

    @property
    def one_line(self) -> str:
        """The same in one line, for lists."""
        return ", ".join(self.written.splitlines())

    @property
    def written(self) -> str:
        """What an order copies of it."""
        return "\n".join(part for part in (self.recipient, self.lines) if part)


def addresses(session: Session, actor: Actor) -> Sequence[AddressRow]:
    """The kept delivery addresses, the usual one first; where none is kept, the organisation's own, if it is known."""
    statement = (
        select(Organisation.address, Organisation.region_code, Address, Region)
        .outerjoin(Address, (Address.organisation_id == Organisation.id) & Address.archived_at.is_(None))
        .outerjoin(Region, Region.code == Address.region_code)
        .where(Organisation.id == actor.organisation)
        .order_by(Address.is_default.desc(), Address.id)
        .limit(ADDRESSES_MAX)
    )
    rows: Sequence[Any] = session.execute(statement).all()
    kept = [_row(address, region) for _, _, address, region in rows if address is not None]
    own, region_code = rows[0][0], rows[0][1]
    if kept or not own:
        return kept
    return [AddressRow(None, "", "", own, region_code, None, is_default=True)]


def kept_address(session: Session, actor: Actor, address_id: UUID) -> AddressRow:
    """One kept delivery address of the actor's organisation; ``NotFound`` for a stranger's or one that was archived."""
    own = (Address.organisation_id == actor.organisation) & Address.archived_at.is_(None)
    address = session.scalars(select(Address).where(Address.id == address_id, own)).one_or_none()
    if address is None:
        raise NotFound("address", address_id)
    return _row(address, None)


def own_address(session: Session, actor: Actor) -> tuple[str, str | None]:
    """The address of the actor's organisation itself, and its region."""
    statement = select(Organisation.address, Organisation.region_code).where(Organisation.id == actor.organisation)
    address, region_code = session.execute(statement).one()
    return address, region_code


def _row(address: Address, region: Region | None) -> AddressRow:
    return AddressRow(
        address.id, address.label, address.recipient, address.lines, address.region_code,
        RegionRow(region.code, region.country, region.name, region.name_zh) if region else None, address.is_default,
    )  # fmt: skip
