"""A buyer claims, or takes a claim back before money has moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from trade.claims.evidence import are_repeated, keep_with
from trade.claims.loading import lock_claim, tell
from trade.claims.models import Claim, ClaimedLine, ClaimLine
from trade.claims.paying import advance
from trade.claims.queries.trust import record_of
from trade.claims.rules import (
    Claimable,
    ClaimState,
    ClaimTerms,
    NotClaimable,
    Reason,
    Remedy,
    compensation,
    doubts_of,
    money_due,
    move,
    pays_at_once,
    require_late,
    require_window,
    seller_due,
)
from trade.claims.terms import terms_now
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, MoveRefused, StaleVersion
from trade.kernel.ids import new_id, new_reference
from trade.kernel.money import Money
from trade.kernel.work import Work, action
from trade.ordering.loading import bought_by, lines_of, lock_order
from trade.ordering.models import Order, OrderLine
from trade.ordering.rules import OrderState


@action(Permission.BUY)
def submit_claim(
    work: Work,
    order_id: UUID,
    *,
    quantities: Mapping[UUID, int],
    reason: Reason,
    words: str,
    terms: ClaimTerms,
    photos: Sequence[UUID] = (),
    wish: Remedy = Remedy.MONEY,
) -> UUID:
    """Claim so many units of delivered lines: order line id to units. A small claim of a good record is paid at once.

    Who would rather have the goods again is not: that is asked of the seller first.

    Words or photos say what is wrong; ``photos`` were kept before. The order waits for its end: it completes, and so is
    settled, only when no claim is open. Of a completed order only a hidden fault can be claimed, for some days more: a
    late claim, which a person looks at before anything is paid. Raises ``MoveRefused`` before delivery, ``WindowClosed``
    after the time for claims, ``NotClaimable`` for more than is left.
    """
    order = lock_order(work, order_id, bought_by(work.actor))
    delivered_at = _require_delivered(order)
    if not words.strip() and not photos:
        raise InvalidInput("words", "words_or_photo")
    claim = _claim(work, order, reason, wish, words.strip(), terms)
    asked = [(line, quantities.get(line.id, 0)) for line in lines_of(work, order)]
    for line, quantity in asked:
        if quantity and claim.late:
            require_late(delivered_at, work.at, line.claim_hours, reason, terms)
        elif quantity:
            require_window(delivered_at, work.at, line.claim_hours, terms)
    lines = [_line(work, claim, line, quantity) for line, quantity in asked]
    claim.lines = [line for line in lines if line is not None]
    if not claim.lines or not sum(line.amount_minor for line in claim.lines):
        raise InvalidInput("lines", "required")
    claim.amount_minor = sum(line.amount_minor for line in claim.lines)
    amount = Money(claim.amount_minor, claim.currency)
    record = replace(record_of(work.session, order, work.at), repeated=are_repeated(work, photos), late=claim.late)
    doubts = doubts_of(record, amount, reason, terms_now(work, terms))
    claim.doubts = ",".join(doubts)
    order.open_claims += 1
    work.session.add(claim)
    work.session.flush()  # what is paid refers to it
    keep_with(work, claim, photos)
    tell(work, claim, "claims.claim_made", amount=amount.minor, reason=claim.words, wish=wish)
    if pays_at_once(doubts) and wish is not Remedy.REPLACEMENT:
        claim.answered_at = work.at
        advance(work, order, claim, amount)
        tell(work, claim, "claims.advanced_at_once", amount=amount.minor)
    return claim.id


@action(Permission.BUY)
def withdraw_claim(work: Work, claim_id: UUID) -> UUID:
    """Take a claim back; its units can be claimed again. Raises ``MoveRefused`` once money was paid for it."""
    order, claim = lock_claim(work, claim_id, Claim.buyer_id == work.actor.organisation)
    state = move(claim.state, ClaimState.WITHDRAWN)
    if claim.advanced_minor:
        raise MoveRefused("claim", "advanced", ClaimState.WITHDRAWN)
    claim.state, claim.closed_at = state, work.at
    order.open_claims -= 1
    for line in claim.lines:
        work.session.execute(
            update(ClaimedLine)
            .where(ClaimedLine.order_line_id == line.order_line_id)
            .values(
                claimed=ClaimedLine.claimed - line.quantity,
                claimed_minor=ClaimedLine.claimed_minor - line.amount_minor,
            )
        )
    tell(work, claim, "claims.claim_withdrawn")
    return claim.id


def _require_delivered(order: Order) -> datetime:
    if order.delivered_at is None or order.state not in (OrderState.DELIVERED, OrderState.COMPLETED):
        raise MoveRefused("order", order.state, "claimed")
    return order.delivered_at


def _claim(work: Work, order: Order, reason: Reason, wish: Remedy, words: str, terms: ClaimTerms) -> Claim:
    return Claim(
        id=new_id(), reference=new_reference("CL"), order_id=order.id, buyer_id=order.buyer_id, seller_id=order.seller_id,
        currency=order.currency, state=ClaimState.ASKED, reason=reason, wish=wish,
        late=order.state == OrderState.COMPLETED, words=words, doubts="", amount_minor=0,
        advanced_minor=0, recovered_minor=0, absorbed_minor=0, taken_back_minor=0, collected_minor=0, collections=0,
        asked_by=work.actor.person, asked_at=work.at, money_due_at=money_due(work.at), seller_due_at=seller_due(work.at, terms),
        answer="",
    )  # fmt: skip


def _line(work: Work, claim: Claim, line: OrderLine, quantity: int) -> ClaimLine | None:
    """Take units of a delivered line for a claim; the guarded update and its checks let nobody take them twice."""
    if not quantity:
        return None
    row = _claimed(work, line)
    known = Claimable(
        row.delivered, Money(row.paid_minor, line.currency), row.claimed, Money(row.claimed_minor, line.currency)
    )
    if not 0 < quantity <= known.left:
        raise NotClaimable(line.name, known.left)
    amount = compensation(known, quantity)
    taken = (
        update(ClaimedLine)
        .where(ClaimedLine.order_line_id == line.id, ClaimedLine.claimed == row.claimed)
        .values(claimed=ClaimedLine.claimed + quantity, claimed_minor=ClaimedLine.claimed_minor + amount.minor)
        .returning(ClaimedLine.order_line_id)
    )
    if work.session.scalar(taken) is None:
        raise StaleVersion("claim")
    return ClaimLine(
        claim_id=claim.id, order_line_id=line.id, buyer_id=claim.buyer_id, seller_id=claim.seller_id, quantity=quantity,
        amount_minor=amount.minor,
    )  # fmt: skip


def _claimed(work: Work, line: OrderLine) -> ClaimedLine:
    """The line's row; its first claim says what was delivered and paid, and that never changes afterwards."""
    first = insert(ClaimedLine).values(
        order_line_id=line.id, buyer_id=line.buyer_id, seller_id=line.seller_id, delivered=line.shipped,
        paid_minor=line.gross_minor - line.refunded_minor, claimed=0, claimed_minor=0,
    )  # fmt: skip
    work.session.execute(first.on_conflict_do_nothing())
    row = select(ClaimedLine).where(ClaimedLine.order_line_id == line.id).execution_options(populate_existing=True)
    return work.session.scalars(row).one()
