"""Stopping a line, letting it pay again, and letting it end."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Date, cast, func, select

from trade.credit.models import CreditLine
from trade.credit.proposals import require_outsider
from trade.credit.rules import LineState, move_line
from trade.credit.rules.deciding import OwnProposal
from trade.kernel.actor import Permission
from trade.kernel.errors import MoveRefused, NotAllowed, NotFound
from trade.kernel.locks import lock_one, lock_rows
from trade.kernel.work import Work, action
from trade.parties.models import Organisation

EXPIRED_AT_ONCE = 200


@action(Permission.SEE_FINANCE)
def suspend_line(work: Work, line_id: UUID, *, reason: str) -> UUID:
    """Let a line pay nothing more, at once and by anybody of finance. What is owed stays owed."""
    line = _lock(work, line_id)
    if work.actor.person_id is None:
        raise NotAllowed("person")
    before, line.state = line.state, move_line(line.state, LineState.SUSPENDED)
    line.suspended_by, line.reason, line.changed_at = work.actor.person_id, reason, work.at
    _tell(work, line, "credit.line_suspended", before, reason)
    return line.id


@action(Permission.APPROVE_MONEY)
def lift_suspension(work: Work, line_id: UUID) -> UUID:
    """Let a suspended line pay again; somebody else than who suspended it (``OwnProposal``), and no member (``OwnCredit``)."""
    line = _lock(work, line_id)
    require_outsider(work, line.organisation_id)
    if line.state != LineState.SUSPENDED:  # one that has ended begins anew with a proposal
        raise MoveRefused("credit_line", line.state, LineState.ACTIVE)
    if line.suspended_by == work.actor.person_id:
        raise OwnProposal
    before, line.state = line.state, move_line(line.state, LineState.ACTIVE)
    line.suspended_by, line.reason, line.changed_at = None, "", work.at
    _tell(work, line, "credit.line_lifted", before)
    return line.id


@action(Permission.PREPARE_MONEY)
def expire_lines(work: Work) -> int:
    """Let lines end whose last day is over, where their owners are; answer how many. They pay nothing since then anyway."""
    today = select(cast(func.timezone(Organisation.time_zone, work.at), Date)).where(
        Organisation.id == CreditLine.organisation_id
    )
    over = (
        select(CreditLine)
        .where(CreditLine.state == LineState.ACTIVE, CreditLine.expires_on < today.scalar_subquery())
        .order_by(CreditLine.id)
        .limit(EXPIRED_AT_ONCE)
    )
    lines = lock_rows(work.session, over)
    for line in lines:
        before, line.state = line.state, move_line(line.state, LineState.EXPIRED)
        line.changed_at = work.at
        _tell(work, line, "credit.line_expired", before)
    return len(lines)


def _lock(work: Work, line_id: UUID) -> CreditLine:
    line = lock_one(work.session, select(CreditLine).where(CreditLine.id == line_id))
    if line is None:
        raise NotFound("credit_line", line_id)
    return line


def _tell(work: Work, line: CreditLine, verb: str, before: str, reason: str = "") -> None:
    after = {"state": line.state, **({"reason": reason} if reason else {})}
    work.record(verb, "credit_line", line.id, parties=(line.organisation_id,), before={"state": before}, after=after)
