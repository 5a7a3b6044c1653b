"""The platform's own invoices: the services that each statement took: commission, a line a rate, and fees."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import exists, func, or_, select

from trade.invoicing.issuing import Draft, DraftLine, issue, party_of
from trade.invoicing.models import Paper
from trade.invoicing.rules import Amounts, PaperKind
from trade.kernel.actor import Permission
from trade.kernel.locks import skip_locked
from trade.kernel.money import Money, split
from trade.kernel.work import Work, action
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationKind
from trade.settlement.models import Statement, StatementItem, StatementLine
from trade.settlement.rules import ItemKind

BATCH: Final = 200
COMMISSION: Final = "commission"
"""The unit of a commission's line; its name says the rate."""
FEE: Final = "fee"
"""The unit of a fee's line; its name says what for."""

_FEES: Final = (StatementItem.statement_id == Statement.id, StatementItem.kind == ItemKind.FEE)


@action(Permission.PREPARE_MONEY)
def issue_commissions(work: Work) -> int:
    """Issue the invoices of statements whose commission has none, some at a time; answer how many."""
    platform = select(Organisation.id).where(Organisation.kind == OrganisationKind.PLATFORM).limit(1)
    platform_id = work.session.scalars(platform).one_or_none()
    if platform_id is None or not party_of(work, platform_id)["tax_id"]:
        return 0
    due = (
        select(Statement)
        .where(
            or_(Statement.commission_minor > 0, exists().where(*_FEES)),
            ~exists().where(Paper.statement_id == Statement.id),
        )
        .order_by(Statement.id)
        .limit(BATCH)
    )
    statements = list(work.session.scalars(skip_locked(due)))
    for statement in statements:
        _invoice(work, platform_id, statement)
    return len(statements)


def _invoice(work: Work, platform_id: UUID, statement: Statement) -> None:
    lines = _lines(work, statement)
    draft = Draft(
        PaperKind.INVOICE, platform_id, statement.seller_id, statement.currency, lines, statement_id=statement.id
    )
    issue(work, draft)


def _lines(work: Work, statement: Statement) -> Sequence[DraftLine]:
    """The commission at each rate with its share of the tax on it, then each fee with its own."""
    query = (
        select(StatementLine.commission_rate, func.sum(StatementLine.commission_minor))
        .where(StatementLine.statement_id == statement.id, StatementLine.commission_minor > 0)
        .group_by(StatementLine.commission_rate)
        .order_by(StatementLine.commission_rate)
    )
    found: Sequence[Any] = work.session.execute(query).all()
    items = list(
        work.session.scalars(
            select(StatementItem)
            .where(StatementItem.statement_id == statement.id, StatementItem.kind.in_([ItemKind.TAX, ItemKind.FEE]))
            .order_by(StatementItem.made_at, StatementItem.id)
        )
    )
    taxes = [item for item in items if item.kind == ItemKind.TAX]
    tax = Money(sum(item.tax_minor for item in taxes), statement.currency)
    tax_rate = next((item.rate for item in taxes if item.rate is not None), Decimal(0))
    commissions = [int(minor) for _, minor in found]
    shares = split(tax, commissions) if commissions else []
    lines = []
    for (rate, minor), share in zip(found, shares, strict=True):
        amount = Money(int(minor), statement.currency)
        lines.append(_line(f"{rate * 100:.2f} %", COMMISSION, amount, share, tax_rate))
    for item in (item for item in items if item.kind == ItemKind.FEE):
        part = Money(item.tax_minor, statement.currency)
        amount = Money(-item.amount_minor, statement.currency) - part
        lines.append(_line(item.words, FEE, amount, part, item.rate or Decimal(0)))
    return lines


def _line(name: str, unit: str, net: Money, tax: Money, tax_rate: Decimal) -> DraftLine:
    return DraftLine(name[:160], Amounts(1, net, tax, net + tax), net.decimal, tax_rate, unit=unit)
