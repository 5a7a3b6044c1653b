"""Agreements as both parties see them: what was agreed, and how much of it is used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from trade.catalogue.models import SKU, Product
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.paging import PAGE_ROWS, from_cursor, to_cursor
from trade.parties.models import Organisation
from trade.pricing.models import Agreement, AgreementLine
from trade.pricing.rules import AgreementState, Period

_Buyer, _Seller = aliased(Organisation), aliased(Organisation)


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement and its parties."""

    id: UUID
    reference: str
    title: str
    state: AgreementState
    currency: str
    seller_id: UUID
    seller_name: str
    buyer_id: UUID
    buyer_name: str
    buyer_code: str
    period: Period
    accepted_at: datetime | None
    ended_at: datetime | None
    lines: int


@dataclass(frozen=True, slots=True)
class Agreements:
    """A page of agreements."""

    rows: Sequence[AgreementRow]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class AgreementLineRow:
    """A SKU in an agreement: ``capacity`` and ``remaining`` are ``None`` without a cap."""

    id: UUID
    sku_id: UUID
    code: str
    name: str
    name_zh: str
    unit: str
    unit_price: Decimal
    capacity: int | None
    consumed: int

    @property
    def remaining(self) -> int | None:
        """What the line still covers."""
        return None if self.capacity is None else self.capacity - self.consumed


def seen_by(actor: Actor) -> ColumnElement[bool]:
    """Agreements that the actor's organisation wrote, or was offered."""
    own = actor.organisation
    offered = and_(Agreement.buyer_id == own, Agreement.state != AgreementState.DRAFT)
    return or_(Agreement.seller_id == own, offered)


def agreements_after(session: Session, actor: Actor, *, buying: bool, cursor: str | None = None) -> Agreements:
    """The actor's agreements as seller or as buyer, newest first."""
    mine = Agreement.buyer_id if buying else Agreement.seller_id
    statement = _rows().where(mine == actor.organisation, seen_by(actor)).order_by(Agreement.id.desc())
    after = from_cursor(cursor, UUID)
    if after:
        statement = statement.where(Agreement.id < after[0])
    rows = [_row(row) for row in session.execute(statement.limit(PAGE_ROWS + 1))]
    last = rows[PAGE_ROWS - 1] if len(rows) > PAGE_ROWS else None
    return Agreements(rows[:PAGE_ROWS], to_cursor((str(last.id),)) if last else None)


def agreement(session: Session, actor: Actor, agreement_id: UUID) -> AgreementRow:
    """One agreement of the actor's; ``NotFound`` for a stranger's, and for a buyer while it is a draft."""
    row = session.execute(_rows().where(Agreement.id == agreement_id, seen_by(actor))).one_or_none()
    if row is None:
        raise NotFound("agreement", agreement_id)
    return _row(row)


def agreement_lines(session: Session, agreement_id: UUID) -> Sequence[AgreementLineRow]:
    """The lines of an agreement that :func:`agreement` has shown to be the actor's."""
    rows = session.execute(
        select(
            AgreementLine.id, SKU.id, SKU.code, Product.name, Product.name_zh, SKU.unit, AgreementLine.unit_price,
            AgreementLine.capacity, AgreementLine.uncapped, AgreementLine.consumed,
        )
        .join(SKU, SKU.id == AgreementLine.sku_id)
        .join(Product, Product.id == SKU.product_id)
        .where(AgreementLine.agreement_id == agreement_id)
        .order_by(AgreementLine.position)
    )  # fmt: skip
    return [_line(row) for row in rows]


def _line(row: Any) -> AgreementLineRow:
    line_id, sku_id, code, name, name_zh, unit, unit_price, capacity, uncapped, consumed = row
    cap = None if uncapped else capacity
    return AgreementLineRow(line_id, sku_id, code, name, name_zh, unit, unit_price, cap, consumed)


_LINES: Final = (
    select(func.count()).where(AgreementLine.agreement_id == Agreement.id).correlate(Agreement).scalar_subquery()
)


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Agreement.id, Agreement.reference, Agreement.title, Agreement.state, Agreement.currency,
            _Seller.id, _Seller.name, _Buyer.id, _Buyer.name, _Buyer.code,
            Agreement.valid_from, Agreement.valid_until, Agreement.accepted_at, Agreement.ended_at, _LINES,
        )
        .join(_Seller, _Seller.id == Agreement.seller_id)
        .join(_Buyer, _Buyer.id == Agreement.buyer_id)
    )  # fmt: skip


def _row(row: Any) -> AgreementRow:
    key, reference, title, state, currency, seller, seller_name, buyer, buyer_name, buyer_code, *rest = row
    since, until, accepted, ended, lines = rest
    return AgreementRow(
        key, reference, title, AgreementState(state), currency, seller, seller_name, buyer, buyer_name, buyer_code,
        Period(since, until), accepted, ended, lines,
    )  # fmt: skip
