"""Inspections in the demo market: passed, planned, failed and sold again, and one whose failure holds an order back now."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy import select

from demo.agenda import Agenda
from demo.cast import OWNERS, PLATFORM, STAFF, Part
from demo.market import Market
from trade.catalogue.models import SKU, Product
from trade.kernel.work import Call
from trade.ordering.models import Order, OrderLine
from trade.ordering.rules import OrderState
from trade.parties.rules import Role
from trade.pooling.models import PoolGood
from trade.quality.actions import confirm_inspection, plan_inspection, record_inspection
from trade.quality.models import Inspection
from trade.quality.rules import Grade, InspectionState, Sampling

CLEAN: Final = {Grade.CRITICAL: 0, Grade.MAJOR: 1, Grade.MINOR: 2}
LOOSE: Final = {Grade.CRITICAL: 0, Grade.MAJOR: 9, Grade.MINOR: 4}
SHARP: Final = {Grade.CRITICAL: 1, Grade.MAJOR: 0, Grade.MINOR: 1}
BODY: Final = "Lin Yao, Huadong Inspection"
DAY: Final = timedelta(days=1)

PAST: Final = (
    (24, "SUP-RIVER", 0, "RT-2403", LOOSE, "Wheels come off when they are pulled."),
    (15, "SUP-RIVER", 0, "RT-2409", CLEAN, "New axles. Nothing comes off."),
    (12, "SUP-YIWU", 0, "YB-0911", CLEAN, "Colour and stitching as on the sealed sample."),
    (6, "SUP-JINGDE", 0, "JD-118", CLEAN, "Glaze even; two small specks."),
    (2, "SUP-CANTON", 0, "CL-77", SHARP, "A bare wire at the switch of one of them."),
)
"""Days ago, seller, which of its goods that sell least, lot, what was found."""


def plan_inspections(market: Market, agenda: Agenda) -> None:
    """Put inspections of the last weeks, one to come and one of this moment on the agenda."""
    for days, seller, place, lot, found, words in PAST:
        agenda.add(market.now - days * DAY, partial(_past, market, seller, place, lot, found, words))
    agenda.add(market.now - timedelta(hours=5), partial(_to_come, market))
    agenda.add(market.now, partial(_now, market))


def _past(market: Market, seller: str, place: int, lot: str, found: dict[Grade, int], words: str, at: datetime) -> None:
    """Plan and record; a colleague confirms what has to be."""
    inspection_id = _plan(market, _quiet(market, seller, place), lot, at - 2 * DAY)
    record_inspection(_staff(market, at), inspection_id, found=found, inspector=BODY, words=words)
    state = select(Inspection.state).where(Inspection.id == inspection_id)
    if market.reading().scalars(state).one() == InspectionState.RECORDED:
        confirm_inspection(_owner(market, at + timedelta(hours=3)), inspection_id)


def _to_come(market: Market, at: datetime) -> None:
    _plan(market, _quiet(market, "SUP-PENNINE", 0), "PP-3310", at)


def _now(market: Market, at: datetime) -> None:
    """Something that was ordered and has not left fails: its order waits, and a colleague has not looked yet."""
    waiting = (
        select(SKU.product_id)
        .join(OrderLine, OrderLine.sku_id == SKU.id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.state == OrderState.CONFIRMED, SKU.id.not_in(select(PoolGood.sku_id)), ~SKU.is_pack)
        .order_by(Order.placed_at, OrderLine.position)
        .limit(1)
    )
    product_id = market.reading().scalars(waiting).first()
    if product_id is not None:
        inspection_id = _plan(market, product_id, "W-41", at - DAY)
        words = "Handles come off under the weight of a full pot."
        record_inspection(_staff(market, at), inspection_id, found=LOOSE, inspector=BODY, words=words)


def _plan(market: Market, product_id: UUID, lot: str, at: datetime) -> UUID:
    day = (at + 2 * DAY).date()
    return plan_inspection(_staff(market, at), product_id, lot=lot, sampling=Sampling(1000), planned_on=day)


def _quiet(market: Market, seller: str, place: int) -> UUID:
    """One of a seller's products that sell least: nobody's order of the month is in its way."""
    own = select(Product.id).where(Product.seller_id == market.find(seller))
    return market.reading().scalars(own.order_by(Product.rank.desc(), Product.id).offset(place).limit(1)).one()


def _staff(market: Market, at: datetime) -> Call:
    return _as(market, next(part for part in STAFF if Role.SUPPORT in part.roles), at)


def _owner(market: Market, at: datetime) -> Call:
    return _as(market, OWNERS[PLATFORM.name], at)


def _as(market: Market, part: Part, at: datetime) -> Call:
    return market.as_person(part.login, PLATFORM.name, at)
