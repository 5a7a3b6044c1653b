"""Sellers on trial have room for so many open orders; the lock that counts them holds until the order is made."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, select

from trade.kernel.errors import DomainError
from trade.kernel.work import Work
from trade.ordering.sides import Party


class NoRoom(DomainError):
    """A seller on trial has as many open orders as it may have (``most``)."""

    def __init__(self, seller_id: UUID, seller_name: str, most: int) -> None:
        super().__init__(f"{seller_name}: {most}")
        self.seller_id = seller_id
        self.seller_name = seller_name
        self.most = most


def require_room(work: Work, sellers: Iterable[Party]) -> None:
    """Raise ``NoRoom`` where a seller on trial has as many open orders as it may. Of all others nothing is asked."""
    for seller in sorted(sellers, key=lambda one: one.id):
        most = seller.open_orders_max
        if most is not None and (work.session.scalar(select(func.ordering_open_orders(seller.id))) or 0) >= most:
            raise NoRoom(seller.id, seller.name, most)
