"""No action without its event: when the event cannot be written, nothing else is either (P11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from settings import Settings
from tests.makers import PASSWORD
from tests.trade.ledger.books import owner
from tests.trade.looking import snapshot
from tests.trade.market import WINDOW_DAYS, Market, gbp
from trade.catalogue.actions import create_product, edit_product
from trade.kernel.actor import Actor
from trade.ledger.actions import match_receipt, record_receipt
from trade.ordering.actions import (
    cancel_order,
    close_short,
    complete_orders,
    confirm_order,
    confirm_receipt,
    deliver_overdue,
    place_orders,
    set_cart_line,
    ship_order,
)
from trade.parties.actions import name_payee_account, withdraw_payee_account
from trade.parties.payees import PayeeDetails, PayeeKind
from trade.payouts import queries
from trade.payouts.actions import approve_payout, book_payout, prepare_payout, reject_payout
from trade.pricing.actions import set_ladder
from trade.pricing.rules import Step
from trade.settlement.actions import settle_next, start_settlement
from trade.stock.actions import count_stock, receive_stock

IBAN = PayeeDetails(PayeeKind.IBAN, "Kettle Works Ltd", "GB90PINH00000101000602")
Deed = Callable[[], Any]


def of_sellers(m: Market) -> dict[str, Deed]:
    sheet = m.sheet()
    made = create_product(m.by(m.supplier), sheet)
    placed, confirmed, part = m.one_order(), m.confirmed(), m.confirmed()
    m.ship(part, 6)
    (line,) = m.lines(confirmed)
    waiting = name_payee_account(m.by(m.supplier), IBAN, password=PASSWORD)
    return {
        "create_product": lambda: create_product(m.by(m.supplier), m.sheet()),
        "edit_product": lambda: edit_product(m.by(m.supplier), made.product_id, sheet=m.sheet(), version=1),
        "set_ladder": lambda: set_ladder(m.by(m.supplier), made.sku_id, steps=[Step(6, Decimal(1))]),
        "receive_stock": lambda: receive_stock(m.by(m.supplier), made.sku_id, quantity=1),
        "count_stock": lambda: count_stock(m.by(m.supplier), made.sku_id, counted=5),
        "confirm_order": lambda: confirm_order(m.by(m.supplier), placed),
        "ship_order": lambda: ship_order(m.by(m.supplier), confirmed, quantities={line.id: 6}),
        "close_short": lambda: close_short(m.by(m.supplier), part, reason=""),
        "name_payee_account": lambda: name_payee_account(m.by(m.supplier), IBAN, password=PASSWORD),
        "withdraw_payee_account": lambda: withdraw_payee_account(m.by(m.supplier), waiting),
    }


def of_buyers(m: Market) -> dict[str, Deed]:
    placed, shipped, delivered = m.one_order(), m.confirmed(), m.confirmed()
    shipment = m.ship(shipped)
    confirm_receipt(m.by(m.retailer), m.ship(delivered))
    set_cart_line(m.by(m.retailer), m.goods(), quantity=6)
    m.money()
    m.later(days=WINDOW_DAYS)
    return {
        "place_orders": lambda: place_orders(m.by(m.retailer), shown=(gbp(1770),)),
        "cancel_order": lambda: cancel_order(m.by(m.retailer), placed, reason=""),
        "confirm_receipt": lambda: confirm_receipt(m.by(m.retailer), shipment),
        "deliver_overdue": lambda: deliver_overdue(m.by(Actor.system()), after_days=1),
        "complete_orders": lambda: complete_orders(m.by(Actor.system()), claim_window_days=WINDOW_DAYS),
    }


def of_finance(m: Market) -> dict[str, Deed]:
    m.completed()
    m.completed(seller=m.rival)
    m.settle()
    m.completed()
    prepared, sent = (
        prepare_payout(m.by(m.maker), seller_id=seller.organisation, currency="GBP") for seller in (m.supplier, m.rival)
    )
    with m.as_system() as session:
        shown = {payout: queries.payout(session, m.checker, payout).content_hash for payout in (prepared, sent)}
    approve_payout(m.by(m.checker), sent, shown=shown[sent])
    unmatched = record_receipt(
        m.by(m.maker), bank_reference="u", payer="", amount=gbp(5), received_on=m.at.date(), organisation_id=None
    )
    m.later(seconds=1)
    return {
        "record_receipt": m.money,
        "match_receipt": lambda: match_receipt(m.by(m.maker), unmatched, organisation_id=m.retailer.organisation),
        "start_settlement": lambda: start_settlement(m.by(m.maker), until=m.at),
        "approve_payout": lambda: approve_payout(m.by(m.checker), prepared, shown=shown[prepared]),
        "reject_payout": lambda: reject_payout(m.by(m.checker), prepared, reason=""),
        "book_payout": lambda: book_payout(m.by(m.maker), sent),
    }


def of_settlement(m: Market) -> dict[str, Deed]:
    m.completed()
    run_id = start_settlement(m.by(m.maker), until=m.at + timedelta(seconds=1))
    return {"settle_next": lambda: settle_next(m.by(Actor.system()), run_id)}


@pytest.fixture
def deaf(committed: Any, migrated: Settings) -> Iterator[tuple[Market, Callable[[], None]]]:
    """A committed market, and a switch after which no event can be written any more."""

    def grant(verb: str, way: str) -> None:
        role = committed.execute(text("SELECT current_user")).scalar_one()
        committed.rollback()
        with owner(migrated) as connection:
            connection.execute(text(f"{verb} INSERT ON events {way} {role}"))
            connection.commit()

    yield Market(committed), lambda: grant("REVOKE", "FROM")
    committed.rollback()
    grant("GRANT", "TO")


@pytest.mark.parametrize("part", [of_sellers, of_buyers, of_finance, of_settlement])
def test_an_action_whose_event_cannot_be_written_has_no_effect(
    deaf: tuple[Market, Callable[[], None]], part: Callable[[Market], dict[str, Deed]]
) -> None:
    market, stop_the_events = deaf
    deeds = part(market)
    stop_the_events()
    before = snapshot(market.session)
    for name, deed in deeds.items():
        with pytest.raises(ProgrammingError, match="permission denied for table events"):
            deed()
        assert snapshot(market.session) == before, name
