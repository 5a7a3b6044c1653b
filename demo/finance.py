"""The demo market's money: bank transfers in, completed orders, and payouts by two people."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy import select

from adapters.bank import plain_of, write_payments
from demo.agenda import Agenda
from demo.cast import BUYERS, PLATFORM
from demo.market import Market
from demo.settling import SETTLED_DAYS_AGO
from trade.banking.actions import show_paper, take_paper
from trade.banking.ports import BankReading, FileKind, ReadLine, ReadStatement
from trade.kernel.money import Money
from trade.kernel.work import Call
from trade.ledger.actions import record_receipt, seal_entries
from trade.ledger.closing import snapshot_day
from trade.ledger.models import LedgerAccount
from trade.ledger.queries import trial_balance
from trade.ledger.rules import AccountKind
from trade.ordering.actions import complete_orders
from trade.parties.models import Organisation
from trade.payouts.actions import (
    approve_payout,
    approve_return,
    book_payout,
    make_bank_file,
    note_bank_file,
    prepare_batch,
    prepare_payout,
    propose_return,
    set_own_account,
    take_bank_file,
)
from trade.payouts.models import Payout
from trade.payouts.rules import FileState, return_content

DAY: Final = timedelta(days=1)
HOUR: Final = timedelta(hours=1)
CLAIM_WINDOW_DAYS: Final = 7
WALLETS_MINOR: Final = (620_000, 480_000, 540_000, 515_000, 390_000, 450_000)
DISTRIBUTOR_MINOR: Final = 1_250_000
OWN_ACCOUNT: Final = "GB52 PINH 0000 0101 0006 07"
BANK_CHARGE_MINOR: Final = 450
BATCH_FROM_MINOR: Final = 2_000
NOTED_DAYS: Final = 7


def plan_money(market: Market, agenda: Agenda) -> None:
    """Put transfers, the daily end of claim windows and payouts on the agenda."""
    buyers = list(dict.fromkeys(part.organisation for part in BUYERS))
    for number, buyer in enumerate(buyers):
        agenda.add(market.on(33, 9 + number), partial(_receive_transfer, market, number, buyer))
    agenda.add(market.on(33, 8), partial(_own_account, market))
    agenda.add(market.on(1, 11), partial(_receive_unknown, market))
    for days in range(31):
        agenda.add(market.on(days, 6), partial(_end_claim_windows, market))
    agenda.add(market.on(SETTLED_DAYS_AGO, 10), partial(_pay, market, agenda))
    agenda.add(market.now - HOUR, partial(_take_statement, market))
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


def _take_statement(market: Market, at: datetime) -> None:
    """Take in a day of the bank's in which two lines say too little."""
    books = trial_balance(market.reading())
    (opening,) = (row.balance.minor for row in books if row.kind is AccountKind.BANK and row.balance.currency == "GBP")
    day = at.date()
    lines = (
        ReadLine(day, 31_240, bank_reference="DEMO-IN-1", name="ROSE AND FERN", text="STOCK FOR SPRING"),
        ReadLine(day, -1_800, bank_reference="DEMO-OUT-1", text="QUARTERLY CHARGES"),
    )
    closing = opening + sum(line.minor for line in lines)
    account = OWN_ACCOUNT.replace(" ", "")
    statement = ReadStatement(f"DEMO-{day:%Y%m%d}", account, "GBP", day, day, opening, closing, lines)
    reading = BankReading(FileKind.CAMT, [statement])
    paper_id = show_paper(
        _maker(market, at),
        name="statement.xml",
        content=statement.bank_id.encode(),
        reading=reading,
        plain=plain_of(reading),
    )
    take_paper(_maker(market, at), paper_id, reading)


def _end_claim_windows(market: Market, at: datetime) -> None:
    complete_orders(market.as_system(at), claim_window_days=CLAIM_WINDOW_DAYS)


def _pay(market: Market, agenda: Agenda, at: datetime) -> None:
    """Pay the two sellers with the most: one is paid out, the other's money comes back; then all others in a batch."""
    account = LedgerAccount
    most = (
        select(account.organisation_id)
        .where(account.kind == AccountKind.PAYABLE, account.balance_minor > 0)
        .order_by(account.balance_minor.desc())
        .limit(2)
    )
    payouts = []
    for seller_id in market.reading().scalars(most):
        assert seller_id is not None
        payouts.append(prepare_payout(_maker(market, at), seller_id=seller_id, currency="GBP"))
        agenda.add(at + 3 * HOUR, partial(_approve, market, payouts[-1]))
        agenda.add(at + DAY, partial(_book, market, payouts[-1]))
    agenda.add(at + 4 * HOUR, partial(_send, market))
    agenda.add(at + 3 * DAY, partial(_return, market, payouts[1]))
    agenda.add(at + 3 * DAY + HOUR, partial(_batch, market))


def _approve(market: Market, payout_id: UUID, at: datetime) -> None:
    shown = market.reading().get_one(Payout, payout_id).content_hash
    approve_payout(market.as_person("checker@pinhuo.example", PLATFORM.name, at), payout_id, shown=shown)


def _send(market: Market, at: datetime) -> None:
    """Let the file leave; the demo market's bank takes what it is given."""
    file_id = make_bank_file(market.as_system(at), write_payments)
    assert file_id is not None
    take_bank_file(market.as_system(at))
    note_bank_file(market.as_system(at), file_id, state=FileState.DELIVERED)


def _book(market: Market, payout_id: UUID, at: datetime) -> None:
    book_payout(_maker(market, at), payout_id)


def _return(market: Market, payout_id: UUID, at: datetime) -> None:
    """Let the money of a closed account come back, less what the bank keeps for it."""
    payout = market.reading().get_one(Payout, payout_id)
    arrived = Money(payout.amount_minor - BANK_CHARGE_MINOR, payout.currency)
    note = "Letter of the bank"
    return_id = propose_return(_maker(market, at), payout_id, arrived=arrived, code="AC04", note=note)
    shown = return_content(payout_id, arrived, "AC04", note)
    approve_return(market.as_person("checker@pinhuo.example", PLATFORM.name, at), return_id, shown=shown)


def _batch(market: Market, at: datetime) -> None:
    prepare_batch(_maker(market, at), minimum=Money(BATCH_FROM_MINOR, "GBP"))


def _own_account(market: Market, at: datetime) -> None:
    set_own_account(market.as_person(PLATFORM.login, PLATFORM.name, at), account=OWN_ACCOUNT)


def _seal(market: Market, at: datetime) -> None:
    """Seal what was posted, and note what accounts held at the end of the last days."""
    seal_entries(market.as_system(at))
    for days in range(NOTED_DAYS, 0, -1):
        snapshot_day(market.as_system(at), day=at.date() - timedelta(days=days))
