"""Papers of orders: an invoice once goods have left (or when the seller wants it), credit notes for what is given back."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

from sqlalchemy import exists, func, select

from trade.invoicing.issuing import Draft, issue, line_of
from trade.invoicing.models import Paper, PaperLine
from trade.invoicing.rules import (
    Amounts,
    NoTaxIdentity,
    NotInvoiceable,
    PaperKind,
    Sold,
    to_credit,
    to_invoice,
)
from trade.kernel.actor import Permission
from trade.kernel.locks import skip_locked
from trade.kernel.money import Money
from trade.kernel.work import Work, action
from trade.ordering.loading import lines_of, lock_order, party_to, sold_by
from trade.ordering.models import Order, OrderLine
from trade.ordering.rules import OrderState
from trade.parties.models import TaxIdentity
from trade.parties.rules import TaxClass

BATCH: Final = 200
_NOT_YET: Final = (OrderState.PLACED, OrderState.CANCELLED)
_LEFT: Final = (OrderState.PARTLY_SHIPPED, OrderState.SHIPPED, OrderState.DELIVERED, OrderState.COMPLETED)


@action(Permission.FULFIL)
def issue_invoice(work: Work, order_id: UUID) -> UUID:
    """Issue the invoice of a confirmed order now; answer it, also where it was issued before.

    Raises ``NotInvoiceable`` before the order is confirmed or after it was cancelled, ``NoTaxIdentity`` for a seller that
    has not said who it is to the tax office.
    """
    order = lock_order(work, order_id, sold_by(work.actor))
    found = _invoice_of(work, order.id)
    return found or _invoice(work, order)


@action(Permission.PREPARE_MONEY)
def issue_of_order(work: Work, order_id: UUID) -> int:
    """Issue what is due for an order: its invoice once goods have left, a credit note for what was given back since.

    Answers how many papers. A seller without a tax identity issues none yet.
    """
    order = lock_order(work, order_id, party_to(work.actor))
    return _issue_due(work, order)


@action(Permission.PREPARE_MONEY)
def issue_waiting(work: Work) -> int:
    """Issue the invoices of orders that have left without one, some at a time; answer how many orders were looked at."""
    due = (
        select(Order)
        .where(
            Order.state.in_(_LEFT),
            Order.total_minor > Order.refunded_minor,
            ~exists().where(Paper.order_id == Order.id),
            exists().where(TaxIdentity.organisation_id == Order.seller_id, TaxIdentity.tax_id != ""),
        )
        .order_by(Order.id)
        .limit(BATCH)
    )
    return sum(_issue_due(work, order) for order in work.session.scalars(skip_locked(due)))


def _issue_due(work: Work, order: Order) -> int:
    invoice, issued = _invoice_of(work, order.id), 0
    if invoice is None and order.state in _LEFT:
        with suppress(NoTaxIdentity, NotInvoiceable):
            _invoice(work, order)
            issued += 1
    elif invoice is not None:
        issued += _credit(work, order, invoice)
    return issued


def _invoice(work: Work, order: Order) -> UUID:
    lines = to_invoice(_sold(work, order))
    if order.state in _NOT_YET or not lines:
        raise NotInvoiceable
    said = [line_of(sold, amounts) for sold, amounts in lines]
    parties = (order.seller_id, order.buyer_id)
    return issue(work, Draft(PaperKind.INVOICE, *parties, order.currency, said, order_id=order.id))


def _credit(work: Work, order: Order, invoice_id: UUID) -> int:
    lines = to_credit(_sold(work, order), _standing(work, order))
    if not lines:
        return 0
    said = [line_of(sold, amounts) for sold, amounts in lines]
    draft = Draft(
        PaperKind.CREDIT_NOTE, order.seller_id, order.buyer_id, order.currency, said,
        order_id=order.id, corrects_id=invoice_id,
        reason=_why(order, lines),
    )  # fmt: skip
    issue(work, draft)
    return 1


def _why(order: Order, lines: Sequence[tuple[Sold, Amounts]]) -> str:
    """Why something is credited: only a claim takes back money and leaves the goods where they are."""
    if order.state == OrderState.CANCELLED:
        return "cancelled"
    return "short" if any(amounts.quantity for _, amounts in lines) else "claim"


def _invoice_of(work: Work, order_id: UUID) -> UUID | None:
    query = select(Paper.id).where(Paper.order_id == order_id, Paper.kind == PaperKind.INVOICE)
    return work.session.scalars(query).one_or_none()


def _standing(work: Work, order: Order) -> dict[UUID, Amounts]:
    """What is invoiced and not credited of each line."""
    sums: dict[UUID, Amounts] = {}
    query = (
        select(PaperLine.order_line_id, Paper.kind, *(func.sum(c) for c in _ADDED))
        .join(Paper, Paper.id == PaperLine.paper_id)
        .where(Paper.order_id == order.id, PaperLine.order_line_id.is_not(None))
        .group_by(PaperLine.order_line_id, Paper.kind)
        .order_by(Paper.kind.desc())  # the invoice before what credits it
    )
    rows: Sequence[Any] = work.session.execute(query).all()
    for line_id, kind, quantity, *minors in rows:
        said = Amounts(int(quantity), *(Money(int(minor), order.currency) for minor in minors))
        sums[line_id] = said if kind == PaperKind.INVOICE else sums[line_id] - said
    return sums


_ADDED: Final = (PaperLine.quantity, PaperLine.net_minor, PaperLine.tax_minor, PaperLine.gross_minor)


def _sold(work: Work, order: Order) -> Sequence[Sold]:
    return [_sold_line(line) for line in lines_of(work, order)]


def _sold_line(line: OrderLine) -> Sold:
    net, tax, gross = (Money(minor, line.currency) for minor in (line.net_minor, line.tax_minor, line.gross_minor))
    return Sold(
        line.id, line.sku_code, line.name, line.unit, line.unit_price,
        TaxClass(line.tax_class), line.tax_rate,
        Amounts(line.quantity, net, tax, gross), line.cancelled, Money(line.refunded_minor, line.currency),
    )  # fmt: skip
