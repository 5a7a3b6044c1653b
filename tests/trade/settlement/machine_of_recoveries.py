"""Random acts on settled goods: late claims, settlements, payouts, reserves and the clock, against a plain account of what is owed."""

from __future__ import annotations

from copy import copy
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from tests.trade.claims.claimed import TERMS
from tests.trade.market import Market, gbp
from tests.trade.settlement.owed import completed, late_claim
from trade.checks import CHECKS
from trade.claims import actions as claims
from trade.claims.queries import claims_run_out
from trade.claims.rules import Outcome
from trade.invoicing.actions import issue_demand
from trade.kernel.actor import Actor
from trade.kernel.errors import DomainError
from trade.ledger.verify import verify
from trade.payouts.actions import approve_payout, ask_withdrawal, prepare_payout, reject_payout
from trade.settlement import queries
from trade.settlement.actions import answer_dispute, recover, set_terms
from trade.settlement.rules import Terms

PICKS = st.integers(0, 10**6)
RATE = Decimal("0.05")


def share(minor: int) -> int:
    """The commission on so much."""
    return int((minor * RATE).quantize(Decimal(1), rounding=ROUND_HALF_UP))


class MachineOfRecoveries(RuleBasedStateMachine):
    """One example is a savepoint on a market with three completed orders of 36, and is undone at its end."""

    done: ClassVar[dict[str, int]] = {}

    def __init__(self, connection: Connection, market: Market, orders: list[UUID]) -> None:
        super().__init__()
        self.undo = connection.begin_nested()
        self.market = copy(market)
        self.market.session = self.session = Session(connection, join_transaction_mode="create_savepoint")
        self.orders = list(orders)
        self.open: list[UUID] = []
        self.owed: dict[UUID, int] = {}
        """By claim, what its seller was to pay of it, by nothing but the rate and what was settled."""
        self.returned: dict[UUID, int] = {}
        self.corrected = 0

    def note(self, what: str) -> None:
        self.done[what] = self.done.get(what, 0) + 1

    def attempt(self, deed: Any, call: Any, *args: Any, **values: Any) -> Any:
        """Do it, or leave it where it is refused."""
        try:
            answer = deed(call, *args, **values)
        except DomainError:
            self.session.rollback()
            return None
        self.note(deed.__name__)
        return answer

    @rule(pick=PICKS, units=st.integers(1, 36), first=st.booleans())
    def claim(self, pick: int, units: int, first: bool) -> None:
        """A buyer finds a hidden fault; staff may pay it first."""
        order_id = self.orders[pick % len(self.orders)]
        try:
            claim_id = late_claim(self.market, order_id, units)
        except DomainError:
            self.session.rollback()
            return
        self.note("claim")
        self.open.append(claim_id)
        if first:
            claims.advance_claim(self.market.by(self.market.support), claim_id)

    @rule(
        pick=PICKS, part=st.integers(0, 100), bearer=st.sampled_from([Outcome.SELLER, Outcome.SELLER, Outcome.PLATFORM])
    )
    def decide(self, pick: int, part: int, bearer: Outcome) -> None:
        """It is decided, in whole or in part; nothing is a rejection."""
        if not self.open:
            return
        claim_id = self.open.pop(pick % len(self.open))
        ((asked, order_id),) = self.market.rows("SELECT amount_minor, order_id FROM claims WHERE id = :id", id=claim_id)
        amount, staff = asked * part // 100, self.market.by(self.market.support)
        if not amount:
            claims.reject_claim(staff, claim_id, answer="Worn.")
            return
        claims.decide_claim(staff, claim_id, bearer=bearer, amount=gbp(amount), answer="So.")
        self.note(bearer)
        settled = self.market.rows(
            "SELECT s.gross_minor FROM statement_lines s JOIN order_lines l ON l.id = s.order_line_id WHERE l.order_id = :id",
            id=order_id,
        )
        if bearer is Outcome.SELLER and settled:
            before = self.returned.get(order_id, 0)
            self.returned[order_id] = before + amount
            kept = [share(settled[0][0] - gone) for gone in (before, before + amount)]
            self.owed[claim_id] = amount - (kept[0] - kept[1])

    @rule(days=st.sampled_from([0, 1, 7, 15, 31]))
    def pass_time(self, days: int) -> None:
        """Time passes; the jobs do what is due."""
        self.market.later(days=days)
        by = self.market.by(Actor.system())
        with self.market.as_system() as session:
            late = list(claims_run_out(session, self.market.at))
        for claim_id in late:
            claims.run_out(by, claim_id, terms=TERMS)
        with self.market.as_system() as session:
            owed = list(queries.recoveries_open(session))
        for recovery_id in owed:
            recover(by, recovery_id)
            self.note("recover")
            if issue_demand(by, recovery_id):
                self.note("demand")

    @rule()
    def settle(self) -> None:
        """All that is due is settled."""
        self.market.settle()

    @rule(quantity=st.sampled_from([6, 36]))
    def sell(self, quantity: int) -> None:
        """Another order is delivered and completes."""
        self.orders.append(completed(self.market, quantity))

    @rule(reserve=st.sampled_from(["0", "0.3", "0.9"]), days=st.sampled_from([20, 60]))
    def agree(self, reserve: str, days: int) -> None:
        """Finance holds another share back."""
        terms = Terms(reserve_rate=Decimal(reserve), reserve_days=days)
        set_terms(self.market.by(self.market.maker), self.market.supplier.organisation, terms=terms)

    @rule(approve=st.booleans())
    def pay_out(self, approve: bool) -> None:
        """What is payable goes out, or is turned down."""
        seller, maker = self.market.supplier.organisation, self.market.by(self.market.maker)
        payout_id = self.attempt(prepare_payout, maker, seller_id=seller, currency="GBP")
        if payout_id is None:
            return
        if approve:
            ((shown,),) = self.market.rows("SELECT content_hash FROM payouts WHERE id = :id", id=payout_id)
            approve_payout(self.market.by(self.market.checker), payout_id, shown=bytes(shown))
        else:
            reject_payout(self.market.by(self.market.checker), payout_id, reason="Wait.")

    @rule(minor=st.integers(1, 20_000), out=st.booleans())
    def pay_in(self, minor: int, out: bool) -> None:
        """The seller transfers something, and takes a part of it out again."""
        self.market.money(self.market.supplier, minor)
        if out:
            self.attempt(ask_withdrawal, self.market.by(self.market.supplier), amount=gbp(max(1, minor // 3)))

    @rule(correct=st.booleans())
    def dispute(self, correct: bool) -> None:
        """The seller disputes its newest line, which finance answers; it gives nothing back, to keep the sums plain."""
        if self.market.rows("SELECT 1 FROM statement_lines LIMIT 1"):
            dispute_id = self.market.dispute()
            if correct:
                recovered = self.market.balance("disputed", self.market.supplier)
                self.pass_time(0)
                assert self.market.balance("disputed", self.market.supplier) == recovered
            answer_dispute(self.market.by(self.market.maker), dispute_id, answer="No", correction=None)

    @invariant()
    def adds_up(self) -> None:
        """The auditor finds nothing, and each seller's part is what the plain account says."""
        rows = self.market.rows("SELECT id, amount_minor FROM recoveries")
        assert dict(rows) == {key: minor for key, minor in self.owed.items() if minor}
        with self.market.as_system() as session:
            assert verify(session, also=CHECKS).differences == ()

    def teardown(self) -> None:
        """Everything walks to zero once the seller has money."""
        try:
            for _ in range(len(self.open)):
                self.decide(0, 50, Outcome.SELLER)
            self.market.money(self.market.supplier, 10**7)
            for _ in range(3):
                self.pass_time(31)
            self.adds_up()
            assert self.market.balance("recovery_receivable", self.market.supplier) == 0
            ((back, advanced),) = self.market.rows(
                "SELECT sum(recovered_minor + absorbed_minor + taken_back_minor), sum(advanced_minor) FROM claims"
            )
            assert back == advanced
        finally:
            self.session.close()
            self.undo.rollback()
