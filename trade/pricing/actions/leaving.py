"""Prices that end: what was scheduled is taken back, and a SKU leaves a list."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from trade.catalogue.models import SKU
from trade.kernel.actor import Permission
from trade.kernel.errors import MoveRefused, NotFound
from trade.kernel.locks import lock_key, lock_one
from trade.kernel.work import Work, action
from trade.pricing.actions.ladders import by_sku, held_at, held_rows, terms_of, written
from trade.pricing.actions.lists import lock_list
from trade.pricing.models import Ladder, PriceList
from trade.pricing.rules import Moment, Period
from trade.pricing.rules.timeline import taken_back


@action(Permission.SELL)
def withdraw_ladder(work: Work, ladder_id: UUID) -> UUID:
    """Take back a price of the actor's that was scheduled and has not begun; what held before it goes on."""
    own = select(PriceList.id).where(PriceList.seller_id == work.actor.organisation)
    statement = select(Ladder).where(Ladder.id == ladder_id, Ladder.price_list_id.in_(own))
    ladder = lock_one(work.session, statement.where(Ladder.withdrawn_at.is_(None)))
    if ladder is None:
        raise NotFound("ladder", ladder_id)
    if Period(ladder.valid_from, ladder.valid_until).moment(work.at) is not Moment.SCHEDULED:
        raise MoveRefused("ladder", "begun", "withdrawn")
    rows = by_sku(held_rows(work, ladder.price_list_id, [ladder.sku_id]))[ladder.sku_id]
    ladder.withdrawn_at = work.at
    work.session.flush()  # its place must be free before the one before it may go on
    for key, period in taken_back(rows, ladder.id):
        work.session.get_one(Ladder, key).valid_until = period.until
    told = {"steps": written(terms_of(ladder))}
    work.record("pricing.ladder_withdrawn", "sku", ladder.sku_id, parties=(work.actor.organisation,), before=told)
    return ladder.sku_id


@action(Permission.SELL)
def leave_list(work: Work, sku_id: UUID, list_id: UUID) -> UUID:
    """Take one of the actor's SKUs off a list, what is scheduled too: its buyers pay their other prices from now on.

    Raises ``NotFound`` for the list of everybody: what is not sold any more is taken off sale.
    """
    own = select(SKU.id).where(SKU.id == sku_id, SKU.seller_id == work.actor.organisation)
    if lock_key(work.session, own, {}) is None:
        raise NotFound("sku", sku_id)
    price_list = lock_list(work, list_id)
    if price_list.audience == "base":
        raise NotFound("price list", list_id)
    rows = held_rows(work, list_id, [sku_id])
    held = held_at(by_sku(rows).get(sku_id, []), Period(work.at, None))
    for row in rows:
        if row.valid_from > work.at:
            row.withdrawn_at = work.at
        else:
            row.valid_until = max(work.at, row.valid_from + timedelta(microseconds=1))
    told = {"list": price_list.name, **({"steps": written(held)} if held else {})}
    work.record("pricing.list_left", "sku", sku_id, parties=(price_list.seller_id,), before=told)
    return sku_id
