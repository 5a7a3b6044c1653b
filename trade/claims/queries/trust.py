"""What the platform knows of a buyer who claims."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import DateTime, Uuid, bindparam, text
from sqlalchemy.orm import Session

from trade.claims.rules import Record
from trade.ordering.models import Order

_LOOKED_BACK: Final = timedelta(days=90)
_RECORD: Final = text(
    """
SELECT (SELECT count(*) FROM orders WHERE buyer_id = :buyer AND delivered_at IS NOT NULL AND replaces_id IS NULL) AS delivered,
       count(*) FILTER (WHERE asked_at > :since AND state <> 'withdrawn') AS claims,
       count(*) FILTER (WHERE asked_at > :since AND state = 'rejected') AS rejected,
       coalesce(bool_or(collected_minor < taken_back_minor), false) AS owes,
       claims_of_neighbours(:order, :since) AS neighbours,
       claims_of_devices(:order, :since) AS devices
  FROM claims WHERE buyer_id = :buyer
"""
).bindparams(
    bindparam("buyer", type_=Uuid()),
    bindparam("order", type_=Uuid()),
    bindparam("since", type_=DateTime(timezone=True)),
)


def record_of(session: Session, order: Order, at: datetime) -> Record:
    """The record of an order's buyer: claims of the last 90 days, and those of others who may be the same."""
    row = session.execute(_RECORD, {"buyer": order.buyer_id, "order": order.id, "since": at - _LOOKED_BACK}).one()
    return Record(*row)
