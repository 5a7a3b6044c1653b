"""Rating a delivered order, and scoring all sellers for a day."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from trade.kernel.actor import Permission
from trade.kernel.errors import NotAllowed
from trade.kernel.work import Work, action
from trade.ordering.loading import bought_by, lock_order
from trade.scoring.counting import count_all
from trade.scoring.models import Rating, SellerScore
from trade.scoring.rules import measured, require_rating, score_of


@action(Permission.BUY)
def rate_order(work: Work, order_id: UUID, *, stars: int, comment: str = "") -> UUID:
    """Say how an order was, once; said again within the days for it, it replaces what was said.

    Raises ``RatingClosed`` and ``InvalidInput``.
    """
    order = lock_order(work, order_id, bought_by(work.actor))
    require_rating(order.delivered_at, work.at, stars, comment.strip())
    if work.actor.person_id is None:
        raise NotAllowed(Permission.BUY)
    said = {"stars": stars, "comment": comment.strip(), "rated_by": work.actor.person_id, "changed_at": work.at}
    first = insert(Rating).values(
        order_id=order.id, buyer_id=order.buyer_id, seller_id=order.seller_id, rated_at=work.at, **said
    )
    work.session.execute(first.on_conflict_do_update(index_elements=[Rating.order_id], set_=said))
    parties = (order.buyer_id, order.seller_id)
    work.record("scoring.order_rated", "order", order.id, parties=parties, after={"stars": stars})
    return order.id


@action(Permission.OVERSEE)
def score_sellers(work: Work) -> int:
    """Write every seller's scorecard of today; written again on the same day it is replaced. Answers how many."""
    rows = []
    for seller_id, counts in count_all(work.session, work.at).items():
        score = score_of(measured(counts))
        row = {"seller_id": seller_id, "on_day": work.at.date(), **asdict(counts), "score": score}
        rows.append({**row, "computed_at": work.at})
    if rows:
        made = insert(SellerScore)
        kept = {name: made.excluded[name] for name in rows[0] if name not in {"seller_id", "on_day"}}
        again = made.on_conflict_do_update(index_elements=[SellerScore.seller_id, SellerScore.on_day], set_=kept)
        work.session.execute(again, rows)
    return len(rows)
