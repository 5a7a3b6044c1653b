"""Claims about which something is to be done by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from trade.claims.models import Claim
from trade.claims.rules import ClaimState


def claims_run_out(session: Session, at: datetime) -> Sequence[UUID]:
    """Claims for which the clock has something to do, that which is latest first."""
    late = and_(Claim.money_due_at <= at, Claim.advanced_at.is_(None), Claim.escalated_at.is_(None))
    silent = and_(Claim.seller_due_at <= at, Claim.state == ClaimState.ASKED)
    due = select(Claim.id).where(Claim.closed_at.is_(None), or_(late, silent))
    return session.scalars(due.order_by(Claim.money_due_at, Claim.id)).all()


def claims_owed_back(session: Session) -> Sequence[UUID]:
    """Claims of which the buyer still owes something back."""
    owed = select(Claim.id).where(Claim.collected_minor < Claim.taken_back_minor)
    return session.scalars(owed.order_by(Claim.id)).all()
