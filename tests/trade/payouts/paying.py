"""Sellers with money, batches of payouts for them, and the way to a bank."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from adapters.bank import write_payments
from jobs.payouts import hand_over
from tests import makers
from tests.trade.market import Market, gbp
from trade.checks import CHECKS
from trade.kernel.actor import Actor
from trade.kernel.ids import new_id
from trade.kernel.money import Money
from trade.kernel.work import Work, action, bind_actor
from trade.ledger.actions import post_all
from trade.ledger.rules import Account, AccountKind, transfer
from trade.ledger.verify import verify
from trade.parties.models import BankAccount, Organisation
from trade.parties.rules import OrganisationKind
from trade.payouts import queries
from trade.payouts.actions import (
    approve_batch,
    approve_return,
    ask_withdrawal,
    make_bank_file,
    note_bank_file,
    prepare_batch,
    propose_return,
    take_bank_file,
)
from trade.payouts.actions.send import LEASE
from trade.payouts.models import PayoutReturn
from trade.payouts.ports import Bank
from trade.payouts.rules import return_content


def sellers_with_money(market: Market, count: int, minor: int = 10_000) -> list[UUID]:
    """Make sellers to whom money is payable, each a penny more than the one before: as if they had been settled."""
    with market.as_system() as session:
        ids = [new_id() for _ in range(count)]
        session.add_all(
            Organisation(
                id=key, kind=OrganisationKind.SUPPLIER, state="admitted", name=f"Seller {n}", legal_name=f"Seller {n} Ltd",
                code=f"P-{key.hex[-10:]}", currency="GBP", time_zone="UTC", address="", created_at=makers.BORN,
                admitted_at=makers.BORN,
            )
            for n, key in enumerate(ids)
        )  # fmt: skip
        session.flush()
        for key in ids:
            session.add(makers.account_of(session.get_one(Organisation, key), makers.IBAN))
    with_own_account(market)
    _earn(market.by(Actor.system()), ids, minor)
    return ids


def earn_again(market: Market, sellers: list[UUID]) -> None:
    """Make £100 payable to each once more."""
    _earn(market.by(Actor.system()), sellers, 10_000, "again")


def with_wallet(market: Market) -> None:
    """Give the retailer £1,000 in its wallet and an account to take it out to."""
    market.money()
    with market.as_system() as session:
        owner = session.get_one(Organisation, market.retailer.organisation)
        session.add(makers.account_of(owner, makers.IBAN))
        session.commit()


def take_out(market: Market, minor: int = 4_000) -> UUID:
    """Let the retailer take money out of its wallet."""
    with_wallet(market)
    return ask_withdrawal(market.by(market.retailer), amount=gbp(minor))


def returned(market: Market, payout_id: UUID, arrived: Money) -> None:
    """Let a payout come back, by the word of two people."""
    return_id = propose_return(market.by(market.maker), payout_id, arrived=arrived, code="AC04", note="Letter")
    approve_return(market.by(market.checker), return_id, shown=return_content(payout_id, arrived, "AC04", "Letter"))


def said_returned(market: Market) -> None:
    """Let somebody say that a payout came back, whatever it is."""
    with market.as_system() as session:
        ((payout_id, minor),) = market.rows("SELECT id, amount_minor FROM payouts LIMIT 1")
        session.add(
            PayoutReturn(
                id=new_id(), payout_id=payout_id, arrived_minor=minor, code="AC04", note="Letter", state="proposed",
                proposed_by=market.maker.person_id, proposed_at=market.at,
            )
        )  # fmt: skip
        session.commit()


def with_own_account(market: Market) -> None:
    """Give the platform an account to pay from."""
    with market.as_system() as session:
        session.merge(BankAccount(organisation_id=market.maker.organisation, account="GB29 NWBK 6016 1331 9268 19"))


@action()
def _earn(work: Work, sellers: list[UUID], minor: int, why: str = "earned") -> None:
    bank = Account(AccountKind.BANK)
    entries = [
        (f"test:{key}:{why}", transfer(bank, Account(AccountKind.PAYABLE, key), gbp(minor + n)))
        for n, key in enumerate(sellers)
    ]
    post_all(work, sorted(entries))


def approved_batch(market: Market, minimum: int = 1) -> UUID:
    """Prepare a batch of all who can be paid, and approve it."""
    batch_id = prepare_batch(market.by(market.maker), minimum=gbp(minimum))
    approve_batch(market.by(market.checker), batch_id, shown=shown(market, batch_id))
    return batch_id


def shown(market: Market, batch_id: UUID) -> bytes:
    """What the second person is shown of a batch."""
    bind_actor(market.session, market.checker)
    rows = queries.batch_payouts(market.session, market.checker, batch_id)
    market.session.rollback()
    return queries.content_of(batch_id, rows)


def carry(market: Market, bank: Bank) -> None:
    """Make files and hand them over as the job does, until the bank has all of them; the clock of the market goes on."""
    while make_bank_file(market.by(Actor.system()), write_payments) is not None:
        pass
    for _ in range(200):
        while (parcel := take_bank_file(market.by(Actor.system()))) is not None:
            state, answer = hand_over(bank, parcel)
            note_bank_file(market.by(Actor.system()), parcel.file_id, state=state, answer=answer)
        if not market.rows("SELECT 1 FROM bank_files WHERE state = 'intended'"):
            return
        market.at += LEASE + timedelta(seconds=1)
    raise AssertionError("a file never arrived")


def assert_books_agree(market: Market) -> None:
    """Verify the books, and what payouts say beside them."""
    with market.as_system() as session:
        assert verify(session, also=CHECKS).differences == ()
