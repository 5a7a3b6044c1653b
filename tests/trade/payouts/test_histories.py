"""Random histories of people who may both prepare and approve: nobody decides on their own, nothing but what was shown leaves."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.trade.market import Market, gbp
from tests.trade.payouts.paying import assert_books_agree, sellers_with_money, shown
from trade.kernel.actor import Actor
from trade.kernel.errors import DomainError
from trade.kernel.ids import new_id
from trade.payouts.actions import approve_batch, prepare_batch, reject_batch, reject_payout

MOVED = text(
    "INSERT INTO payee_accounts (id, organisation_id, kind, holder, number, bank_name, bank_code, asked_at, effective_at)"
    " VALUES (:new, :seller, 'local', 'X', :number, '', '', :at, :at)"
)
OWN = "SELECT count(*) FROM {} WHERE decided_by = prepared_by"
STRAY = """SELECT count(*) FROM payouts p JOIN payee_accounts a ON a.id = p.payee_account_id
            WHERE p.state = 'sent' AND (a.number <> p.bank_account OR a.effective_at > p.decided_at OR EXISTS (
                  SELECT 1 FROM payee_accounts b WHERE b.organisation_id = a.organisation_id AND b.id <> a.id
                     AND b.effective_at <= p.decided_at AND b.effective_at > a.effective_at))"""


class History:
    """Three people with both rights and a few sellers, whose accounts move."""

    def __init__(self, market: Market, seed: int) -> None:
        self.market, self.chance = market, random.Random(seed)
        both = market.maker.permissions | market.checker.permissions
        people = [market.maker, market.checker, market.colleague(market.checker)]
        self.people: list[Actor] = [replace(person, permissions=both) for person in people]
        self.sellers = sellers_with_money(market, 6)
        self.seen: list[tuple[UUID, bytes]] = []
        self.outcomes: Counter[str] = Counter()

    def step(self) -> None:
        """Let somebody do something; a refusal is an outcome too."""
        self.market.later(seconds=1)
        deed = self.chance.choice([self.prepare, self.look, self.look, self.approve, self.approve, self.leave_out, self.reject, self.move])  # fmt: skip
        try:
            deed(self.market.by(self.chance.choice(self.people)))
            self.outcomes[deed.__name__] += 1
        except DomainError as error:
            self.market.session.rollback()
            self.outcomes[type(error).__name__] += 1

    def prepare(self, call) -> None:
        prepare_batch(call, minimum=gbp(1))

    def look(self, call) -> None:
        batch_id = self.one("SELECT id FROM payout_batches")
        if batch_id:
            self.seen.append((batch_id, shown(self.market, batch_id)))

    def approve(self, call) -> None:
        if self.seen:
            batch_id, content = self.chance.choice(self.seen[-4:])
            approve_batch(call, batch_id, shown=content)

    def leave_out(self, call) -> None:
        payout_id = self.one("SELECT id FROM payouts WHERE state = 'prepared'")
        if payout_id:
            reject_payout(call, payout_id, reason="no")

    def reject(self, call) -> None:
        batch_id = self.one("SELECT id FROM payout_batches WHERE state = 'prepared'")
        if batch_id and self.chance.random() < 0.4:
            reject_batch(call, batch_id, reason="no")

    def move(self, call) -> None:
        seller, number = self.chance.choice(self.sellers), f"{self.chance.randrange(10**8):08}"
        with self.market.as_system() as session:
            session.execute(MOVED, {"new": new_id(), "seller": seller, "number": number, "at": self.market.at})

    def one(self, statement: str):
        rows = sorted(key for (key,) in self.market.rows(statement))
        return self.chance.choice(rows) if rows else None


def live(market: Market, steps: int, seed: int) -> Counter[str]:
    history = History(market, seed)
    for _ in range(steps):
        history.step()
    assert market.rows(OWN.format("payouts")) == market.rows(OWN.format("payout_batches")) == [(0,)]
    assert market.rows(STRAY) == [(0,)]
    assert_books_agree(market)
    return history.outcomes


def test_p10_nobody_approves_their_own_and_only_what_was_shown_leaves(market: Market) -> None:
    outcomes = live(market, steps=150, seed=10)
    assert {"approve", "SamePerson"} <= set(outcomes)


@pytest.mark.soak
def test_p10_at_its_long_size(market: Market) -> None:
    for seed in range(20):
        live(market, steps=500, seed=seed)
