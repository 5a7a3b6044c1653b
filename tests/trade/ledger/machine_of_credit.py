"""Random acts on credit for the machine of trade: paying back in part, giving up what is owed, trusting again.

Terms are so long that nothing is ever late here: what lateness costs has tests of its own.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from sqlalchemy import text

from tests.trade.credit.lines import invoice, open_line, shown_of_write_off
from tests.trade.ledger.auditor import Auditor, Sale, account
from tests.trade.market import OPENED, Market, gbp
from trade.credit.actions import approve_write_off, lift_suspension, propose_write_off, repay
from trade.credit.rules import CreditRefused, Fault
from trade.kernel.actor import Actor
from trade.ledger.actions import LimitExceeded
from trade.ordering.actions import place_orders
from trade.parties.rules import Role

LIMIT = 150_000


class OnCredit:
    """What buyers on credit and those who trust them do."""

    market: Market
    session: Any
    auditor: Auditor
    by: Any
    buyer: Any
    money_arrives: Any

    def give_means(self) -> None:
        """Both buyers have money and a line, enough that more orders are paid than refused."""
        for pick in range(2):
            self.money_arrives(pick, 100_000, known=True)
        self.stopped: set[UUID] = set()
        self.lifter = self.market.colleague(self.market.checker, Role.FINANCE_CHECKER)
        self.lines = {
            buyer.organisation: open_line(self.market, buyer, LIMIT, term_days=90)
            for buyer in map(self.buyer, range(2))
        }

    @property
    def nothing_is_late(self) -> bool:
        """Whether time may pass without anything becoming late."""
        return self.market.at < OPENED + timedelta(days=85)

    def owing(self, buyer: Actor | None = None) -> list[tuple[UUID, Sale]]:
        """Orders of which something is open, of one buyer or of both."""
        return [(o, s) for o, s in self.auditor.sales.items() if s.owed and buyer in (None, s.buyer)]

    def credit_refuses(self, buyer: Actor, sales: list[Sale], shown: Any, means: Any) -> bool:
        """Whether a line does not pay this; then ordering says why."""
        used = sum(sale.owed for _, sale in self.owing(buyer))
        stopped = buyer.organisation in self.stopped
        if not stopped and used + sum(sale.total for sale in sales) <= LIMIT:
            return False
        with pytest.raises(CreditRefused) as refused:
            place_orders(self.by(buyer), shown=shown, means=means)
        expected = (Fault.SUSPENDED, gbp(0)) if stopped else (Fault.SHORT, gbp(LIMIT - used))
        assert (refused.value.fault, refused.value.available) == expected
        return True

    @precondition(lambda self: self.owing())
    @rule(pick=st.integers(0, 10**6), minor=st.integers(1, 100_000))
    def pay_back(self, pick: int, minor: int) -> None:
        """The oldest is paid first, and never more than is owed."""
        buyer = (found := self.owing())[pick % len(found)][1].buyer
        mine = self.owing(buyer)
        left = min(minor, sum(sale.owed for _, sale in mine))
        wallet, owed = account("wallet", buyer.organisation), account("credit_receivable", buyer.organisation)
        if self.auditor.books.breaks((wallet, left)):
            with pytest.raises(LimitExceeded):
                repay(self.by(buyer), amount=gbp(minor))
            return
        repay(self.by(buyer), amount=gbp(minor))
        self.auditor.books.post((wallet, left), (owed, -left))
        issued = {order: invoice(self.market, order) for order, _ in mine}
        for _, sale in sorted(mine, key=lambda item: (issued[item[0]]["issued_on"], issued[item[0]]["id"])):
            part = min(sale.owed, left)
            sale.owed -= part
            left -= part

    @precondition(lambda self: self.owing())
    @rule(pick=st.integers(0, 10**6))
    def give_up(self, pick: int) -> None:
        """One proposes to write an invoice off, another agrees: the line stops."""
        order, sale = (found := self.owing())[pick % len(found)]
        one = propose_write_off(self.by(self.market.maker), invoice(self.market, order)["id"], note="gone")
        shown = shown_of_write_off(self.market, one)
        approve_write_off(self.by(self.market.checker), one, shown=shown)
        owed = account("credit_receivable", sale.buyer.organisation)
        self.auditor.books.post((account("bad_debt"), sale.owed), (owed, -sale.owed))
        sale.given_up, sale.owed = sale.owed, 0
        self.stopped.add(sale.buyer.organisation)

    @precondition(lambda self: self.stopped)
    @rule()
    def trust_again(self) -> None:
        """Somebody else than who stopped a line lets it pay again."""
        lift_suspension(self.by(self.lifter), self.lines[self.stopped.pop()])

    @invariant()
    def lines_are_what_the_auditor_says(self) -> None:
        """Use, open invoices and their sums."""
        rows = self.session.execute(text("SELECT order_id, open_minor FROM credit_invoices"))
        sales = self.auditor.sales.items()
        assert {order: minor for order, minor in rows} == {o: s.owed for o, s in sales if s.on_credit}  # noqa: C416
        rows = self.session.execute(text("SELECT organisation_id, used_minor FROM credit_lines"))
        used = {owner: sum(s.owed for _, s in sales if s.buyer.organisation == owner) for owner in self.lines}
        assert {owner: minor for owner, minor in rows} == used  # noqa: C416
