"""Reminding a buyer of a quote before it ends."""

from __future__ import annotations

from sqlalchemy import Interval, exists, literal, select

from trade.kernel.actor import Permission
from trade.kernel.events import Event
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.quoting.models import Inquiry, Quote
from trade.quoting.rules import REMINDED_BEFORE, WORTH_REMINDING, InquiryState

REMIND_BATCH = 100
EXPIRING = "quoting.quote_expiring"

_IS_TOLD = exists().where(
    Event.subject == "inquiry", Event.subject_id == Inquiry.id, Event.verb == EXPIRING, Event.at > Quote.quoted_at
)


@action(Permission.OVERSEE)
def remind_of_quotes(work: Work, *, limit: int = REMIND_BATCH) -> int:
    """Say of newest quotes that nobody has accepted that they end soon, of each once; answer of how many.

    A quote that held for a few days only from the beginning is not spoken of again.
    """
    due = (
        select(Inquiry.id, Quote.expires_at)
        .join(Quote, (Quote.inquiry_id == Inquiry.id) & (Quote.version == Inquiry.version))
        .where(
            Inquiry.state == InquiryState.QUOTED,
            Quote.expires_at > work.at,
            Quote.expires_at <= work.at + REMINDED_BEFORE,
            Quote.expires_at >= Quote.quoted_at + literal(WORTH_REMINDING, Interval()),
            ~_IS_TOLD,
        )
        .order_by(Inquiry.id)
    )
    ids = [row[0] for row in work.session.execute(due.limit(limit))]
    told = 0
    for inquiry_id in ids:
        if lock_one(work.session, select(Inquiry).where(Inquiry.id == inquiry_id)) is None:
            continue
        # Looked at again under the lock: another job, or a new quote, may have been faster.
        row = work.session.execute(due.where(Inquiry.id == inquiry_id).add_columns(Inquiry)).one_or_none()
        if row is None:
            continue
        _, expires_at, inquiry = row
        after = {"state": inquiry.state, "until": expires_at.isoformat()}
        work.record(EXPIRING, "inquiry", inquiry.id, parties=(inquiry.buyer_id, inquiry.seller_id), after=after)
        told += 1
    return told
