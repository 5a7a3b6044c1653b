"""Disputing a line of a statement, and answering: nothing on a statement changes, a new line puts it right."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, func, select

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.money import Money, share_of
from trade.kernel.work import Work, action
from trade.ledger.rules import AccountKind
from trade.ordering.models import OrderLine
from trade.settlement.holding import hold, release
from trade.settlement.models import LineDispute, Statement, StatementItem, StatementLine
from trade.settlement.rules import DisputeClosed, DisputeOpen, DisputeState, ItemKind, require_correction


@action(Permission.SEE_EARNINGS)
def dispute_line(work: Work, order_line_id: UUID, *, reason: str) -> UUID:
    """Say that a line of one's own statement is wrong: what is not paid out of it yet waits for the answer.

    Raises ``DisputeOpen`` where that was said already, ``StaleVersion`` while a payout takes the money.
    """
    if not reason.strip():
        raise InvalidInput("reason", "empty")
    query = select(StatementLine, Statement).join(Statement, Statement.id == StatementLine.statement_id)
    own = (StatementLine.order_line_id == order_line_id, StatementLine.seller_id == work.actor.organisation)
    row = work.session.execute(query.where(*own)).one_or_none()
    if row is None:
        raise NotFound("statement_line", order_line_id)
    line: StatementLine = row[0]
    statement: Statement = row[1]
    waiting = select(LineDispute.id).where(
        LineDispute.order_line_id == order_line_id, LineDispute.state == DisputeState.OPEN
    )
    if work.session.scalar(waiting) is not None:
        raise DisputeOpen
    dispute = LineDispute(
        id=new_id(), order_line_id=order_line_id, statement_id=statement.id, seller_id=statement.seller_id,
        currency=statement.currency, state=DisputeState.OPEN, reason=reason.strip(), asked_by=work.actor.person, asked_at=work.at,
    )  # fmt: skip
    hold(work, dispute, line, statement)
    work.session.add(dispute)
    _tell(work, dispute, "settlement.line_disputed", {"reason": dispute.reason, "amount": dispute.held_minor})
    return dispute.id


@action(Permission.PREPARE_MONEY)
def answer_dispute(work: Work, dispute_id: UUID, *, answer: str, correction: Money | None) -> UUID:
    """Answer a dispute: give back commission of the line, and the tax on it, by the next statement, or decline with the reason.

    Raises ``CorrectionTooLarge`` beyond the commission that was taken of the line.
    """
    if not answer.strip():
        raise InvalidInput("answer", "empty")
    dispute = _open(work, dispute_id, select(LineDispute).where(LineDispute.id == dispute_id))
    if correction is not None:
        _correct(work, dispute, correction)
    dispute.state = DisputeState.CORRECTED if correction is not None else DisputeState.DECLINED
    dispute.answer, dispute.answered_by, dispute.answered_at = answer.strip(), work.actor.person_id, work.at
    release(work, dispute)
    _tell(work, dispute, "settlement.dispute_answered", {"answer": dispute.answer, "amount": dispute.corrected_minor})
    return dispute.id


@action(Permission.SEE_EARNINGS)
def withdraw_dispute(work: Work, dispute_id: UUID) -> UUID:
    """Take one's own dispute back before it is answered."""
    own = select(LineDispute).where(LineDispute.id == dispute_id, LineDispute.seller_id == work.actor.organisation)
    dispute = _open(work, dispute_id, own)
    dispute.state, dispute.answered_by, dispute.answered_at = DisputeState.WITHDRAWN, work.actor.person_id, work.at
    release(work, dispute)
    _tell(work, dispute, "settlement.dispute_withdrawn", {})
    return dispute.id


def _open(work: Work, dispute_id: UUID, query: Select[LineDispute]) -> LineDispute:
    dispute = lock_one(work.session, query)
    if dispute is None:
        raise NotFound("line_dispute", dispute_id)
    if dispute.state != DisputeState.OPEN:
        raise DisputeClosed
    return dispute


def _correct(work: Work, dispute: LineDispute, correction: Money) -> None:
    # One dispute of a line is open at a time and this one is locked, so nobody else corrects the line meanwhile.
    line = work.session.get_one(StatementLine, dispute.order_line_id)
    before = select(func.coalesce(func.sum(LineDispute.corrected_minor), 0)).where(
        LineDispute.order_line_id == dispute.order_line_id
    )
    corrected = Money(int(work.session.scalars(before).one()), dispute.currency)
    require_correction(correction, Money(line.commission_minor, dispute.currency), corrected)
    tax = _tax_back(work, dispute, corrected, corrected + correction)
    words = work.session.scalars(select(OrderLine.name).where(OrderLine.id == dispute.order_line_id)).one()
    item = StatementItem(
        id=new_id(), seller_id=dispute.seller_id, currency=dispute.currency, kind=ItemKind.CORRECTION,
        counter=AccountKind.COMMISSION, amount_minor=(correction + tax).minor, tax_minor=tax.minor, words=words,
        source_key=f"dispute:{dispute.id}", made_by=work.actor.person_id, made_at=work.at,
    )  # fmt: skip
    work.session.add(item)
    work.session.flush()
    dispute.item_id, dispute.corrected_minor = item.id, correction.minor


def _tax_back(work: Work, dispute: LineDispute, before: Money, after: Money) -> Money:
    """The tax that was taken on a commission that is given back, at the statement's own rate and never more than it took."""
    taken = work.session.execute(
        select(StatementItem.rate, StatementItem.tax_minor).where(
            StatementItem.statement_id == dispute.statement_id, StatementItem.kind == ItemKind.TAX
        )
    ).one_or_none()
    if taken is None or taken.rate is None:
        return Money.zero(dispute.currency)
    given = work.session.scalars(
        select(func.coalesce(func.sum(StatementItem.tax_minor), 0))
        .join(LineDispute, LineDispute.item_id == StatementItem.id)
        .where(LineDispute.statement_id == dispute.statement_id)
    ).one()
    left = Money(taken.tax_minor - int(given), dispute.currency)
    return min(share_of(after, taken.rate) - share_of(before, taken.rate), left)


def _tell(work: Work, dispute: LineDispute, verb: str, told: dict[str, str | int]) -> None:
    after = {"state": dispute.state, "currency": dispute.currency, **told}
    work.record(verb, "statement", dispute.statement_id, parties=(dispute.seller_id,), after=after)
