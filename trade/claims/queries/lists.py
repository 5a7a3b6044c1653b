"""Lists of claims: what a clock runs for comes first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Integer, and_, case, cast, exists, extract, func, or_, select, tuple_
from sqlalchemy.orm import Session

from trade.claims.loading import claims_seen_by
from trade.claims.models import Claim, ClaimReturn
from trade.claims.queries.rows import ClaimRow, claim_row, claims_with_orders
from trade.claims.rules import OPEN, ClaimState
from trade.kernel.actor import Actor
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of

_MONEY: Final = Claim.state.in_(OPEN) & Claim.advanced_at.is_(None)
_TURN: Final = case((_MONEY, 0), (Claim.closed_at.is_(None), 1), else_=2)
"""Waits for money, waits for an answer or a decision, is closed."""
_CLOCK: Final = case(
    (_MONEY, func.floor(extract("epoch", Claim.money_due_at))),
    (Claim.closed_at.is_(None), func.floor(extract("epoch", Claim.seller_due_at))),
    else_=-func.floor(extract("epoch", Claim.closed_at)),
)
"""Seconds: the clock that runs out first is first; of closed claims the newest."""
_PLACE: Final = (cast(_TURN, Integer), cast(_CLOCK, BigInteger), Claim.id)


def sold(actor: Actor) -> ColumnElement[bool]:
    """Claims about goods that the actor's organisation sold."""
    return Claim.seller_id == actor.organisation


def claims_of(
    session: Session,
    actor: Actor,
    *,
    state: ClaimState | None = None,
    cursor: str | None = None,
    limit: int = PAGE_ROWS_MAX,
) -> Page[ClaimRow]:
    """A page of the claims that the actor may see: those that wait for money by their clock, then other open ones by theirs."""
    query = claims_with_orders(actor).add_columns(*_PLACE[:2]).order_by(*_PLACE).limit(limit + 1)
    if state is not None:
        query = query.where(Claim.state == state)
    after = from_cursor(cursor, int, int, UUID)
    if after is not None:
        query = query.where(tuple_(*_PLACE) > after)
    found = session.execute(query).all()
    page = page_of(found, limit, lambda row: (row[3], row[4], str(row[0].id)))
    return Page([claim_row(*row[:3]) for row in page.rows], page.next_cursor)


def claims_to_decide(session: Session, actor: Actor, *, limit: int) -> Sequence[ClaimRow]:
    """Claims that wait for the platform, by their clock: for money, or for its word after the seller's, or its silence."""
    waits = or_(_MONEY, Claim.state.in_((ClaimState.DISPUTED, ClaimState.UNANSWERED)))
    query = claims_with_orders(actor).where(waits).order_by(*_PLACE).limit(limit)
    return [claim_row(*row) for row in session.execute(query)]


def claim_states(session: Session, actor: Actor) -> dict[ClaimState, int]:
    """How many of the claims that the actor may see stand in each state."""
    count = select(Claim.state, func.count()).where(claims_seen_by(actor)).group_by(Claim.state)
    return {ClaimState(state): number for state, number in session.execute(count)}


def claims_of_order(session: Session, actor: Actor, order_id: UUID) -> Sequence[ClaimRow]:
    """Claims about an order, or of which it sends the goods again, the oldest first."""
    about = or_(Claim.order_id == order_id, Claim.replacement_id == order_id)
    query = claims_with_orders(actor).where(about).order_by(Claim.asked_at, Claim.id)
    return [claim_row(*row) for row in session.execute(query)]


def claims_open(session: Session, actor: Actor, side: ColumnElement[bool] | None = None) -> int:
    """How many claims wait: for the seller's answer, or its word about goods sent back, where ``side`` is the seller's; else for anybody."""
    query = select(func.count()).select_from(Claim).where(claims_seen_by(actor), Claim.state.in_(OPEN))
    if side is not None:
        sent_back = exists().where(ClaimReturn.claim_id == Claim.id, ClaimReturn.sent_at.is_not(None))
        is_asked = or_(Claim.state == ClaimState.ASKED, and_(Claim.state == ClaimState.RETURNING, sent_back))
        query = query.where(side, is_asked)
    return session.execute(query).scalar_one()
