"""Orders of several buyers at once, paid with what is held or reserved for them already: what a pool makes at its close.

Whatever locks something of several buyers takes it in one order, so that no two of these ever wait for each other in a
circle: accounts that sellers do not have yet, goods by SKU, credit lines by buyer, accounts by buyer, of those who order and
those who get all back alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from trade.credit.actions import capture
from trade.credit.rules import Capture, Means
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.ledger.actions import open_accounts, post_all
from trade.ledger.rules import Account, AccountKind, Posting, transfer
from trade.ordering.papers import order_row, tell_placed, write
from trade.ordering.placing import credit_order
from trade.ordering.purchases import Purchase
from trade.ordering.rules import delivery_days
from trade.ordering.sides import Party, parties_of
from trade.stock.actions import allocate, lock_goods
from trade.stock.rules import DELIVERY_DAYS, Wanted


@dataclass(frozen=True, slots=True)
class HeldPurchase:
    """What one buyer orders of one seller, and what is held for it: on the hold account, or of the credit line."""

    buyer_id: UUID
    purchase: Purchase
    held: Money


@dataclass(frozen=True, slots=True)
class HeldForNothing:
    """What is held for a buyer and comes to no order: all of it is free again, by an entry of ``source_key``."""

    buyer_id: UUID
    held: Money
    means: Means
    source_key: str


def place_held(
    work: Work, purchases: Sequence[HeldPurchase], freed: Sequence[HeldForNothing] = (), *, owner: str
) -> list[UUID]:
    """Make an order of each purchase, in their order, from stock that ``owner`` has reserved; set free the rest.

    What was held pays it; what is left of it goes back to the wallet in the same entry, or is free of the credit line
    again. The buyers bound themselves before, so that no order minimum or spending limit is asked for now. A buyer comes
    once. Raises ``StockShort`` where the reservation has lost goods; then nothing is made.
    """
    orders = _write(work, purchases, owner) if purchases else []
    _pay(work, list(zip(orders, purchases, strict=True)), freed)
    for order in orders:
        tell_placed(work, order)
    return [order["id"] for order in orders]


def set_free(work: Work, one: HeldForNothing) -> None:
    """Let one buyer have back all that is held for something."""
    _pay(work, [], [one])


def _pay(work: Work, paid: Sequence[tuple[dict[str, Any], HeldPurchase]], freed: Sequence[HeldForNothing]) -> None:
    captures = [_capture(order, one.held) for order, one in paid if one.purchase.means is Means.CREDIT]
    captures += [Capture(one.buyer_id, None, one.held) for one in freed if one.means is Means.CREDIT]
    capture(work, sorted(captures, key=lambda one: one.buyer_id))
    entries = [(one.buyer_id, _paid(order, one.held)) for order, one in paid if one.purchase.means is Means.WALLET]
    entries += [(one.buyer_id, _freed(one)) for one in freed if one.means is Means.WALLET]
    post_all(work, [entry for _, entry in sorted(entries, key=lambda one: one[0])])


def _write(work: Work, purchases: Sequence[HeldPurchase], owner: str) -> list[dict[str, Any]]:
    """Write the orders and allocate their goods."""
    escrows = {(line.offer.seller_id, line.amount.currency) for one in purchases for line in one.purchase.lines}
    open_accounts(work, AccountKind.ESCROW, sorted(escrows))
    seller_ids = {seller_id for seller_id, _ in escrows}
    sides = parties_of(work, [*seller_ids, *(one.buyer_id for one in purchases)])
    papers = [(_order(work, one, sides), one.purchase.lines) for one in purchases]
    wanted = write(work, papers, sides, {seller_id: _first_day(work, sides[seller_id]) for seller_id in seller_ids})
    regions = _by_region(purchases, wanted)
    if len(regions) > 1:
        lock_goods(work, [one.sku_id for one in wanted])
    for region, of_region in regions:
        allocate(work, of_region, region=region, owner=owner)
    return [order for order, _ in papers]


def _order(work: Work, one: HeldPurchase, sides: dict[UUID, Party]) -> dict[str, Any]:
    (seller_id,) = {line.offer.seller_id for line in one.purchase.lines}
    return order_row(work, sides[one.buyer_id], sides[seller_id], one.purchase, one.purchase.lines)


def _first_day(work: Work, seller: Party) -> date | None:
    first, _ = delivery_days(work.at, seller.time_zone, seller.lead_days)
    return first if seller.lead_days > DELIVERY_DAYS else None


def _by_region(purchases: Sequence[HeldPurchase], wanted: Sequence[Wanted]) -> list[tuple[str | None, list[Wanted]]]:
    """What is wanted, by where it goes: goods come from the warehouse nearest to it."""
    left = iter(wanted)
    found: dict[str | None, list[Wanted]] = {}
    for one in purchases:
        count = sum(len(line.parts) for line in one.purchase.lines)
        found.setdefault(one.purchase.destination.region_code, []).extend(next(left) for _ in range(count))
    return sorted(found.items(), key=lambda item: item[0] or "")


def _capture(order: dict[str, Any], reserved: Money) -> Capture:
    return Capture(order["buyer_id"], credit_order(order), reserved)


def _paid(order: dict[str, Any], held: Money) -> tuple[str, list[Posting]]:
    """Hold to escrow, and what is left of it back to the wallet."""
    buyer_id, currency, total = order["buyer_id"], order["currency"], order["total_minor"]
    postings = [
        Posting(Account(AccountKind.HOLD, buyer_id), held.minor, currency),
        Posting(Account(AccountKind.ESCROW, order["seller_id"]), -total, currency),
        Posting(Account(AccountKind.WALLET, buyer_id), total - held.minor, currency),
    ]
    return f"order:{order['id']}:paid", [posting for posting in postings if posting.minor]


def _freed(one: HeldForNothing) -> tuple[str, list[Posting]]:
    hold, wallet = Account(AccountKind.HOLD, one.buyer_id), Account(AccountKind.WALLET, one.buyer_id)
    return one.source_key, transfer(hold, wallet, one.held)
