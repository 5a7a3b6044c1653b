"""Random entries straight into the books, sound and unsound ones, against the auditor."""

from __future__ import annotations

from random import Random
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.trade.ledger.auditor import LIMITED, Books, Key, account
from tests.trade.ledger.books import AT, enter, state_of
from trade.kernel.actor import Actor
from trade.kernel.work import Call, bind_actor
from trade.ledger.actions import LimitExceeded, seal_entries
from trade.ledger.rules import Account, AccountKind, Posting
from trade.ledger.verify import verify

SHARED = ("bank", "unapplied_receipts", "payout_clearing", "tax_payable", "commission")
OWED = ("credit_receivable", "fee_receivable")
OWNED = ("wallet", "hold", "escrow", "payable")
Deed = tuple[list[tuple[int, int]], int, int, bool, str]
"""Some sides of an entry, the account that takes the rest, how far off it is, whether it is in yen, what is done."""


def deed_of(seed: int) -> Deed:
    """Make a deed of one number, since Hypothesis has only so much randomness for an example."""
    random = Random(seed)
    largest = random.choice([500, 10**12])
    sides = [
        (random.randrange(10**6), random.choice([1, -1]) * random.randint(1, largest))
        for _ in range(random.randint(1, 4))
    ]
    off = random.choice([0] * 12 + [1, -1, 1000])
    verb = random.choice(["post"] * 20 + ["seal", "again"])
    return sides, random.randrange(10**6), off, random.random() < 0.5, verb


DEEDS = st.integers(0, 2**32 - 1).map(deed_of)

BALANCES = text(
    "SELECT a.kind, a.organisation_id, a.currency, a.balance_minor, coalesce(sum(p.amount_minor), 0)::bigint"
    " FROM ledger_accounts a LEFT JOIN ledger_postings p ON p.account_id = a.id GROUP BY a.id"
)


def compare(session: Session, books: Books) -> None:
    """Compare every account of the ledger with the auditor's."""
    rows = session.execute(BALANCES).all()
    assert {(kind, owner, currency): total for kind, owner, currency, _, total in rows if total} == books.told()
    for kind, _, _, running, total in rows:
        assert running == (-total if kind in LIMITED else total if kind in OWED else None)


class MachineOfBooks(RuleBasedStateMachine):
    """One example is one transaction that is rolled back at its end."""

    operations: ClassVar[int] = 0

    def __init__(self, connection: Connection, owners: list[Any]) -> None:
        super().__init__()
        self.undo = connection.begin_nested()
        self.session = Session(connection, join_transaction_mode="create_savepoint")
        bind_actor(self.session, Actor.system())
        self.accounts: list[Key] = [account(kind, None, c) for kind in SHARED for c in ("GBP", "JPY")]
        self.accounts += [account(kind, owner, c) for owner in owners for kind in OWNED for c in ("GBP", "JPY")]
        self.books = Books()
        self.keys: list[str] = []

    def call(self) -> Call:
        type(self).operations += 1
        return Call(self.session, Actor.system(), AT)

    def enter(self, key: str, sides: list[tuple[Key, int]]) -> None:
        postings = [
            Posting(Account(AccountKind(kind), owner), minor, currency) for (kind, owner, currency), minor in sides
        ]
        enter(self.call(), key, postings)

    @rule(deeds=st.lists(DEEDS, min_size=8, max_size=16))
    def act(self, deeds: list[Deed]) -> None:
        """Enter, enter twice, seal: what is not sound is refused whole."""
        for picks, last, off, jpy, verb in deeds:
            mine = [key for key in self.accounts if (key[2] == "JPY") == jpy]
            sides = [(mine[pick % len(mine)], minor) for pick, minor in picks]
            sides.append((mine[last % len(mine)], off - sum(minor for _, minor in sides) or 1))
            if verb == "seal":
                assert seal_entries(self.call(), limit=len(self.keys) or 1) <= len(self.keys)
            elif verb == "again":
                self.post_again()
            else:
                self.post(sides)

    def post(self, sides: list[tuple[Key, int]]) -> None:
        key = f"event:{type(self).operations}"
        broken = self.books.breaks(*sides)
        if sum(minor for _, minor in sides):
            with pytest.raises(DBAPIError, match="does not balance"):
                self.enter(key, sides)
        elif broken:
            with pytest.raises(LimitExceeded) as caught:
                self.enter(key, sides)
            assert caught.value.kind in broken
        else:
            self.enter(key, sides)
            self.books.post(*sides)
            self.keys.append(key)

    def post_again(self) -> None:
        """Post under a key that was used."""
        if self.keys:
            with pytest.raises(DBAPIError) as caught:
                self.enter(self.keys[-1], [(account("bank"), 1), (account("commission"), -1)])
            assert state_of(caught.value) == "23505"

    @invariant()
    def every_account_is_what_the_auditor_says(self) -> None:
        compare(self.session, self.books)

    def teardown(self) -> None:
        try:
            self.session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
            assert verify(self.session).is_sound
        finally:
            self.session.close()
            self.undo.rollback()
