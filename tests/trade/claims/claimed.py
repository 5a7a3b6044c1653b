"""Delivered orders for tests, and claims about them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.trade.market import Market, gbp
from trade.claims.actions import (
    decide_claim,
    name_carrier,
    order_return,
    propose_loss,
    receive_return,
    send_back,
    submit_claim,
)
from trade.claims.rules import ClaimTerms, Outcome, Reason
from trade.files.actions import keep_file
from trade.files.ports import Checked
from trade.files.rules import FileKind
from trade.kernel.actor import Actor
from trade.ordering.actions import confirm_order, confirm_receipt

TERMS = ClaimTerms()


def deliver(market: Market, order_id: UUID, buyer: Actor | None = None) -> UUID:
    """Let an order's goods arrive."""
    confirm_order(market.by(market.supplier), order_id)
    confirm_receipt(market.by(buyer or market.retailer), market.ship(order_id))
    return order_id


def delivered(market: Market, quantity: int = 36) -> UUID:
    """Deliver an order of 36 for £91.80; other quantities cost something else."""
    return deliver(market, market.one_order(quantity))


def claim(market: Market, order_id: UUID, units: int = 6, buyer: Actor | None = None, **values: Any) -> UUID:
    """Claim so many units of an order's first line."""
    said = {"reason": Reason.DAMAGED, "words": "Six are broken.", "terms": TERMS, **values}
    line = market.lines(order_id)[0]
    return submit_claim(market.by(buyer or market.retailer), order_id, quantities={line.id: units}, **said)


def lost(market: Market, claim_id: UUID, name: str = "Fast Vans") -> UUID:
    """Let a carrier bear a claim of £15.30, and somebody propose to give that up; answer the carrier."""
    carrier_id = name_carrier(market.by(market.support), name=name)
    decide_claim(
        market.by(market.support), claim_id, bearer=Outcome.CARRIER, amount=gbp(1530), answer="The van rolled over.",
        carrier_id=carrier_id,
    )  # fmt: skip
    propose_loss(market.by(market.maker), claim_id, note="Bankrupt.")
    return carrier_id


def came_back(market: Market, claim_id: UUID) -> UUID:
    """Have the goods of a claim sent back, of which none arrive; answer the claim, which is disputed with that."""
    order_return(market.by(market.support), claim_id, answer="We want to see them.")
    send_back(market.by(market.retailer), claim_id, carrier="Parcel Post", tracking="")
    ((line_id,),) = market.rows("SELECT order_line_id FROM claim_lines WHERE claim_id = :id", id=claim_id)
    receive_return(market.by(market.supplier), claim_id, arrived={line_id: 0})
    return claim_id


def standing(market: Market, claim_id: UUID) -> tuple[Any, ...]:
    """(state, outcome, asked, advanced, recovered, absorbed, taken back, collected)."""
    names = "state, outcome, amount_minor, advanced_minor, recovered_minor, absorbed_minor, taken_back_minor, collected_minor"
    (row,) = market.rows(f"SELECT {names} FROM claims WHERE id = :id", id=claim_id)
    return tuple(row)


class Shelf(dict[str, bytes]):
    """A store in memory."""

    def keep(self, name: str, content: bytes) -> None:
        """Keep a file."""
        self[name] = content

    def read(self, name: str) -> bytes | None:
        """Return a file."""
        return self.get(name)

    def remove(self, name: str) -> None:
        """Forget a file."""
        self.pop(name, None)


def photo(market: Market, who: Actor, dhash: int) -> UUID:
    """Keep a photo that looks so; like ones differ in few bits."""
    return keep_file(market.by(who), Checked(FileKind.PHOTO, "image/jpeg", "box.jpg", b"photo", dhash), Shelf())


def paper(market: Market, who: Actor) -> UUID:
    """Keep a PDF."""
    return keep_file(market.by(who), Checked(FileKind.DOCUMENT, "application/pdf", "note.pdf", b"%PDF-"), Shelf())
