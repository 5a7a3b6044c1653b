"""Opening the consolidated shipments of a closed pool."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from trade.kernel.ids import new_id, new_reference
from trade.kernel.work import Work
from trade.pooling.models import Commitment, CommitmentLine, Pool, PoolShipment


def open_shipments(work: Work, pool: Pool) -> None:
    """One consolidated shipment for each region that gets anything, where there is none yet."""
    statement = (
        select(Commitment.region_code)
        .join(CommitmentLine, CommitmentLine.commitment_id == Commitment.id)
        .where(Commitment.pool_id == pool.id, CommitmentLine.whole + CommitmentLine.odd > 0)
        .distinct()
        .order_by(Commitment.region_code)
    )
    rows: list[dict[str, Any]] = [
        {
            "id": new_id(), "reference": new_reference("PS"), "pool_id": pool.id, "seller_id": pool.seller_id,
            "region_code": region, "created_at": work.at, "carrier": "", "tracking": "",
        }
        for region in work.session.scalars(statement)
    ]  # fmt: skip
    work.session.execute(insert(PoolShipment).on_conflict_do_nothing(), rows)
