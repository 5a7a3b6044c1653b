"""Claims in the demo market, in every state: paid at once, accepted, borne by the platform or a carrier, rejected, disputed, about to run out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy import func, select

from demo.agenda import Agenda
from demo.cast import BUYERS, PLATFORM, SELLERS, STAFF, Part
from demo.evidence import broken_goods
from demo.market import Market
from trade.claims.actions import (
    accept_claim,
    advance_claim,
    ask_return,
    collect_clawback,
    decide_claim,
    dispute_claim,
    name_carrier,
    offer_replacement,
    reject_claim,
    run_out,
    send_back,
    send_claim_message,
    submit_claim,
    withdraw_claim,
)
from trade.claims.models import Claim, ClaimLine
from trade.claims.queries import claims_run_out
from trade.claims.rules import ClaimTerms, Outcome, Reason, Remedy
from trade.files.actions import keep_file
from trade.files.ports import Checked, FileStore
from trade.kernel.money import Money
from trade.kernel.work import Call
from trade.ledger.models import LedgerAccount
from trade.ledger.rules import AccountKind
from trade.ordering.models import Order, OrderLine
from trade.ordering.rules import OrderState
from trade.parties.models import Organisation
from trade.parties.rules import Role
from trade.settlement.models import StatementLine

TERMS: Final = ClaimTerms()
HOUR: Final = timedelta(hours=1)
SHARE: Final = 10
"""The part of a line that is claimed: a tenth."""


@dataclass(frozen=True, slots=True)
class Told:
    """A claim to be made so many hours ago, what becomes of it, and which photos it shows."""

    hours_ago: float
    reason: Reason
    words: str
    then: Callable[[Market, Claim, datetime], None] | None = None
    photos: tuple[int, ...] = ()
    wish: Remedy = Remedy.MONEY


def _accept(market: Market, claim: Claim, at: datetime) -> None:
    accept_claim(_seller(market, claim, at), claim.id)


def _dispute(market: Market, claim: Claim, at: datetime) -> None:
    dispute_claim(_seller(market, claim, at), claim.id, words="Every box was photographed before it left: all whole.")
    send_claim_message(_staff(market, at), claim.id, words="Please send us the pictures of this shipment.")


def _absorb(market: Market, claim: Claim, at: datetime) -> None:
    advance_claim(_staff(market, at), claim.id)
    whole = Money(claim.amount_minor, claim.currency)
    why = "The label we printed was wrong; this is ours."
    decide_claim(_staff(market, at + HOUR), claim.id, bearer=Outcome.PLATFORM, amount=whole, answer=why)


def _carry(market: Market, claim: Claim, at: datetime) -> None:
    carrier_id = name_carrier(_staff(market, at), name="Tideway Carriers")
    whole = Money(claim.amount_minor, claim.currency)
    why = "The crate was crushed in the van; its driver signed for it."
    staff = _staff(market, at)
    decide_claim(staff, claim.id, bearer=Outcome.CARRIER, amount=whole, answer=why, carrier_id=carrier_id)


def _reject(market: Market, claim: Claim, at: datetime) -> None:
    advance_claim(_staff(market, at), claim.id)
    reject_claim(_staff(market, at + HOUR), claim.id, answer="The glaze is as on the picture of the product.")
    collect_clawback(market.as_system(at + HOUR), claim.id)


def _send_again(market: Market, claim: Claim, at: datetime) -> None:
    offer_replacement(_seller(market, claim, at), claim.id)


def _send_back(market: Market, claim: Claim, at: datetime) -> None:
    ask_return(_seller(market, claim, at), claim.id)
    send_back(_buyer(market, claim.buyer_id, at + 3 * HOUR), claim.id, carrier="Parcel Post", tracking="PP 6014 2288")


def _withdraw(market: Market, claim: Claim, at: datetime) -> None:
    withdraw_claim(_buyer(market, claim.buyer_id, at), claim.id)


STORIES: Final = (
    Told(92, Reason.QUALITY, "The colour comes off in the wash.", None),
    Told(70, Reason.QUALITY, "Two of them leak at the handle.", _accept, (0,)),
    Told(60, Reason.QUALITY, "Labelled in a language nobody reads here.", _absorb),
    Told(50, Reason.QUALITY, "The glaze is darker than we thought.", _reject),
    Told(40, Reason.DAMAGED, "Broken when we opened the box.", _send_back, (1,), Remedy.RETURN),
    Told(30, Reason.QUALITY, "The lids do not close.", _dispute, (1,)),
    Told(23.3, Reason.QUALITY, "Rust on the inside, on every one of them.", None, (2, 0), Remedy.REPLACEMENT),
    Told(22, Reason.DAMAGED, "They came without their lids.", _send_again, (), Remedy.REPLACEMENT),
    Told(20, Reason.WRONG, "We thought they were the small ones.", None),
    Told(56, Reason.DAMAGED, "The crate was crushed at one corner.", _carry),
    Told(3, Reason.QUALITY, "A smell of paint that does not go away.", _withdraw),
)
"""The seventh has 42 minutes left when the market opens. Some photos come twice, which somebody has to look at."""


def plan_claims(market: Market, agenda: Agenda, store: FileStore | None) -> None:
    """Put claims, answers and the clock on the agenda; photos where there is a store for them."""
    drawn = broken_goods() if store is not None else []
    for told in STORIES:
        shown = [drawn[number] for number in told.photos if number < len(drawn)]
        agenda.add(market.now - told.hours_ago * HOUR, partial(_tell, market, agenda, told, shown, store))
    agenda.add(market.now - 26 * HOUR, partial(_late, market))
    for hours_ago in (68, 16, 5, 1):
        agenda.add(market.now - hours_ago * HOUR, partial(_clock, market))


def _tell(
    market: Market, agenda: Agenda, told: Told, shown: Sequence[Checked], store: FileStore | None, at: datetime
) -> None:
    """Claim of a line of the delivered order about which least was claimed."""
    claims = select(func.count()).where(Claim.order_id == Order.id).scalar_subquery()
    claimed = select(func.coalesce(func.sum(ClaimLine.quantity), 0)).where(ClaimLine.order_line_id == OrderLine.id)
    left = OrderLine.shipped - claimed.scalar_subquery()
    delivered = (
        select(Order.id, Order.buyer_id, OrderLine.id, OrderLine.shipped)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(Order.state == OrderState.DELIVERED, Order.delivered_at > at - timedelta(days=TERMS.window_days))
        .where(Order.buyer_id.in_(_in_role(market, BUYERS, Role.BUYER)), left > OrderLine.shipped // 2)
        .where(Order.seller_id.in_(_in_role(market, SELLERS, Role.SALES)))
        .order_by(claims, Order.delivered_at.desc(), Order.id, OrderLine.position)
        .limit(1)
    )
    found = market.reading().execute(delivered).one_or_none()
    if found is None:
        return
    order_id, buyer_id, line_id, shipped = found
    photos = [keep_file(_buyer(market, buyer_id, at), one, store) for one in shown] if store is not None else []
    claim_id = submit_claim(
        _buyer(market, buyer_id, at),
        order_id,
        quantities={line_id: max(1, shipped // SHARE)},
        reason=told.reason,
        words=told.words,
        terms=TERMS,
        photos=photos,
        wish=told.wish,
    )
    if told.then is not None:
        agenda.add(at + HOUR, partial(_go_on, market, told, claim_id))


def _late(market: Market, at: datetime) -> None:
    """Report a hidden defect of settled goods whose seller has been paid out: it owes what its next statements bring."""
    has = select(LedgerAccount.id).where(
        LedgerAccount.kind == AccountKind.PAYABLE, LedgerAccount.organisation_id == Order.seller_id,
        LedgerAccount.balance_minor > 0,
    )  # fmt: skip
    settled = (
        select(Order.id, Order.buyer_id, OrderLine.id, OrderLine.shipped)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(StatementLine, StatementLine.order_line_id == OrderLine.id)
        .where(Order.buyer_id.in_(_in_role(market, BUYERS, Role.BUYER)), OrderLine.claim_hours.is_(None))
        .where(Order.delivered_at > at - timedelta(days=TERMS.late_days), OrderLine.refunded_minor == 0)
        .order_by(has.exists(), Order.delivered_at.desc(), Order.id, OrderLine.position)
        .limit(1)
    )
    found = market.reading().execute(settled).one_or_none()
    if found is None:
        return
    order_id, buyer_id, line_id, shipped = found
    claim_id = submit_claim(
        _buyer(market, buyer_id, at), order_id, quantities={line_id: max(1, shipped // SHARE)}, reason=Reason.QUALITY,
        words="The enamel comes off after a few weeks on the stove.", terms=TERMS,
    )  # fmt: skip
    claim = market.reading().get_one(Claim, claim_id)
    advance_claim(_staff(market, at + HOUR), claim_id)
    whole = Money(claim.amount_minor, claim.currency)
    why = "Nobody could see that when the goods came."
    decide_claim(_staff(market, at + 2 * HOUR), claim_id, bearer=Outcome.SELLER, amount=whole, answer=why)


def _go_on(market: Market, told: Told, claim_id: UUID, at: datetime) -> None:
    claim = market.reading().get_one(Claim, claim_id)
    if told.then is not None and claim.closed_at is None:
        told.then(market, claim, at)


def _clock(market: Market, at: datetime) -> None:
    for claim_id in claims_run_out(market.reading(), at):
        run_out(market.as_system(at), claim_id, terms=TERMS)


def _in_role(market: Market, parts: Sequence[Part], role: Role) -> list[UUID]:
    return [market.find(part.organisation) for part in parts if role in part.roles]


def _buyer(market: Market, buyer_id: UUID, at: datetime) -> Call:
    part = next(part for part in BUYERS if Role.BUYER in part.roles and market.find(part.organisation) == buyer_id)
    return market.as_person(part.login, part.organisation, at)


def _seller(market: Market, claim: Claim, at: datetime) -> Call:
    code = market.reading().get_one(Organisation, claim.seller_id).code
    part = next(part for part in SELLERS if part.organisation == code and Role.SALES in part.roles)
    return market.as_person(part.login, part.organisation, at)


def _staff(market: Market, at: datetime) -> Call:
    part = next(part for part in STAFF if Role.SUPPORT in part.roles)
    return market.as_person(part.login, PLATFORM.name, at)
