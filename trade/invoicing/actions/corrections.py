"""The platform's credit notes: commission that a dispute has given back, once a statement has taken the correction."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

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
from trade.settlement.models import LineDispute, StatementItem, StatementLine
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
        _credit(work, item)
    return len(items)


def _credit(work: Work, item: StatementItem) -> None:
    found: Any = work.session.execute(
        select(_INVOICE.id, _INVOICE.issuer_id, _INVOICE.statement_id, StatementLine.commission_rate,
               OrderLine.sku_code, _TAX.rate)
        .join(LineDispute, LineDispute.statement_id == _INVOICE.statement_id)
        .join(StatementLine, StatementLine.order_line_id == LineDispute.order_line_id)
        .join(OrderLine, OrderLine.id == LineDispute.order_line_id)
        .outerjoin(_TAX, (_TAX.statement_id == LineDispute.statement_id) & (_TAX.kind == ItemKind.TAX))
        .where(LineDispute.item_id == item.id, _INVOICE.kind == PaperKind.INVOICE)
    ).one()  # fmt: skip
    invoice_id, platform_id, statement_id, rate, code, tax_rate = found
    gross, tax = Money(item.amount_minor, item.currency), Money(item.tax_minor, item.currency)
    net = gross - tax
    line = DraftLine(
        f"{rate * 100:.2f} %",
        Amounts(0, net, tax, gross),
        net.decimal,
        tax_rate or Decimal(0),
        sku_code=code,
        unit=COMMISSION,
    )
    draft = Draft(
        PaperKind.CREDIT_NOTE, platform_id, item.seller_id, item.currency, [line],
        statement_id=statement_id, corrects_id=invoice_id, item_id=item.id, reason="correction",
    )  # fmt: skip
    issue(work, draft)
