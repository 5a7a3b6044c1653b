"""Claims about which something is to be done by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from trade.claims.models import Claim, ClaimReturn
from trade.claims.rules import OPEN, ClaimState
from trade.ledger.models import LedgerAccount
from trade.ledger.rules import AccountKind
from trade.ordering.models import Order
from trade.ordering.rules import OrderState


def claims_run_out(session: Session, at: datetime) -> Sequence[UUID]:
    """Claims for which the clock has something to do, that which is latest first."""
    late = and_(Claim.money_due_at <= at, Claim.advanced_at.is_(None), Claim.escalated_at.is_(None))
    silent = and_(Claim.seller_due_at <= at, Claim.state == ClaimState.ASKED)
    decidable = and_(Claim.state.in_(OPEN), or_(late, silent))
    due = select(Claim.id).where(Claim.closed_at.is_(None), or_(decidable, _concludes(at), _came_back(at)))
    return session.scalars(due.order_by(Claim.money_due_at, Claim.id)).all()


def _concludes(at: datetime) -> ColumnElement[bool]:
    """Goods that are sent again came and stayed, were called off, or have not left in time."""
    ended = Order.state.in_((OrderState.COMPLETED, OrderState.CANCELLED))
    late = and_(Claim.replace_due_at <= at, Order.state.in_((OrderState.PLACED, OrderState.CONFIRMED)))
    return and_(Claim.state == ClaimState.REPLACING, exists().where(Order.id == Claim.replacement_id, or_(ended, late)))


def _came_back(at: datetime) -> ColumnElement[bool]:
    """Goods were not sent back in time, or nobody has said in time whether they came."""
    late = or_(and_(ClaimReturn.sent_at.is_(None), ClaimReturn.send_by <= at), ClaimReturn.arrive_by <= at)
    return and_(Claim.state == ClaimState.RETURNING, exists().where(ClaimReturn.claim_id == Claim.id, late))


def claims_owed_by_carriers(session: Session) -> Sequence[UUID]:
    """Claims for which a carrier owes something and has something here, the oldest first."""
    has = exists().where(
        LedgerAccount.kind == AccountKind.WALLET, LedgerAccount.organisation_id == Claim.carrier_id,
        LedgerAccount.currency == Claim.currency, LedgerAccount.balance_minor > 0,
    )  # fmt: skip
    owes = Claim.carrier_paid_minor + Claim.given_up_minor < Claim.carried_minor
    return session.scalars(select(Claim.id).where(Claim.carrier_id.is_not(None), owes, has).order_by(Claim.id)).all()


def claims_owed_back(session: Session) -> Sequence[UUID]:
    """Claims of which the buyer still owes something back."""
    owed = select(Claim.id).where(Claim.collected_minor < Claim.taken_back_minor)
    return session.scalars(owed.order_by(Claim.id)).all()
