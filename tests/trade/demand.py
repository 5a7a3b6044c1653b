"""Past demand of a test market's goods, made up day by day and written as imported sales."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
from sqlalchemy import insert
from sqlalchemy.orm import Session

from tests.trade.market import Market
from trade.history.models import PastOrder, PastOrderLine
from trade.kernel.ids import new_id
from trade.parties.models import Region

REGIONS = ("GB-LON", "GB-NW")


def sell(market: Market, rates: dict[UUID, float], *, until: datetime, days: int = 200, seed: int = 5) -> None:
    """Sell each SKU at about so many units a day in two regions, the second a third of the first; no Saturdays."""
    rng = np.random.default_rng(seed)
    orders, lines = [], []
    for number in range(days):
        at = (until - timedelta(days=days - number)).replace(hour=12, tzinfo=UTC)
        if at.weekday() == 5:
            continue
        for region, share in zip(REGIONS, (0.75, 0.25), strict=True):
            order = new_id()
            bought = {sku: int(rng.poisson(rate * share)) for sku, rate in rates.items()}
            sold = [(sku, units) for sku, units in bought.items() if units]
            if not sold:
                continue
            orders.append({
                "id": order, "source": "books", "invoice": f"{number}-{region}", "buyer_id": None,
                "region_code": region, "currency": "GBP", "at": at, "invoiced_at": at,
            })  # fmt: skip
            lines += [
                {"past_order_id": order, "line": line, "sku_id": sku, "quantity": units, "unit_price": 1}
                for line, (sku, units) in enumerate(sold)
            ]
    with market.as_system() as session:
        know_regions(session, REGIONS)
        session.execute(insert(PastOrder), orders)
        session.execute(insert(PastOrderLine), lines)
        session.commit()


def know_regions(session: Session, codes: tuple[str, ...]) -> None:
    """Make the regions that are not there."""
    for code in codes:
        if session.get(Region, code) is None:
            session.add(Region(code=code, country=code[:2], name=code, name_zh=code))
    session.commit()
