"""Checking a large sheet of products, and taking it in, slice by slice, as whoever sent it."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from jobs.calls import party_call
from trade.kernel.actor import Actor, Permission, Scope
from trade.kernel.errors import NotFound
from trade.kernel.work import Action
from trade.pricing import actions


def check_goods_sheet(sheet_id: str, seller_id: str, person_id: str) -> None:
    """Check what is left of a sheet; each slice is a transaction, so killed it goes on there."""
    _each_slice(actions.check_slice, sheet_id, seller_id, person_id)


def take_goods_sheet(sheet_id: str, seller_id: str, person_id: str) -> None:
    """Take in what is left of a confirmed sheet, until it is all or somebody stops it."""
    _each_slice(actions.take_slice, sheet_id, seller_id, person_id)


def _each_slice(step: Action[[UUID], bool], sheet_id: str, seller_id: str, person_id: str) -> None:
    actor = Actor(Scope.PARTY, UUID(person_id), UUID(seller_id), frozenset({Permission.SELL}))
    with suppress(NotFound):  # forgotten meanwhile
        is_more = True
        while is_more:
            with party_call(actor) as call:
                is_more = step(call, UUID(sheet_id))
