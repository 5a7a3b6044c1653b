"""Saved lists: made from what lies in the cart, changed line by line, archived and brought back."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from trade.kernel import prepared
from trade.kernel.actor import Permission
from trade.kernel.errors import NotAllowed, NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.ordering.models import Cart, CartLine
from trade.ordering.offers import offers_of
from trade.ordering.rules import CartEmpty
from trade.pad.models import SavedList, SavedListLine
from trade.pad.rules.refusals import NameTaken

_ADD_LINES: Final = insert(SavedListLine).inline()


@action(Permission.BUY)
def save_list(work: Work, name: str) -> UUID:
    """Save what lies in the actor's cart under a name. Raises ``CartEmpty``, ``NameTaken``."""
    if work.actor.person_id is None:
        raise NotAllowed(Permission.BUY)
    mine = (Cart.buyer_id == work.actor.organisation) & (Cart.person_id == work.actor.person_id)
    rows = work.session.execute(
        select(CartLine.sku_id, CartLine.quantity)
        .join(Cart, Cart.id == CartLine.cart_id)
        .where(mine)
        .order_by(CartLine.added_at, CartLine.sku_id)
    ).all()
    if not rows:
        raise CartEmpty
    taken = select(SavedList.id).where(
        SavedList.buyer_id == work.actor.organisation,
        SavedList.archived_at.is_(None),
        func.lower(SavedList.name) == name.lower(),
    )
    if work.session.scalar(taken) is not None:
        raise NameTaken(name)
    made = SavedList(
        id=new_id(), buyer_id=work.actor.organisation, name=name, created_by=work.actor.person_id, created_at=work.at
    )
    work.session.add(made)
    work.session.flush()
    lines = [
        {"list_id": made.id, "sku_id": sku, "buyer_id": made.buyer_id, "position": position, "quantity": quantity}
        for position, (sku, quantity) in enumerate(rows, 1)
    ]
    prepared.run(work.session, _ADD_LINES, lines)
    work.record("pad.list_saved", "saved_list", made.id, after={"name": name})
    return made.id


@action(Permission.BUY)
def keep_list_line(work: Work, list_id: UUID, sku_id: UUID, *, quantity: int) -> None:
    """Keep exactly so many of a SKU on a list; 0 takes it off. Raises ``NotFound``, ``QuantityRefused``."""
    found = _lock(work, list_id)
    if quantity == 0:
        work.session.execute(
            delete(SavedListLine).where(SavedListLine.list_id == list_id, SavedListLine.sku_id == sku_id)
        )
        return
    offer = offers_of(work.session, work.actor, [sku_id], work.at).get(sku_id)
    if offer is None:
        raise NotFound("sku", sku_id)
    offer.require_quantity(quantity)
    last = select(func.coalesce(func.max(SavedListLine.position), 0) + 1).where(SavedListLine.list_id == list_id)
    row = {"list_id": list_id, "sku_id": sku_id, "buyer_id": found.buyer_id, "quantity": quantity}
    statement = upsert(SavedListLine).values(position=last.scalar_subquery(), **row)
    work.session.execute(
        statement.on_conflict_do_update(index_elements=["list_id", "sku_id"], set_={"quantity": quantity})
    )


@action(Permission.BUY)
def archive_list(work: Work, list_id: UUID) -> None:
    """Put a list away. Raises ``NotFound``."""
    found = _lock(work, list_id)
    if found.archived_at is None:
        found.archived_at = work.at
        work.record("pad.list_archived", "saved_list", list_id, before={"name": found.name})


@action(Permission.BUY)
def restore_list(work: Work, list_id: UUID) -> None:
    """Bring an archived list back. Raises ``NotFound``."""
    found = _lock(work, list_id)
    if found.archived_at is not None:
        found.archived_at = None
        work.record("pad.list_restored", "saved_list", list_id, after={"name": found.name})


def _lock(work: Work, list_id: UUID) -> SavedList:
    statement = select(SavedList).where(SavedList.id == list_id, SavedList.buyer_id == work.actor.organisation)
    found = lock_one(work.session, statement)
    if found is None:
        raise NotFound("saved list", list_id)
    return found
