"""What sellers settle with buyers beside the prices for everybody: agreements and price lists."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID

from tests.trade.market import STEPS, Market
from trade.catalogue.models import SKU
from trade.kernel.actor import Actor
from trade.kernel.ids import new_id
from trade.ordering.verify import CHECKS
from trade.parties.models import Organisation
from trade.pricing.actions import (
    Audience,
    accept_agreement,
    begin_list,
    draft_agreement,
    offer_agreement,
    set_agreement_line,
    set_ladder,
)
from trade.pricing.rules import Counting, LineTerms, Period, Step

_numbers = count(1)


def code_of(market: Market, actor: Actor) -> str:
    """Return the code of an organisation, by which sellers name a buyer."""
    with market.as_system() as session:
        return session.get_one(Organisation, actor.organisation).code


def agreement(
    market: Market, lines: dict[UUID, tuple[str, int | None]], buyer: Actor | None = None, *, days: int = 90
) -> UUID:
    """Agree on prices and capacities (``None``: no cap) of the supplier's goods with a buyer, from now on."""
    buyer = buyer or market.retailer
    period = Period(market.at, market.at + timedelta(days=days))
    by_seller = market.by(market.supplier)
    found = draft_agreement(by_seller, buyer=code_of(market, buyer), title="Year of tea", period=period)
    for sku_id, (price, capacity) in lines.items():
        set_agreement_line(by_seller, found, line=LineTerms(sku_id, Decimal(price), capacity))
    offer_agreement(by_seller, found)
    accept_agreement(market.by(buyer), found)
    return found


def price_list(
    market: Market, audience: Audience, ladders: dict[UUID, tuple[Step, ...]], seller: Actor | None = None
) -> UUID:
    """Begin a list of a seller's with these prices."""
    seller = seller or market.supplier
    list_id = begin_list(market.by(seller), name=f"List {next(_numbers)}", audience=audience)
    for sku_id, steps in ladders.items():
        set_ladder(market.by(seller), sku_id, steps=steps, list_id=list_id)
    return list_id


def consumed(market: Market, agreement_id: UUID) -> list[int]:
    """Return what each line of an agreement says was consumed."""
    statement = "SELECT consumed FROM agreement_lines WHERE agreement_id = :id ORDER BY position"
    return [row[0] for row in market.rows(statement, id=agreement_id)]


def misconsumed(market: Market) -> list[str]:
    """Return the lines of agreements that ``flask ledger verify`` finds to differ from their orders."""
    (check,) = (sql for words, sql in CHECKS.items() if words.startswith("lines of agreements"))
    return [row[0] for row in market.rows(check)]


def family(market: Market, counting: Counting) -> tuple[UUID, UUID]:
    """Make a product in two specifications, each at six 2.95, from 36 at 2.55."""
    first = market.goods()
    with market.as_system() as session:
        sku = session.get_one(SKU, first)
        second = SKU(
            id=new_id(), product_id=sku.product_id, seller_id=sku.seller_id, code=f"{sku.code}-2", moq=6, multiple=6
        )
        session.add(second)
        session.commit()
        second_id = second.id
    for sku_id in (first, second_id):
        set_ladder(market.by(market.supplier), sku_id, steps=STEPS, counting=counting)
    market.later(seconds=1)
    return first, second_id
