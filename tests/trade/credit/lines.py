"""Credit lines for tests, opened as the market opens them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from tests.trade.market import Market, gbp
from trade.credit.actions import apply_for_credit, propose_line
from trade.credit.models import CreditLine, CreditWriteOff
from trade.credit.proposals import content_of_write_off
from trade.credit.queries import Standing, standing_of
from trade.credit.rules import Means, Terms
from trade.credit.rules.deciding import Offered
from trade.credit.rules.scorecard import Record
from trade.kernel.actor import Actor
from trade.kernel.ids import new_id
from trade.ordering.actions import place_orders, set_cart_line
from trade.ordering.offers import offers_of


def open_line(market: Market, buyer: Actor | None = None, limit: int = 100_000, **values: Any) -> UUID:
    """Give a buyer a line of net 30 for a year."""
    made = {
        "term_days": 30, "term_kind": "net", "state": "active", "used_minor": 0, "reserved_minor": 0, "currency": "GBP",
        "expires_on": market.at.date() + timedelta(days=365), "review_on": market.at.date() + timedelta(days=180),
        "opened_at": market.at, "changed_at": market.at, **values,
    }  # fmt: skip
    buyer = buyer or market.retailer
    with market.as_system() as session:
        line = CreditLine(id=new_id(), organisation_id=buyer.organisation, limit_minor=limit, **made)
        session.add(line)
        session.commit()
        return line.id


def on_credit(market: Market, quantities: dict[UUID, int], buyer: Actor | None = None) -> UUID:
    """Order goods of one seller on credit; answer the order."""
    buyer = buyer or market.retailer
    for sku_id, quantity in quantities.items():
        set_cart_line(market.by(buyer), sku_id, quantity=quantity)
    with market.as_system() as session:
        offers = offers_of(session, buyer, list(quantities), market.at)
        total = sum(offers[sku_id].price(quantity).amount.minor for sku_id, quantity in quantities.items())
    return place_orders(market.by(buyer), shown=(gbp(total),), means=Means.CREDIT).order_ids[0]


def standing(market: Market, buyer: Actor | None = None) -> Standing:
    """How a buyer's line stands."""
    with market.as_system() as session:
        return standing_of(session, (buyer or market.retailer).organisation, "GBP", market.at)


def invoice(market: Market, order_id: UUID) -> dict[str, Any]:
    """An order's invoice, as it is now, with the days on which it is due."""
    with market.as_system() as session:
        row = session.execute(text("SELECT * FROM credit_invoices WHERE order_id = :id"), {"id": order_id}).one()
        days = session.scalars(
            text("SELECT due_on FROM credit_instalments WHERE invoice_id = :id ORDER BY position"), {"id": row.id}
        ).all()
    return {**row._mapping, "days": days}


RECORD = Record("GBP", 400, (90_000,) * 12, 60, 1)


def offered(market: Market, limit: int = 50_000) -> Offered:
    """Net 30 for a year, to be looked at after half of it."""
    today = market.at.date()
    return Offered(gbp(limit), Terms(30), today + timedelta(days=365), today + timedelta(days=180))


def applied(market: Market, minor: int = 50_000) -> UUID:
    """Let the retailer ask for credit."""
    return apply_for_credit(market.by(market.retailer), amount=gbp(minor), term_days=30, note="A second shop opens.")


def proposed(market: Market, limit: int = 50_000, application_id: UUID | None = None) -> UUID:
    """Let the maker propose a line for the retailer."""
    return propose_line(
        market.by(market.maker), organisation_id=market.retailer.organisation, offered=offered(market, limit),
        record=RECORD, application_id=application_id,
    )  # fmt: skip


def shown_of(market: Market, proposal_id: UUID) -> bytes:
    """The hash of what a proposal shows."""
    return bytes(market.rows("SELECT content_hash FROM credit_proposals WHERE id = :id", id=proposal_id)[0][0])


def belonged(market: Market, person: Actor) -> None:
    """Let somebody have been a buyer of the retailer's, and be none any more."""
    with market.as_system() as session:
        session.execute(
            text(
                "INSERT INTO members (id, person_id, organisation_id, roles, created_at, ended_at)"
                " VALUES (gen_random_uuid(), :person, :shop, '{buyer}', now(), now())"
            ),
            {"person": person.person_id, "shop": market.retailer.organisation},
        )
        session.commit()


def shown_of_write_off(market: Market, write_off_id: UUID) -> bytes:
    """The hash of what a proposed write-off shows."""
    with market.as_system() as session:
        return content_of_write_off(session.get_one(CreditWriteOff, write_off_id))
