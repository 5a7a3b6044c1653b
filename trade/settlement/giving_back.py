"""Commission that is given back of a settled line, and the tax that was taken on it. Steps within an action."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from trade.kernel.ids import new_id
from trade.kernel.money import Money, share_of
from trade.kernel.work import Work
from trade.settlement.models import CommissionReturn, LineDispute, StatementItem, StatementLine
from trade.settlement.rules import Given, ItemKind, commission_back


def lock_commission(work: Work, statement_id: UUID) -> None:
    """Wait for whoever gives back commission that the same statement took: what is left of it is shared."""
    work.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"commission:{statement_id}", 0))))


def corrected_of(work: Work, order_line_id: UUID, currency: str) -> Money:
    """Commission of a line that disputes have given back."""
    before = select(func.coalesce(func.sum(LineDispute.corrected_minor), 0)).where(
        LineDispute.order_line_id == order_line_id
    )
    return Money(int(work.session.scalars(before).one()), currency)


def returned_of(work: Work, order_line_id: UUID, currency: str) -> tuple[Money, Money]:
    """What late claims have given back of a line: (of what it was sold for, of its commission)."""
    gross, commission = work.session.execute(
        select(
            func.coalesce(func.sum(CommissionReturn.gross_minor), 0),
            func.coalesce(func.sum(CommissionReturn.commission_minor), 0),
        ).where(CommissionReturn.order_line_id == order_line_id)
    ).one()
    return Money(int(gross), currency), Money(int(commission), currency)


def tax_back(work: Work, statement_id: UUID, before: Money, after: Money) -> Money:
    """The tax on commission that is given back, at the statement's own rate and never more than it took.

    ``before`` and ``after``: all that is given back of the line, without and with what is given back now.
    """
    taken = work.session.execute(
        select(StatementItem.rate, StatementItem.tax_minor).where(
            StatementItem.statement_id == statement_id, StatementItem.kind == ItemKind.TAX
        )
    ).one_or_none()
    if taken is None or taken.rate is None:
        return Money.zero(before.currency)
    disputes = (
        select(func.coalesce(func.sum(StatementItem.tax_minor), 0))
        .join(LineDispute, LineDispute.item_id == StatementItem.id)
        .where(LineDispute.statement_id == statement_id)
    )
    claims = select(func.coalesce(func.sum(CommissionReturn.tax_minor), 0)).where(
        CommissionReturn.statement_id == statement_id
    )
    given = sum(int(work.session.scalars(query).one()) for query in (disputes, claims))
    left = Money(taken.tax_minor - given, before.currency)
    return min(share_of(after, taken.rate) - share_of(before, taken.rate), left)


def give_back(work: Work, claim_id: UUID, order_line_id: UUID, gross: Money) -> Given:
    """Give back the commission on ``gross``, a part of what a line was settled for that its buyer gets; once a claim and line."""
    currency = gross.currency
    line = work.session.get_one(StatementLine, order_line_id)
    lock_commission(work, line.statement_id)
    corrected = corrected_of(work, order_line_id, currency)
    gone, given = returned_of(work, order_line_id, currency)
    kept = share_of(Money(line.gross_minor, currency) - gone - gross, line.commission_rate)
    back = commission_back(Money(line.commission_minor, currency), kept, given, corrected)
    tax = tax_back(work, line.statement_id, corrected + given, corrected + given + back)
    work.session.add(
        CommissionReturn(
            id=new_id(), order_line_id=order_line_id, statement_id=line.statement_id, claim_id=claim_id,
            seller_id=line.seller_id, currency=currency, gross_minor=gross.minor, commission_minor=back.minor,
            tax_minor=tax.minor, source_key=f"claim:{claim_id}:{order_line_id}", made_at=work.at,
        )
    )  # fmt: skip
    work.session.flush()
    return Given(back, tax)
