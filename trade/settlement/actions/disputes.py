"""Disputing a line of a statement, and answering: nothing on a statement changes, a new line puts it right."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Select, select

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.money import Money
from trade.kernel.work import Work, action
from trade.ledger.rules import AccountKind
from trade.ordering.models import OrderLine
from trade.settlement.giving_back import corrected_of, lock_commission, returned_of, tax_back
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
    line = work.session.get_one(StatementLine, dispute.order_line_id)
    lock_commission(work, dispute.statement_id)
    corrected = corrected_of(work, line.order_line_id, dispute.currency)
    corrected += returned_of(work, line.order_line_id, dispute.currency)[1]
    require_correction(correction, Money(line.commission_minor, dispute.currency), corrected)
    tax = tax_back(work, dispute.statement_id, corrected, corrected + correction)
    words = work.session.scalars(select(OrderLine.name).where(OrderLine.id == dispute.order_line_id)).one()
    item = StatementItem(
        id=new_id(), seller_id=dispute.seller_id, currency=dispute.currency, kind=ItemKind.CORRECTION,
        counter=AccountKind.COMMISSION, amount_minor=(correction + tax).minor, tax_minor=tax.minor, words=words,
        source_key=f"dispute:{dispute.id}", made_by=work.actor.person_id, made_at=work.at,
    )  # fmt: skip
    work.session.add(item)
    work.session.flush()
    dispute.item_id, dispute.corrected_minor = item.id, correction.minor


def _tell(work: Work, dispute: LineDispute, verb: str, told: dict[str, str | int]) -> None:
    after = {"state": dispute.state, "currency": dispute.currency, **told}
    work.record(verb, "statement", dispute.statement_id, parties=(dispute.seller_id,), after=after)
