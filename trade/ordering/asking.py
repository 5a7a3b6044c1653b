"""Asking for approval: what is wanted is kept as it was shown, and what is approved is exactly what was looked at."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from trade.kernel.ids import new_id, new_reference
from trade.kernel.work import Work
from trade.ordering.models import PurchaseRequest, PurchaseRequestLine
from trade.ordering.placing import require_terms
from trade.ordering.purchases import AgreedLine, Destination, Purchase
from trade.ordering.rules import RequestState, Wish
from trade.parties.rules import Limit


def ask_for_approval(work: Work, purchase: Purchase, limit: Limit) -> UUID:
    """Keep what the actor wants to order until somebody else approves it; answer the request.

    It keeps the sellers' terms, as an order must: ``BelowMinimum`` and ``DayRefused`` refuse it at once.
    """
    require_terms(work, purchase)
    request = PurchaseRequest(
        id=new_id(),
        reference=new_reference("PR"),
        buyer_id=work.actor.organisation,
        asked_by=purchase.placed_by,
        state=RequestState.WAITING,
        exceeded=limit,
        totals=[[total.minor, total.currency] for total in purchase.totals],
        delivery_address=purchase.destination.written,
        delivery_region=purchase.destination.region_code,
        wishes=_written(purchase.wishes),
        means=purchase.means,
        asked_at=work.at,
    )
    work.session.add(request)
    work.session.flush()  # its lines refer to it
    rows = [_line_row(request, line, position) for position, line in enumerate(purchase.lines, 1)]
    work.session.execute(insert(PurchaseRequestLine), rows)
    total = purchase.totals[0]
    told = {"total": total.minor, "currency": total.currency, "state": request.state}
    work.record("ordering.purchase_requested", "purchase_request", request.id, after=told)
    return request.id


def wishes_of(request: PurchaseRequest) -> dict[UUID, Wish]:
    """What is asked of each seller, as it was kept."""
    return {
        UUID(seller): Wish(wish["note"], date.fromisoformat(wish["requested_on"]) if wish["requested_on"] else None)
        for seller, wish in request.wishes.items()
    }


def destination_of(request: PurchaseRequest) -> Destination:
    """Where the goods of a request go."""
    return Destination(request.delivery_address, request.delivery_region)


def digest_of(request: PurchaseRequest, lines: Sequence[AgreedLine]) -> bytes:
    """The hash of what an approver looks at: the request at today's prices."""
    content = {
        "request": str(request.id),
        "to": [request.delivery_address, request.delivery_region],
        "wishes": request.wishes,
        "means": request.means,
        "lines": [
            [str(line.offer.sku_id), line.quantity, f"{line.unit_price:f}", line.amount.minor, line.amount.currency]
            for line in sorted(lines, key=lambda line: line.offer.sku_id)
        ],
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).digest()


def _written(wishes: Mapping[UUID, Wish]) -> dict[str, Any]:
    return {
        str(seller_id): {
            "note": wish.note,
            "requested_on": wish.requested_on.isoformat() if wish.requested_on else None,
        }
        for seller_id, wish in wishes.items()
    }


def _line_row(request: PurchaseRequest, line: AgreedLine, position: int) -> dict[str, Any]:
    return {
        "request_id": request.id,
        "sku_id": line.offer.sku_id,
        "buyer_id": request.buyer_id,
        "seller_id": line.offer.seller_id,
        "position": position,
        "quantity": line.quantity,
        "unit_price": line.unit_price,
        "amount_minor": line.amount.minor,
        "currency": line.amount.currency,
    }
