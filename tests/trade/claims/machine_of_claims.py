"""Random acts of buyer, seller, platform and clock on claims, against a plain account of what each should stand at."""

from __future__ import annotations

from copy import copy
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from tests.trade.claims.expected import Case
from tests.trade.market import WINDOW_DAYS, Market, gbp
from trade.checks import CHECKS
from trade.claims import actions
from trade.claims.queries import carried, claims_run_out
from trade.claims.rules import ClaimTerms, Outcome, Reason, Remedy
from trade.kernel.actor import Actor
from trade.kernel.errors import DomainError
from trade.ledger.verify import verify
from trade.ordering.actions import complete_orders, confirm_order, confirm_receipt

TERMS = ClaimTerms(late_days=0)
"""Claims within the window; late ones have a machine of their own."""
PICKS = st.integers(0, 10**6)
UNITS = 36
OPEN = {"asked", "disputed", "unanswered", "returning"}
DAY = timedelta(days=1)
READ = """
SELECT id, state, advanced_minor, recovered_minor, absorbed_minor, carried_minor, taken_back_minor, collected_minor,
       carrier_paid_minor, given_up_minor FROM claims ORDER BY id"""


class MachineOfClaims(RuleBasedStateMachine):
    """One example is a savepoint on a market with two delivered orders of 36, and is undone at its end."""

    done: ClassVar[dict[str, int]] = {}

    def __init__(self, connection: Connection, market: Market, orders: list[UUID], carrier_id: UUID) -> None:
        super().__init__()
        self.undo = connection.begin_nested()
        self.market = copy(market)
        self.market.session = self.session = Session(connection, join_transaction_mode="create_savepoint")
        self.orders, self.carrier_id, self.delivered_at = orders, carrier_id, market.at
        self.lines = [self.market.lines(order_id)[0].id for order_id in orders]
        self.paid = [self.market.lines(order_id)[0].gross_minor for order_id in orders]
        self.cases: list[Case] = []
        self.wallet = self.market.balance("wallet", market.retailer)

    def attempt(self, name: str, actor: Actor, allowed: bool, *args: Any, **values: Any) -> Any:
        """Do it; it happens exactly where it is ``allowed``. Answer what it answered, ``None`` where it was refused."""
        try:
            answer = getattr(actions, name)(self.market.by(actor), *args, **values)
        except DomainError as refusal:
            self.session.rollback()
            if allowed:
                raise AssertionError(f"{name} was refused") from refusal
            return None
        assert allowed, f"{name} was not refused"
        self.done[name] = self.done.get(name, 0) + 1
        return answer if answer is not None else True

    def case(self, pick: int) -> Case | None:
        """One of them."""
        return self.cases[pick % len(self.cases)] if self.cases else None

    def left(self, order: int) -> int:
        """Units of which nothing is claimed."""
        return UNITS - sum(one.units for one in self.cases if one.order == order and one.state != "withdrawn")

    @initialize(wishes=st.permutations(list(Remedy)))
    def begin(self, wishes: list[Remedy]) -> None:
        """One claim of each wish."""
        for pick, wish in enumerate(wishes):
            self.claim(pick, 6, wish, Reason.QUALITY)

    @rule(pick=PICKS, units=st.integers(1, 20), wish=st.sampled_from(Remedy), reason=st.sampled_from(Reason))
    def ask(self, pick: int, units: int, wish: Remedy, reason: Reason) -> None:
        """The buyer claims."""
        self.claim(pick, units, wish, reason)

    def claim(self, pick: int, units: int, wish: Remedy, reason: Reason) -> None:
        """A buyer that is new here is never paid unseen."""
        order = pick % 2
        in_time = self.market.at < self.delivered_at + TERMS.window_days * DAY
        made = self.attempt(
            "submit_claim", self.market.retailer, in_time and units <= self.left(order), self.orders[order],
            quantities={self.lines[order]: units}, reason=reason, words="Broken.", terms=TERMS, wish=wish,
        )  # fmt: skip
        if made is None:
            return
        ((asked,),) = self.market.rows("SELECT amount_minor FROM claims WHERE id = :id", id=made)
        at = self.market.at
        self.cases.append(Case(made, order, units, asked, wish, reason, at + DAY, at + TERMS.seller_days * DAY))

    @rule(pick=PICKS)
    def pay(self, pick: int) -> None:
        """The platform pays first."""
        if one := self.case(pick):
            allowed = one.state in OPEN and not one.advanced
            if self.attempt("advance_claim", self.market.support, allowed, one.id):
                one.advanced = one.asked

    @rule(pick=PICKS)
    def accept(self, pick: int) -> None:
        """The seller bears it."""
        if (one := self.case(pick)) and self.attempt("accept_claim", self.market.supplier, one.state in OPEN, one.id):
            one.close(one.asked, "seller")

    @rule(pick=PICKS)
    def dispute(self, pick: int) -> None:
        """The seller does not."""
        allowed = (one := self.case(pick)) is not None and one.state in OPEN - {"disputed"}
        if one and self.attempt("dispute_claim", self.market.supplier, allowed, one.id, words="All whole."):
            one.state = "disputed"

    @rule(pick=PICKS, part=st.integers(0, 100), bearer=st.sampled_from(Outcome))
    def decide(self, pick: int, part: int, bearer: Outcome) -> None:
        """The platform says who bears how much; nothing is a rejection."""
        if one := self.case(pick):
            amount, said = one.asked * part // 100, {"answer": "So it is."}
            if not amount:
                if self.attempt("reject_claim", self.market.support, one.state in OPEN, one.id, **said):
                    one.close(0, "seller")
                return
            who = self.carrier_id if bearer is Outcome.CARRIER else None
            more = {"bearer": bearer, "amount": gbp(amount), "carrier_id": who, **said}
            if self.attempt("decide_claim", self.market.support, one.state in OPEN, one.id, **more):
                one.close(amount, bearer)

    @rule(pick=PICKS)
    def withdraw(self, pick: int) -> None:
        """The buyer takes it back, before money has moved."""
        if one := self.case(pick):
            allowed = one.state in OPEN and not one.advanced
            if self.attempt("withdraw_claim", self.market.retailer, allowed, one.id):
                one.state = "withdrawn"

    @rule(pick=PICKS, by_seller=st.booleans())
    def replace(self, pick: int, by_seller: bool) -> None:
        """The goods are sent again, at most once, and only where no money was paid."""
        if one := self.case(pick):
            allowed = one.state in OPEN - {"returning"} and not one.advanced and one.again is None
            if by_seller:
                allowed = allowed and one.wish is Remedy.REPLACEMENT
                made = self.attempt("offer_replacement", self.market.supplier, allowed, one.id)
            else:
                made = self.attempt("order_replacement", self.market.support, allowed, one.id, answer="Again.")
            if made:
                one.state, one.again, one.again_due = "replacing", made, self.market.at + 3 * DAY

    @rule(pick=PICKS)
    def arrive_again(self, pick: int) -> None:
        """What is sent again comes, stays, and ends the claim."""
        one = self.case(pick)
        if one is None or one.state != "replacing" or one.again is None:
            return
        confirm_order(self.market.by(self.market.supplier), one.again)
        confirm_receipt(self.market.by(self.market.retailer), self.market.ship(one.again))
        self.market.later(days=WINDOW_DAYS)
        complete_orders(self.market.by(Actor.system()), claim_window_days=WINDOW_DAYS)
        one.again_due = None
        self.run_clock(came=one)

    @rule(pick=PICKS, by_seller=st.booleans())
    def ask_back(self, pick: int, by_seller: bool) -> None:
        """The goods are to go back, at most once."""
        if one := self.case(pick):
            allowed = one.state in OPEN - {"returning"} and not one.way_back and one.reason is not Reason.MISSING
            if by_seller:
                allowed = allowed and one.wish is Remedy.RETURN
                asked = self.attempt("ask_return", self.market.supplier, allowed, one.id)
            else:
                asked = self.attempt("order_return", self.market.support, allowed, one.id, answer="Show us.")
            if asked:
                one.state, one.way_back, one.way_due = "returning", "asked", self.market.at + 7 * DAY

    @rule(pick=PICKS)
    def send_back(self, pick: int) -> None:
        """The buyer sends them."""
        if one := self.case(pick):
            allowed = one.state == "returning" and one.way_back == "asked"
            said = {"carrier": "Post", "tracking": ""}
            if self.attempt("send_back", self.market.retailer, allowed, one.id, **said):
                one.way_back, one.way_due = "sent", self.market.at + 14 * DAY

    @rule(pick=PICKS, missing=st.integers(0, 2))
    def receive_back(self, pick: int, missing: int) -> None:
        """The seller says what came: all of it settles the claim, less is disputed."""
        if one := self.case(pick):
            came = max(0, one.units - missing)
            allowed = one.state == "returning" and one.way_back == "sent"
            arrived = {self.lines[one.order]: came}
            answer = self.attempt("receive_return", self.market.supplier, allowed, one.id, arrived=arrived)
            if answer is None:
                return
            assert answer == (came == one.units)
            if answer:
                one.close(one.asked, "seller")
            else:
                one.state = "disputed"

    @rule(hours=st.sampled_from([1, 12, 24, 72, 24 * 8]))
    def pass_time(self, hours: int) -> None:
        """Time passes, and the clock does what is due."""
        self.market.later(hours=hours)
        self.run_clock()

    @rule(pick=PICKS)
    def take_back(self, pick: int) -> None:
        """What is owed back comes out of the wallet, which has more than that."""
        if one := self.case(pick):
            self.attempt("collect_clawback", Actor.system(), True, one.id)
            one.collected = one.back

    @rule(pick=PICKS, share=st.integers(1, 100))
    def carrier_pays(self, pick: int, share: int) -> None:
        """Something of a carrier's arrives at the bank."""
        one = self.case(pick)
        if one is not None and (owes := one.carrier_owes):
            carrier = Actor(self.market.supplier.scope, None, self.carrier_id)
            self.market.money(carrier, amount := max(1, owes * share // 100))
            self.attempt("collect_from_carrier", Actor.system(), True, one.id)
            one.carrier_paid += amount

    @rule(pick=PICKS)
    def give_up(self, pick: int) -> None:
        """What a carrier owes is given up by two people."""
        if one := self.case(pick):
            owes = one.carrier_owes
            loss_id = self.attempt("propose_loss", self.market.maker, owes > 0, one.id, note="Bankrupt.")
            if loss_id is None:
                return
            (loss,) = [row.loss for row in carried(self.session) if row.loss is not None and row.loss.id == loss_id]
            self.attempt("approve_loss", self.market.checker, True, loss_id, shown=loss.shown)
            one.given_up += owes

    def run_clock(self, came: Case | None = None) -> None:
        """What the clock does, and what by the model it should have done."""
        with self.market.as_system() as session:
            due = list(claims_run_out(session, self.market.at))
        for claim_id in due:
            actions.run_out(self.market.by(Actor.system()), claim_id, terms=TERMS)
        for one in self.cases:
            self.expect_clock(one, came is one)

    def expect_clock(self, one: Case, came: bool) -> None:
        """The money first, then silence, then what is on its way."""
        at = self.market.at
        if one.state == "replacing":
            if came:
                one.state = "settled"
            elif one.again_due is not None and one.again_due <= at:
                one.state, one.money_due, one.seller_due = "asked", at + DAY, at + TERMS.seller_days * DAY
            return
        if one.state not in OPEN:
            return
        if one.money_due <= at:
            one.advanced = one.advanced or one.asked
        if one.state == "asked" and one.seller_due <= at:
            one.state = "unanswered"
        if one.state == "returning" and one.way_due is not None and one.way_due <= at:
            if one.way_back == "sent":
                one.close(one.asked, "seller")
            else:
                one.state = "disputed"

    @invariant()
    def claims_stand_as_they_should(self) -> None:
        """Each claim, what is open of all of them, and how much of each line is claimed and given back."""
        assert self.market.rows(READ) == sorted((one.row for one in self.cases), key=lambda row: row[0])
        open_advances = sum(one.outstanding for one in self.cases)
        assert self.market.balance("recovery_receivable", self.market.supplier) == open_advances
        for order, paid in enumerate(self.paid):
            live = [one for one in self.cases if one.order == order and one.state != "withdrawn"]
            assert sum(one.units for one in live) <= UNITS
            assert sum(one.asked for one in live) <= paid
            assert sum(one.advanced - one.back for one in live) <= paid
        gained = sum(one.advanced - one.collected for one in self.cases)
        assert self.market.balance("wallet", self.market.retailer) == self.wallet + gained

    def teardown(self) -> None:
        """The books agree, and nothing is left."""
        try:
            with self.market.as_system() as session:
                assert verify(session, also=CHECKS).differences == ()
        finally:
            self.session.close()
            self.undo.rollback()
