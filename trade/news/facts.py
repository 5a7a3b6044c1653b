"""What news says of its subject, and who stands on which side of it: one question per kind of subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.catalogue.models import Product
from trade.kernel.events import Event
from trade.news import credit_facts as credit
from trade.news.about import About, to_others
from trade.news.claim_facts import of_claim
from trade.news.rules import Side
from trade.ordering.models import Order, PurchaseRequest
from trade.parties.models import Organisation, PayeeAccount, Person
from trade.parties.rules import OrganisationKind
from trade.payouts.models import Payout
from trade.pooling.models import Commitment, Pool, PoolGood
from trade.pooling.queries import members_to_tell
from trade.pricing.models import Agreement
from trade.quality.models import Inspection
from trade.quoting.models import Inquiry

OF_MEMBERS: Final = frozenset(
    {"pooling.step_reached", "pooling.closing_soon", "pooling.pool_extended", "pooling.goods_awaited"}
)
"""Events of a pool that all its members are told; of others each is told what became of theirs."""


def about(session: Session, event: Event) -> About | None:
    """What an event is about; ``None`` where nothing is told of such a subject."""
    ask = _SUBJECTS.get(event.subject)
    return ask(session, event) if ask is not None else None


def _order(session: Session, event: Event) -> About:
    order = session.get_one(Order, event.subject_id)
    facts = {
        "reference": order.reference,
        "total": {"minor": order.total_minor, "currency": order.currency},
        **({"goods": event.after["goods"]} if "goods" in event.after else {}),
    }
    return _between(session, order.buyer_id, order.seller_id, facts)


def _inquiry(session: Session, event: Event) -> About:
    inquiry = session.get_one(Inquiry, event.subject_id)
    facts = {
        "reference": inquiry.reference,
        "reason": event.after.get("reason", ""),
        **({"until": {"at": event.after["until"]}} if "until" in event.after else {}),
    }
    about = _between(session, inquiry.buyer_id, inquiry.seller_id, facts)
    return to_others(about, event) if event.verb == "quoting.message_sent" else about


def _agreement(session: Session, event: Event) -> About:
    agreement = session.get_one(Agreement, event.subject_id)
    facts = {
        "reference": agreement.reference,
        "title": agreement.title,
        "until": {"at": agreement.valid_until.isoformat()},
    }
    return _between(session, agreement.buyer_id, agreement.seller_id, facts)


def _request(session: Session, event: Event) -> About:
    """A colleague asks, and is answered: both stand on the buyer's side."""
    request = session.get_one(PurchaseRequest, event.subject_id)
    minor, currency = request.totals[0]
    is_asked = event.person_id == request.asked_by
    person = session.get(Person, event.person_id) if event.person_id else None
    return About(
        parties={Side.BUYER: (request.buyer_id,)},
        facts={
            "reference": request.reference,
            "total": {"minor": minor, "currency": currency},
            "reason": request.reason,
        },
        who={Side.BUYER: person.name if person is not None else ""},
        only=None if is_asked else request.asked_by,
    )


def _pool(session: Session, event: Event) -> About:
    pool = session.get_one(Pool, event.subject_id)
    members = _members(session, pool, event.verb) if event.verb in OF_MEMBERS else set()
    told = {"total": pool.total, **event.after}
    facts = {
        **_of_pool(session, pool, told.get("step")),
        "total": told.get("total") or 0,
        "quantity": told.get("quantity") or 0,
        "members": told.get("members") or 0,
    }
    return About({Side.BUYER: tuple(sorted(members)), Side.SELLER: (pool.seller_id,)}, facts)


def _members(session: Session, pool: Pool, verb: str) -> set[UUID]:
    """Who is told of a pool; that goods are made, only those who get some: the others are told that they get none."""
    told = members_to_tell(session, pool.id, getting_some=verb == "pooling.goods_awaited")
    return {member.buyer_id for member in told}


def _commitment(session: Session, event: Event) -> About:
    commitment = session.get_one(Commitment, event.subject_id)
    pool = session.get_one(Pool, commitment.pool_id)
    order = session.get(Order, commitment.order_id) if commitment.order_id else None
    facts = {
        **_of_pool(session, pool, pool.step),
        "units": event.after.get("units") or 0,
        "held": {"minor": event.after.get("held") or 0, "currency": commitment.currency},
        "captured": {"minor": commitment.captured_minor, "currency": commitment.currency},
        "back": {"minor": commitment.released_minor, "currency": commitment.currency},
        "reference": order.reference if order is not None else "",
    }
    return About({Side.BUYER: (commitment.buyer_id,)}, facts, place=pool.id)


def _payout(session: Session, event: Event) -> About:
    payout = session.get_one(Payout, event.subject_id)
    facts = {
        "reference": payout.reference,
        "total": {"minor": payout.amount_minor, "currency": payout.currency},
    }
    return About({_side_of(session, payout.seller_id): (payout.seller_id,)}, facts)


def _payee(session: Session, event: Event) -> About:
    """An account is never said in a letter: who has it is told where to look."""
    account = session.get_one(PayeeAccount, event.subject_id)
    person = session.get(Person, event.person_id) if event.person_id else None
    facts = {"from": {"at": account.effective_at.isoformat()}}
    side = _side_of(session, account.organisation_id)
    return About({side: (account.organisation_id,)}, facts, {side: person.name if person is not None else ""})


def _side_of(session: Session, organisation_id: UUID) -> Side:
    """Who sells reads of its payouts as a seller; who only buys, of what it took out of its wallet."""
    kind = session.scalars(select(Organisation.kind).where(Organisation.id == organisation_id)).one()
    return Side.SELLER if OrganisationKind(kind).sells else Side.BUYER


def _inspection(session: Session, event: Event) -> About:
    inspection = session.get_one(Inspection, event.subject_id)
    product = session.get_one(Product, inspection.product_id)
    facts = {"reference": inspection.reference, "goods": product.name, "orders": event.after.get("orders") or 0}
    return About({Side.SELLER: (inspection.seller_id,)}, facts)


def _organisation(session: Session, event: Event) -> About:
    """What its owners are told of their own organisation; facts that are a code get their word where they are written."""
    facts = {name: event.after.get(name, "") for name in ("reason", "permit", "days", "until")}
    if "T" in facts["until"]:
        facts["until"] = {"at": facts["until"]}
    return About({Side.OWN: (event.subject_id,)}, facts)


def _of_pool(session: Session, pool: Pool, step: int | None) -> dict[str, Any]:
    ladders = session.scalars(select(PoolGood.unit_prices).where(PoolGood.pool_id == pool.id)).all()
    prices = sorted(prices[step or 0] for prices in ladders)
    return {
        "title": pool.title,
        "closes": {"at": pool.closes_at.isoformat()},
        "leave": {"at": pool.withdraw_until.isoformat()},
        **({"ready": {"at": pool.ready_by.isoformat()}} if pool.ready_by else {}),
        "prices": {"prices": [f"{price:f}" for price in (prices[0], prices[-1])], "currency": pool.currency},
    }


def _between(session: Session, buyer_id: UUID, seller_id: UUID, facts: Mapping[str, Any]) -> About:
    found = session.execute(
        select(Organisation.id, Organisation.name).where(Organisation.id.in_((buyer_id, seller_id)))
    )
    names = {row[0]: row[1] for row in found}
    return About(
        parties={Side.BUYER: (buyer_id,), Side.SELLER: (seller_id,)},
        facts=facts,
        who={Side.BUYER: names.get(seller_id, ""), Side.SELLER: names.get(buyer_id, "")},
    )


_SUBJECTS: Final[Mapping[str, Callable[[Session, Event], About]]] = {
    "order": _order,
    "inquiry": _inquiry,
    "agreement": _agreement,
    "purchase_request": _request,
    "pool": _pool,
    "commitment": _commitment,
    "payout": _payout,
    "payee_account": _payee,
    "claim": of_claim,
    "inspection": _inspection,
    "organisation": _organisation,
    "credit_line": credit.of_line,
    "credit_application": credit.of_application,
    "credit_invoice": credit.of_invoice,
}
