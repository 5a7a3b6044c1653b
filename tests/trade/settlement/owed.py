"""Late claims for tests: a hidden fault of an order that has completed, mostly on a statement already."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from tests.trade.claims.claimed import claim, delivered
from tests.trade.market import WINDOW_DAYS, Market, gbp
from trade.claims.actions import decide_claim
from trade.claims.rules import Outcome, Reason
from trade.kernel.actor import Actor
from trade.ordering.actions import complete_orders
from trade.payouts.actions import approve_payout, prepare_payout
from trade.settlement.actions import charge_fee, propose_recovery_write_off, recover, set_terms
from trade.settlement.rules import Terms

_OVERDUE = text(
    "UPDATE recoveries SET stage = 'overdue', next_at = NULL, invoiced_at = :at, due_at = :at WHERE id = :id"
)
PAID, SIX = 9180, 1530
"""What 36 cost, and six of them; 5 % commission of the rest, 7650, is 383 (382.5), so 76 of 459 go back with the six."""
BACK = 76


def completed(market: Market, quantity: int = 36) -> UUID:
    """Deliver an order of 36 for £91.80, and let the time for its claims end."""
    order_id = delivered(market, quantity)
    market.later(days=WINDOW_DAYS)
    complete_orders(market.by(Actor.system()), claim_window_days=WINDOW_DAYS)
    return order_id


def settled(market: Market, quantity: int = 36) -> UUID:
    """The same, on a statement of its seller."""
    order_id = completed(market, quantity)
    market.settle()
    return order_id


def late_claim(market: Market, order_id: UUID, units: int = 6, **values: Any) -> UUID:
    """Claim so many units of a completed order for a hidden fault."""
    said = {"reason": Reason.QUALITY, "words": "The glaze comes off after a week.", **values}
    return claim(market, order_id, units, **said)


def borne(market: Market, claim_id: UUID, minor: int = SIX) -> UUID:
    """Let the seller bear so much of a claim."""
    decide_claim(
        market.by(market.support), claim_id, bearer=Outcome.SELLER, amount=gbp(minor), answer="A fault of the making."
    )
    return claim_id


def take(market: Market, recovery_id: UUID) -> int:
    """Let the job take what it can; answer what is still owed."""
    return recover(market.by(Actor.system()), recovery_id).minor


def pay_out(market: Market) -> None:
    """Send all that is payable to the seller."""
    payout_id = prepare_payout(market.by(market.maker), seller_id=market.supplier.organisation, currency="GBP")
    ((shown,),) = market.rows("SELECT content_hash FROM payouts WHERE id = :id", id=payout_id)
    approve_payout(market.by(market.checker), payout_id, shown=bytes(shown))


def unpaid(market: Market) -> UUID:
    """Let every reminder of a late claim on a settled order have been sent at once, and somebody propose to give it up."""
    ((order_id,),) = market.rows("SELECT id FROM orders WHERE settled_at IS NOT NULL LIMIT 1")
    recovery_id = borne(market, late_claim(market, order_id))
    with market.as_system() as session:
        session.execute(_OVERDUE, {"id": recovery_id, "at": market.at})
        session.commit()
    return propose_recovery_write_off(market.by(market.maker), recovery_id, note="It has closed its doors.")


def settle_and_owe(market: Market) -> None:
    """Settle with a fee, holding a share back; then let the supplier owe what it may never pay."""
    supplier = market.supplier.organisation
    set_terms(market.by(market.maker), supplier, terms=Terms(reserve_rate=Decimal("0.1")))
    charge_fee(market.by(market.maker), supplier, fee=gbp(100), words="Pictures")
    market.settle()
    unpaid(market)


def shares(market: Market, recovery_id: UUID) -> tuple[Any, ...]:
    """(stage, amount, payable, stated, reserve, wallet, written off, open)."""
    names = (
        "stage, amount_minor, payable_minor, stated_minor, reserve_minor, wallet_minor, written_off_minor, open_minor"
    )
    (row,) = market.rows(f"SELECT {names} FROM recoveries WHERE id = :id", id=recovery_id)
    return tuple(row)
