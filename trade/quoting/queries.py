"""Inquiries as lists and as records, for both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Product
from trade.files.queries import FileRow, files
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.money import Money, line_total
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.quoting.loading import asked_by, asked_of, party_to
from trade.quoting.models import Inquiry, InquiryLine, InquiryMessage, Quote, QuoteLine
from trade.quoting.rules import InquiryState, has_expired


@dataclass(frozen=True, slots=True)
class InquiryRow:
    """An inquiry in a list. ``total`` is what the newest quote comes to."""

    id: UUID
    reference: str
    state: InquiryState
    buyer_name: str
    seller_name: str
    asked_at: datetime
    changed_at: datetime
    version: int
    has_expired: bool
    waits_for_approval: bool


@dataclass(frozen=True, slots=True)
class QuotedPrice:
    """What the newest quote says of a line."""

    unit_price: Decimal
    quantity: int
    minimum: int
    multiple: int
    amount: Money


@dataclass(frozen=True, slots=True)
class InquiryLineRow:
    """A line as it was asked, and as the newest quote answers it. ``wanted`` is what somebody asked to have approved."""

    id: UUID
    sku_id: UUID
    sku_code: str
    name: str
    name_zh: str
    unit: str
    quantity: int
    wish: str
    quoted: QuotedPrice | None
    wanted: int | None


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A word of one side, and the file that came with it."""

    organisation_id: UUID
    text: str
    at: datetime
    file: FileRow | None


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """One version of the answer."""

    version: int
    terms: str
    quoted_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class InquiryDetail:
    """One inquiry with its newest quote, and what was said."""

    row: InquiryRow
    buyer_id: UUID
    seller_id: UUID
    wanted_on: date | None
    order_id: UUID | None
    approval_asked_by: UUID | None
    lines: Sequence[InquiryLineRow]
    quotes: Sequence[QuoteRow]
    messages: Sequence[MessageRow]

    @property
    def quote(self) -> QuoteRow | None:
        """The newest quote."""
        return self.quotes[0] if self.quotes else None

    @property
    def total(self) -> Money | None:
        """What the newest quote comes to, as quoted."""
        amounts = [line.quoted.amount for line in self.lines if line.quoted]
        return Money.sum(amounts, amounts[0].currency) if amounts else None

    @property
    def can_accept(self) -> bool:
        """Whether the newest quote can be ordered from now."""
        return self.row.state is InquiryState.QUOTED and not self.row.has_expired


def inquiries(
    session: Session, side: ColumnElement[bool], at: datetime, *, state: InquiryState | None = None
) -> Sequence[InquiryRow]:
    """The inquiries of one side (see ``loading``) that moved last."""
    statement = (
        select(Inquiry, Quote.expires_at)
        .outerjoin(Quote, (Quote.inquiry_id == Inquiry.id) & (Quote.version == Inquiry.version))
        .where(side)
        .order_by(Inquiry.changed_at.desc(), Inquiry.id.desc())
        .limit(PAGE_ROWS_MAX)
    )
    if state is not None:
        statement = statement.where(Inquiry.state == state)
    return [_row(inquiry, expires_at, at) for inquiry, expires_at in session.execute(statement)]


def inquiries_to_answer(session: Session, actor: Actor) -> int:
    """How many inquiries wait for the actor's organisation to quote."""
    return _count(session, asked_of(actor), InquiryState.OPEN)


def quotes_to_decide(session: Session, actor: Actor) -> int:
    """How many quotes wait for the actor's organisation to accept."""
    return _count(session, asked_by(actor), InquiryState.QUOTED)


def find_inquiry(session: Session, side: ColumnElement[bool], reference: str) -> UUID | None:
    """The inquiry that people mean by ``IQ-7GQ2-K81``; ``None`` where that side has no such one."""
    return session.scalar(select(Inquiry.id).where(Inquiry.reference == reference.strip().upper(), side))


def inquiry_detail(session: Session, actor: Actor, inquiry_id: UUID, at: datetime) -> InquiryDetail:
    """One inquiry of the actor's organisation, on either side; ``NotFound`` for a stranger's."""
    statement = select(Inquiry).where(Inquiry.id == inquiry_id, party_to(actor))
    inquiry = session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if inquiry is None:
        raise NotFound("inquiry", inquiry_id)
    of_it = Quote.inquiry_id == inquiry_id
    quotes = session.scalars(select(Quote).where(of_it).order_by(Quote.version.desc())).all()
    newest = quotes[0] if quotes else None
    words = (
        select(InquiryMessage)
        .where(InquiryMessage.inquiry_id == inquiry_id)
        .order_by(InquiryMessage.at.desc(), InquiryMessage.id.desc())
    )
    messages = session.scalars(words.limit(PAGE_ROWS_MAX)).all()
    sent = {file.id: file for file in files(session, [one.file_id for one in messages if one.file_id])}
    return InquiryDetail(
        row=_row(inquiry, newest.expires_at if newest else None, at),
        buyer_id=inquiry.buyer_id,
        seller_id=inquiry.seller_id,
        wanted_on=inquiry.wanted_on,
        order_id=inquiry.order_id,
        approval_asked_by=inquiry.approval_asked_by,
        lines=_lines(session, inquiry, newest),
        quotes=[QuoteRow(quote.version, quote.terms, quote.quoted_at, quote.expires_at) for quote in quotes],
        messages=[
            MessageRow(one.organisation_id, one.text, one.at, sent.get(one.file_id) if one.file_id else None)
            for one in reversed(messages)
        ],
    )


def _count(session: Session, side: ColumnElement[bool], state: InquiryState) -> int:
    statement = select(func.count()).select_from(Inquiry).where(side, Inquiry.state == state)
    return session.execute(statement).scalar_one()


def _row(inquiry: Inquiry, expires_at: datetime | None, at: datetime) -> InquiryRow:
    state = InquiryState(inquiry.state)
    return InquiryRow(
        id=inquiry.id,
        reference=inquiry.reference,
        state=state,
        buyer_name=inquiry.buyer_name,
        seller_name=inquiry.seller_name,
        asked_at=inquiry.asked_at,
        changed_at=inquiry.changed_at,
        version=inquiry.version,
        has_expired=state is InquiryState.QUOTED and expires_at is not None and has_expired(expires_at, at),
        waits_for_approval=state is InquiryState.QUOTED and inquiry.approval_asked_by is not None,
    )


def _lines(session: Session, inquiry: Inquiry, quote: Quote | None) -> list[InquiryLineRow]:
    statement = (
        select(InquiryLine, SKU.code, SKU.unit, Product.name, Product.name_zh, QuoteLine)
        .join(SKU, SKU.id == InquiryLine.sku_id)
        .join(Product, Product.id == SKU.product_id)
        .outerjoin(
            QuoteLine, (QuoteLine.line_id == InquiryLine.id) & (QuoteLine.quote_id == (quote.id if quote else None))
        )
        .where(InquiryLine.inquiry_id == inquiry.id)
        .order_by(InquiryLine.position)
    )
    return [
        InquiryLineRow(
            id=line.id,
            sku_id=line.sku_id,
            sku_code=code,
            name=name,
            name_zh=name_zh,
            unit=unit,
            quantity=line.quantity,
            wish=line.wish,
            quoted=_price(quoted, quote) if quote is not None and quoted is not None else None,
            wanted=inquiry.approval_asked.get(str(line.id)),
        )
        for line, code, unit, name, name_zh, quoted in session.execute(statement)
    ]


def _price(line: QuoteLine, quote: Quote) -> QuotedPrice:
    amount = line_total(line.unit_price, line.quantity, quote.currency)
    return QuotedPrice(line.unit_price, line.quantity, line.minimum, line.multiple, amount)
