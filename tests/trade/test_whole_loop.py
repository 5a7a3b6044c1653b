"""The whole loop through actions, from a bank transfer to a booked payout; at its end every account is explained."""

from __future__ import annotations

from tests.trade.market import Market, gbp
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.ledger.actions import seal_entries
from trade.ledger.verify import verify
from trade.ordering.actions import close_short, complete_orders, confirm_receipt
from trade.payouts import queries
from trade.payouts.actions import approve_payout, book_payout, prepare_payout
from trade.settlement import queries as settlement_queries


def test_the_whole_loop_walks_every_account_to_where_it_belongs(market: Market) -> None:
    order_id = market.confirmed(36)  # 36 at 2.55 = 91.80
    shipment_id = market.ship(order_id, 12)
    confirm_receipt(market.by(market.retailer), shipment_id)
    close_short(market.by(market.supplier), order_id, reason="none left")  # 24 of 36 go back: 61.20
    market.later(days=7)
    assert complete_orders(market.by(Actor.system()), claim_window_days=7) == 1
    run_id = market.settle()  # 30.60, of which 5 % are 1.53
    payout_id = prepare_payout(market.by(market.maker), seller_id=market.supplier.organisation, currency="GBP")
    with market.as_system() as session:
        shown = queries.payout(session, market.checker, payout_id).content_hash
        statement = settlement_queries.statements(session, market.supplier, run_id=run_id)[0]
    assert (statement.gross, statement.commission, statement.net) == (gbp(3060), gbp(153), gbp(2907))
    approve_payout(market.by(market.checker), payout_id, shown=shown)
    book_payout(market.by(market.maker), payout_id)
    accounts = {
        "bank": market.balance("bank"),
        "unapplied_receipts": market.balance("unapplied_receipts"),
        "wallet": market.balance("wallet", market.retailer),
        "escrow": market.balance("escrow", market.supplier),
        "payable": market.balance("payable", market.supplier),
        "payout_clearing": market.balance("payout_clearing"),
        "commission": market.balance("commission"),
    }
    assert accounts == {
        "bank": 100_000 - 2907,
        "unapplied_receipts": 0,
        "wallet": 100_000 - 3060,
        "escrow": 0,
        "payable": 0,
        "payout_clearing": 0,
        "commission": 153,
    }
    assert market.verbs(order_id) == [
        "ordering.order_placed",
        "ordering.order_confirmed",
        "ordering.order_shipped",
        "ordering.shipment_received",
        "ordering.order_closed_short",
        "ordering.order_delivered",
        "ordering.order_completed",
    ]
    assert seal_entries(market.by(Actor.system())) == 7
    bind_actor(market.session, Actor.system())
    found = verify(market.session)
    assert found.is_sound
    assert (found.unsealed, found.differences) == (0, ())
