"""The demo market's money: bank transfers in, completed orders, a settlement, and payouts by two people."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy import select

from demo.agenda import Agenda
from demo.cast import BUYERS, PLATFORM
from demo.market import Market
from trade.kernel.money import Money
from trade.kernel.work import Call
from trade.ledger.actions import record_receipt, seal_entries
from trade.ledger.models import LedgerAccount
from trade.ledger.rules import AccountKind
from trade.ordering.actions import complete_orders
from trade.parties.models import Organisation
from trade.settlement.actions import approve_payout, book_payout, prepare_payout, settle_next, start_settlement
from trade.settlement.models import Payout

DAY: Final = timedelta(days=1)
HOUR: Final = timedelta(hours=1)
CLAIM_WINDOW_DAYS: Final = 7
WALLETS_MINOR: Final = (620_000, 480_000, 540_000, 515_000, 390_000, 450_000)
DISTRIBUTOR_MINOR: Final = 1_250_000
SETTLED_DAYS_AGO: Final = 4
PAID: Final = (True, False)
"""Sellers by what is payable to them: the first is paid and booked, the second waits for the second person."""


def plan_money(market: Market, agenda: Agenda) -> None:
    """Put transfers, the daily end of claim windows, settlement and payouts on the agenda."""
    buyers = list(dict.fromkeys(part.organisation for part in BUYERS))
    for number, buyer in enumerate(buyers):
        agenda.add(market.on(33, 9 + number), partial(_receive_transfer, market, number, buyer))
    agenda.add(market.on(1, 11), partial(_receive_unknown, market))
    for days in range(31):
        agenda.add(market.on(days, 6), partial(_end_claim_windows, market))
    agenda.add(market.on(SETTLED_DAYS_AGO, 9), partial(_settle, market))
    agenda.add(market.on(SETTLED_DAYS_AGO, 10), partial(_pay, market, agenda))
    agenda.add(market.now, partial(_seal, market))


def _maker(market: Market, at: datetime) -> Call:
    return market.as_person("maker@pinhuo.example", PLATFORM.name, at)


def _receive_transfer(market: Market, number: int, buyer: str, at: datetime) -> None:
    organisation_id = market.find(buyer)
    organisation = market.reading().get_one(Organisation, organisation_id)
    minor = WALLETS_MINOR[number] if number < len(WALLETS_MINOR) else DISTRIBUTOR_MINOR
    record_receipt(
        _maker(market, at),
        bank_reference=f"DEMO-{number + 1:04d}",
        payer=organisation.legal_name.upper(),
        amount=Money(minor, organisation.currency),
        received_on=at.date(),
        organisation_id=organisation_id,
    )


def _receive_unknown(market: Market, at: datetime) -> None:
    """Record a transfer of which nobody knows yet whose it is."""
    record_receipt(
        _maker(market, at),
        bank_reference="DEMO-0099",
        payer="J P WILLIAMS T/A LANTERN SHOP",
        amount=Money(78_500, "GBP"),
        received_on=at.date(),
        organisation_id=None,
    )


def _end_claim_windows(market: Market, at: datetime) -> None:
    complete_orders(market.as_system(at), claim_window_days=CLAIM_WINDOW_DAYS)


def _settle(market: Market, at: datetime) -> None:
    run_id = start_settlement(_maker(market, at), until=at)
    while settle_next(market.as_system(at), run_id):
        pass


def _pay(market: Market, agenda: Agenda, at: datetime) -> None:
    """Pay the seller with the most, wholly; prepare the next one's payout for somebody to approve."""
    account = LedgerAccount
    most = (
        select(account.organisation_id)
        .where(account.kind == AccountKind.PAYABLE, account.balance_minor > 0)
        .order_by(account.balance_minor.desc())
        .limit(len(PAID))
    )
    for seller_id, is_paid in zip(list(market.reading().scalars(most)), PAID, strict=True):
        assert seller_id is not None
        payout_id = prepare_payout(_maker(market, at), seller_id=seller_id, currency="GBP")
        if is_paid:
            agenda.add(at + 3 * HOUR, partial(_approve, market, payout_id))
            agenda.add(at + DAY, partial(_book, market, payout_id))


def _approve(market: Market, payout_id: UUID, at: datetime) -> None:
    shown = market.reading().get_one(Payout, payout_id).content_hash
    approve_payout(market.as_person("checker@pinhuo.example", PLATFORM.name, at), payout_id, shown=shown)


def _book(market: Market, payout_id: UUID, at: datetime) -> None:
    book_payout(_maker(market, at), payout_id)


def _seal(market: Market, at: datetime) -> None:
    seal_entries(market.as_system(at))
