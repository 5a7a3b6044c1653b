"""Keeping a disputed line's money out of payouts until the dispute is answered. Steps within an action."""

from __future__ import annotations

from sqlalchemy import func, select

from trade.kernel.errors import StaleVersion
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.ledger.actions import LimitExceeded, post
from trade.ledger.queries import balance
from trade.ledger.rules import Account, AccountKind, transfer
from trade.settlement.models import LineDispute, Statement, StatementLine
from trade.settlement.rules import DisputeState, unpaid


def hold(work: Work, dispute: LineDispute, line: StatementLine, statement: Statement) -> None:
    """Take what is not paid out yet of a line out of the seller's payable: no payout takes it while it is disputed.

    Raises ``StaleVersion`` where a payout takes it at this very moment: whoever looks again sees what is left.
    """
    left = unpaid(
        balance(work.session, AccountKind.PAYABLE, statement.seller_id, statement.currency), _later(work, statement)
    )
    held = min(Money(line.net_minor, statement.currency), left)
    dispute.held_minor = held.minor
    if not held:
        return
    payable, disputed = (Account(kind, statement.seller_id) for kind in (AccountKind.PAYABLE, AccountKind.DISPUTED))
    try:
        post(work, f"dispute:{dispute.id}:held", transfer(payable, disputed, held))
    except LimitExceeded as error:
        raise StaleVersion("payable") from error


def release(work: Work, dispute: LineDispute) -> None:
    """Make what was kept back payable again, whatever the answer: a correction comes beside it, by the next statement."""
    if not dispute.held_minor:
        return
    held = Money(dispute.held_minor, dispute.currency)
    disputed, payable = (Account(kind, dispute.seller_id) for kind in (AccountKind.DISPUTED, AccountKind.PAYABLE))
    post(work, f"dispute:{dispute.id}:released", transfer(disputed, payable, held))


def _later(work: Work, statement: Statement) -> Money:
    """What the seller's later statements have made payable, without what is kept back of them."""
    later = (
        Statement.seller_id == statement.seller_id,
        Statement.currency == statement.currency,
        Statement.made_at > statement.made_at,
    )
    made = select(func.coalesce(func.sum(Statement.net_minor), 0)).where(*later)
    kept = (
        select(func.coalesce(func.sum(LineDispute.held_minor), 0))
        .join(Statement, Statement.id == LineDispute.statement_id)
        .where(*later, LineDispute.state == DisputeState.OPEN)
    )
    net, held = (int(work.session.scalars(query).one()) for query in (made, kept))
    return Money(net - held, statement.currency)
