"""Invoices, credit notes and demands: the list of those an organisation has issued or received, and one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, true, tuple_
from sqlalchemy.orm import Session, aliased

from trade.invoicing.models import Paper, PaperLine
from trade.invoicing.rules import PREFIXES, PaperKind, reference_of
from trade.kernel.actor import Actor, Scope
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of
from trade.ordering.models import Order
from trade.parties.models import Organisation
from trade.parties.rules import TaxClass
from trade.settlement.models import Recovery, Statement


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper in a list; its parties as they were to the tax office. ``about``: the reference of its order, statement or claim.

    ``recovery_id``: what a demand asks for; ``due_at``: by when.
    """

    id: UUID
    kind: PaperKind
    reference: str
    issuer_id: UUID
    issuer: dict[str, str]
    recipient: dict[str, str]
    order_id: UUID | None
    statement_id: UUID | None
    recovery_id: UUID | None
    due_at: datetime | None
    about: str
    net: Money
    tax: Money
    gross: Money
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class PaperLineRow:
    """A line of a paper."""

    order_line_id: UUID | None
    sku_code: str
    name: str
    unit: str
    quantity: int
    unit_price: Decimal
    net: Money
    tax_class: TaxClass
    tax_rate: Decimal
    tax: Money
    gross: Money


@dataclass(frozen=True, slots=True)
class PaperDetail:
    """One paper with its lines; ``corrects`` is the invoice that a credit note takes back from, ``credited_by`` its notes.

    ``code``: its recipient's, by which a transfer is known.
    """

    row: PaperRow
    reason: str
    time_zone: str
    lines: Sequence[PaperLineRow]
    corrects: tuple[UUID, str] | None
    credited_by: Sequence[PaperRow]
    code: str


@dataclass(frozen=True, slots=True)
class PaperFilter:
    """What a list is narrowed down to: a kind, issued by oneself or received, a period [since, before), a reference."""

    kind: PaperKind | None = None
    side: str = ""
    since: datetime | None = None
    before: datetime | None = None
    search: str = ""


def papers_after(
    session: Session, actor: Actor, wanted: PaperFilter, *, cursor: str | None = None, limit: int = PAGE_ROWS_MAX
) -> Page[PaperRow]:
    """A page of the papers the actor may see, newest first."""
    query = (_papers(actor).where(*_conditions(actor, wanted)).order_by(Paper.issued_at.desc(), Paper.id.desc())).limit(
        limit + 1
    )
    after = from_cursor(cursor, datetime, UUID)
    if after is not None:
        query = query.where(tuple_(Paper.issued_at, Paper.id) < after)
    rows = [_row(*found) for found in session.execute(query)]
    return page_of(rows, limit, lambda row: (row.issued_at.isoformat(), str(row.id)))


def papers_of_order(session: Session, actor: Actor, order_id: UUID) -> Sequence[PaperRow]:
    """The invoice of an order and what credits it, in the order of issue."""
    query = _papers(actor).where(Paper.order_id == order_id).order_by(Paper.issued_at, Paper.id)
    return [_row(*found) for found in session.execute(query)]


def paper(session: Session, actor: Actor, paper_id: UUID) -> PaperDetail:
    """One paper; ``NotFound`` for a stranger's."""
    found = session.execute(_papers(actor).where(Paper.id == paper_id)).one_or_none()
    if found is None:
        raise NotFound("paper", paper_id)
    said: Paper = found[0]
    lines = session.scalars(select(PaperLine).where(PaperLine.paper_id == paper_id).order_by(PaperLine.position))
    notes = session.execute(_papers(actor).where(Paper.corrects_id == paper_id).order_by(Paper.issued_at, Paper.id))
    return PaperDetail(
        row=_row(*found),
        reason=said.reason,
        time_zone=said.time_zone,
        lines=[_line(line, said.currency) for line in lines],
        corrects=_corrected(session, said.corrects_id),
        credited_by=[_row(*note) for note in notes],
        code=session.scalar(select(Organisation.code).where(Organisation.id == said.recipient_id)) or "",
    )


def party_to(actor: Actor) -> ColumnElement[bool]:
    """Papers that the actor's organisation issued or received; all of them for platform and jobs."""
    if actor.scope in {Scope.PLATFORM, Scope.SYSTEM}:
        return true()
    return or_(Paper.issuer_id == actor.organisation, Paper.recipient_id == actor.organisation)


def _papers(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(Paper, Order.reference, Statement.reference, Recovery)
        .outerjoin(Order, Order.id == Paper.order_id)
        .outerjoin(Statement, Statement.id == Paper.statement_id)
        .outerjoin(Recovery, Recovery.id == Paper.recovery_id)
        .where(party_to(actor))
    )


def _conditions(actor: Actor, wanted: PaperFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.kind is not None:
        found.append(Paper.kind == wanted.kind)
    if wanted.side == "issued":
        found.append(Paper.issuer_id == actor.organisation)
    elif wanted.side == "received":
        found.append(Paper.recipient_id == actor.organisation)
    if wanted.since is not None:
        found.append(Paper.issued_at >= wanted.since)
    if wanted.before is not None:
        found.append(Paper.issued_at < wanted.before)
    if wanted.search:
        found.append(_named(wanted.search.strip().upper()))
    return found


def _named(text: str) -> ColumnElement[bool]:
    """Papers of this number, of this order or statement, or of a party of this tax number or name."""
    for kind, prefix in PREFIXES.items():
        digits = text.removeprefix(f"{prefix}-")
        if digits != text and digits.isascii() and digits.isdigit() and len(digits) < 10:
            return (Paper.kind == kind) & (Paper.number == int(digits))
    parties = [
        column[field].astext.icontains(text, autoescape=True)
        for column in (Paper.issuer_party, Paper.recipient_party)
        for field in ("legal_name", "tax_id", "name")
    ]
    return or_(
        Order.reference.startswith(text, autoescape=True),
        Statement.reference.startswith(text, autoescape=True),
        Recovery.reference.startswith(text, autoescape=True),
        *parties,
    )


def _corrected(session: Session, paper_id: UUID | None) -> tuple[UUID, str] | None:
    if paper_id is None:
        return None
    invoice = aliased(Paper)
    kind, number = session.execute(select(invoice.kind, invoice.number).where(invoice.id == paper_id)).one()
    return paper_id, reference_of(kind, number)


def _row(row: Paper, order: str | None, statement: str | None, owed: Recovery | None) -> PaperRow:
    return PaperRow(
        id=row.id,
        kind=PaperKind(row.kind),
        reference=reference_of(row.kind, row.number),
        issuer_id=row.issuer_id,
        issuer=row.issuer_party,
        recipient=row.recipient_party,
        order_id=row.order_id,
        statement_id=row.statement_id,
        recovery_id=row.recovery_id,
        due_at=owed.due_at if owed is not None else None,
        about=order or statement or (owed.reference if owed is not None else ""),
        net=Money(row.net_minor, row.currency),
        tax=Money(row.tax_minor, row.currency),
        gross=Money(row.gross_minor, row.currency),
        issued_at=row.issued_at,
    )


def _line(row: PaperLine, currency: str) -> PaperLineRow:
    return PaperLineRow(
        row.order_line_id, row.sku_code, row.name, row.unit, row.quantity, row.unit_price,
        Money(row.net_minor, currency), TaxClass(row.tax_class), row.tax_rate, Money(row.tax_minor, currency),
        Money(row.gross_minor, currency),
    )  # fmt: skip
