"""What of a closed pool is shipped together: by region, order by order, and what it comes to of each SKU."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.ordering.models import Order
from trade.ordering.rules import OrderState
from trade.parties.models import Organisation
from trade.pooling.models import Commitment, CommitmentLine, PoolShipment
from trade.pooling.rules import CommitmentState

STAYING: Final = frozenset({OrderState.PLACED, OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED})
"""States of orders that have not left whole."""


@dataclass(frozen=True, slots=True)
class ShipmentSummary:
    """All orders of a pool for one region: how many there are, how many have not left, what they hold in base units."""

    id: UUID
    reference: str
    pool_id: UUID
    region_code: str
    carrier: str
    tracking: str
    shipped_at: datetime | None
    orders: int
    waiting: int
    units: int

    @property
    def left(self) -> int:
        """Orders that are gone, or cancelled."""
        return self.orders - self.waiting


@dataclass(frozen=True, slots=True)
class ShipmentMember:
    """An order of a consolidated shipment: who gets what, by SKU in base units, and where it goes."""

    buyer_id: UUID
    buyer_name: str
    delivery_address: str
    order_id: UUID
    order_reference: str
    order_state: str
    quantities: Mapping[UUID, int]
    amount: Money

    @property
    def units(self) -> int:
        """What it holds."""
        return sum(self.quantities.values())

    @property
    def waits(self) -> bool:
        """Whether it is still to be sent."""
        return self.order_state in STAYING


@dataclass(frozen=True)
class ShipmentDetail:
    """A consolidated shipment with its members, by name."""

    id: UUID
    reference: str
    pool_id: UUID
    region_code: str
    carrier: str
    tracking: str
    shipped_at: datetime | None
    members: Sequence[ShipmentMember]

    @property
    def units(self) -> int:
        """What it holds, in base units."""
        return sum(member.units for member in self.members)

    @cached_property
    def waiting(self) -> Sequence[ShipmentMember]:
        """Those whose goods are still to leave."""
        return [member for member in self.members if member.waits]

    @property
    def to_load(self) -> Mapping[UUID, int]:
        """What is to be taken from the shelf for those, by SKU."""
        taken: dict[UUID, int] = {}
        for member in self.waiting:
            for sku_id, units in member.quantities.items():
                taken[sku_id] = taken.get(sku_id, 0) + units
        return taken


_UNITS: Final = (
    select(func.sum(CommitmentLine.whole + CommitmentLine.odd))
    .where(CommitmentLine.commitment_id == Commitment.id)
    .correlate(Commitment)
    .scalar_subquery()
)
_OF_SHIPMENT: Final = (
    (Commitment.pool_id == PoolShipment.pool_id)
    & (Commitment.region_code == PoolShipment.region_code)
    & (Commitment.state == CommitmentState.ORDERED)
)
_WAITING: Final = Order.state.in_(sorted(STAYING))


def shipments_of(session: Session, pool_id: UUID) -> list[ShipmentSummary]:
    """The consolidated shipments of a pool, by region: its seller sees all of them, a member its own and itself in it."""
    statement = (
        select(
            PoolShipment, func.count(Order.id), func.count(Order.id).filter(_WAITING), func.coalesce(func.sum(_UNITS), 0)
        )
        .outerjoin(Commitment, _OF_SHIPMENT)
        .outerjoin(Order, Order.id == Commitment.order_id)
        .where(PoolShipment.pool_id == pool_id)
        .group_by(PoolShipment.id)
        .order_by(PoolShipment.region_code)
    )  # fmt: skip
    return [
        ShipmentSummary(*_own(one), orders, waiting, int(units))
        for one, orders, waiting, units in session.execute(statement.execution_options(populate_existing=True))
    ]


def shipment_detail(session: Session, actor: Actor, shipment_id: UUID) -> ShipmentDetail:
    """A consolidated shipment of the actor's own with all its members; ``NotFound`` for every other."""
    statement = select(PoolShipment).where(PoolShipment.id == shipment_id, PoolShipment.seller_id == actor.organisation)
    one = session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if one is None:
        raise NotFound("pool_shipment", shipment_id)
    rows = session.execute(_members(PoolShipment.id == one.id))
    members = [
        ShipmentMember(buyer, name, address, order, reference, state, _quantities(lines), Money(minor, currency))
        for buyer, name, address, order, reference, state, lines, minor, currency in rows
    ]
    return ShipmentDetail(*_own(one), members)


def orders_to_send(session: Session, shipment: PoolShipment) -> Sequence[UUID]:
    """The orders of a consolidated shipment that have not left yet."""
    statement = (
        select(Order.id)
        .join(Commitment, Commitment.order_id == Order.id)
        .join(PoolShipment, _OF_SHIPMENT)
        .where(PoolShipment.id == shipment.id, _WAITING)
        .order_by(Order.id)
    )
    return session.scalars(statement).all()


def _own(one: PoolShipment) -> tuple[UUID, str, UUID, str, str, str, datetime | None]:
    return one.id, one.reference, one.pool_id, one.region_code, one.carrier, one.tracking, one.shipped_at


_LINES: Final = (
    select(
        func.jsonb_agg(
            aggregate_order_by(
                func.jsonb_build_array(CommitmentLine.sku_id, CommitmentLine.whole + CommitmentLine.odd),
                CommitmentLine.sku_id,
            )
        )
    )
    .where(CommitmentLine.commitment_id == Commitment.id, CommitmentLine.whole + CommitmentLine.odd > 0)
    .correlate(Commitment)
    .scalar_subquery()
)


def _members(which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            Commitment.buyer_id, Organisation.name, Commitment.delivery_address, Order.id, Order.reference, Order.state,
            _LINES, Commitment.captured_minor, Commitment.currency,
        )
        .join(PoolShipment, _OF_SHIPMENT)
        .join(Organisation, Organisation.id == Commitment.buyer_id)
        .join(Order, Order.id == Commitment.order_id)
        .where(which)
        .order_by(Organisation.name, Commitment.id)
    )  # fmt: skip


def _quantities(lines: Sequence[tuple[str, int]]) -> dict[UUID, int]:
    return {UUID(sku_id): units for sku_id, units in lines}
