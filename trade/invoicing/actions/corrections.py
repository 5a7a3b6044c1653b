"""The platform's credit notes: commission that a dispute or a late claim has given back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from trade.invoicing.actions.commissions import COMMISSION
from trade.invoicing.issuing import Draft, DraftLine, issue
from trade.invoicing.models import Paper
from trade.invoicing.rules import Amounts, PaperKind
from trade.kernel.actor import Permission
from trade.kernel.locks import lock_rows
from trade.kernel.money import Money
from trade.kernel.work import Work, action
from trade.ordering.models import OrderLine
from trade.settlement.models import CommissionReturn, LineDispute, StatementItem, StatementLine
from trade.settlement.rules import ItemKind

BATCH: Final = 200
_INVOICE, _TAX = aliased(Paper), aliased(StatementItem)


@action(Permission.PREPARE_MONEY)
def credit_corrections(work: Work) -> int:
    """Issue a credit note for each correction that statements hold and that has none, some at a time; answer how many.

    It takes back from the invoice of the statement that was disputed; where that one is not issued yet, it waits for it.
    """
    due = (
        select(StatementItem)
        .join(LineDispute, LineDispute.item_id == StatementItem.id)
        .where(
            StatementItem.kind == ItemKind.CORRECTION,
            StatementItem.statement_id.is_not(None),
            ~exists().where(Paper.item_id == StatementItem.id),
            exists().where(Paper.statement_id == LineDispute.statement_id, Paper.kind == PaperKind.INVOICE),
        )
        .order_by(StatementItem.id)
        .limit(BATCH)
    )
    items = lock_rows(work.session, due)
    for item in items:
        dispute = work.session.scalars(select(LineDispute).where(LineDispute.item_id == item.id)).one()
        tax = Money(item.tax_minor, item.currency)
        net = Money(item.amount_minor, item.currency) - tax
        line_id, statement_id = dispute.order_line_id, dispute.statement_id
        _credit(work, line_id, statement_id, item.seller_id, net, tax, reason="correction", item_id=item.id)
    return len(items)


@action(Permission.PREPARE_MONEY)
def credit_returns(work: Work) -> int:
    """Issue a credit note for each commission that went back with a late claim and has none, some at a time; answer how many.

    Like a correction it takes back from the invoice of the statement, and waits for that one.
    """
    due = (
        select(CommissionReturn)
        .where(
            CommissionReturn.commission_minor + CommissionReturn.tax_minor > 0,
            ~exists().where(Paper.return_id == CommissionReturn.id),
            exists().where(Paper.statement_id == CommissionReturn.statement_id, Paper.kind == PaperKind.INVOICE),
        )
        .order_by(CommissionReturn.id)
        .limit(BATCH)
    )
    rows = list(work.session.scalars(due))
    for one in rows:
        net, tax = Money(one.commission_minor, one.currency), Money(one.tax_minor, one.currency)
        _credit(
            work, one.order_line_id, one.statement_id, one.seller_id, net, tax, reason="late_claim", return_id=one.id
        )
    return len(rows)


def _credit(
    work: Work, line_id: UUID, statement_id: UUID, seller_id: UUID, net: Money, tax: Money, **more: Any
) -> None:
    found: Any = work.session.execute(
        select(_INVOICE.id, _INVOICE.issuer_id, StatementLine.commission_rate, OrderLine.sku_code, _TAX.rate)
        .select_from(_INVOICE)
        .join(StatementLine, StatementLine.order_line_id == line_id)
        .join(OrderLine, OrderLine.id == line_id)
        .outerjoin(_TAX, (_TAX.statement_id == statement_id) & (_TAX.kind == ItemKind.TAX))
        .where(_INVOICE.statement_id == statement_id, _INVOICE.kind == PaperKind.INVOICE)
    ).one()
    invoice_id, platform_id, rate, code, tax_rate = found
    amounts = Amounts(0, net, tax, net + tax)
    line = DraftLine(
        f"{rate * 100:.2f} %", amounts, net.decimal, tax_rate or Decimal(0), sku_code=code, unit=COMMISSION
    )
    draft = Draft(
        PaperKind.CREDIT_NOTE, platform_id, seller_id, net.currency, [line], statement_id=statement_id,
        corrects_id=invoice_id, **more,
    )  # fmt: skip
    issue(work, draft)
