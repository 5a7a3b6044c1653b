"""Delivered orders for tests, and claims about them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.trade.market import Market
from trade.claims.actions import submit_claim
from trade.claims.rules import ClaimTerms, Reason
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
