"""Ageing, utilisation, exposure and concentration: each re-added from the bare rows, whatever the book is like."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests import makers
from tests.trade.market import Market
from trade.credit.models import CreditInstalment, CreditInvoice, CreditLine
from trade.credit.queries import ageing, credit_lines, dues_after, exposure
from trade.kernel.ids import new_id
from trade.kernel.money import Money
from trade.parties.models import Organisation

AT = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)
ZONES = {"UTC": date(2026, 3, 9), "Asia/Shanghai": date(2026, 3, 10), "Africa/Lagos": date(2026, 3, 10)}
NUMBERS = count(1)
Part = tuple[int, int]
"""What is open of an instalment, and by how many days it is late where its owner is."""
PARTS = st.lists(st.tuples(st.integers(0, 90_000), st.integers(-40, 130)), max_size=4)
LINES = st.fixed_dictionaries({
    "zone": st.sampled_from(sorted(ZONES)), "currency": st.sampled_from(["GBP", "CNY"]),
    "limit": st.sampled_from([0, 1, 50_000, 1_000_000]), "reserved": st.sampled_from([0, 0, 7_000]), "parts": PARTS,
})  # fmt: skip


def write(session: Session, book: list[dict], seller: UUID) -> None:
    """Write a book as it could stand: each line with what is open of one invoice of as many parts."""
    for line in book:
        owner = new_id()
        session.add(
            Organisation(
                id=owner, kind="retailer", state="admitted", name=f"Shop {owner.hex[-6:]}", legal_name="Shop", code=f"F-{owner.hex[-10:]}",
                currency=line["currency"], time_zone=line["zone"], address="", created_at=makers.BORN, admitted_at=makers.BORN,
            )
        )  # fmt: skip
        session.flush()
        used = sum(minor for minor, _ in line["parts"])
        session.add(
            CreditLine(
                id=new_id(), organisation_id=owner, limit_minor=max(line["limit"], 0), term_days=30, term_kind="net", state="active",
                used_minor=used, reserved_minor=line["reserved"], currency=line["currency"], expires_on=AT.date(),
                review_on=AT.date(), opened_at=AT, changed_at=AT,
            )
        )  # fmt: skip
        session.flush()
        if line["parts"]:
            _invoice(session, owner, line, used, seller)


def _invoice(session: Session, owner: UUID, line: dict, used: int, seller: UUID) -> None:
    invoice, number = new_id(), next(NUMBERS)
    amount = used + 500
    session.add(
        CreditInvoice(
            id=invoice, reference=f"IV-{number:08}", organisation_id=owner, currency=line["currency"], seller_id=seller, order_id=new_id(),
            order_reference=f"PO-{number:08}", issued_on=AT.date(), term_days=30, term_kind="net", amount_minor=amount,
            repaid_minor=500, open_minor=used, issued_at=AT, closed_at=None if used else AT,
        )
    )  # fmt: skip
    session.flush()
    for position, (minor, late) in enumerate(line["parts"], start=1):
        session.add(
            CreditInstalment(
                invoice_id=invoice, position=position, organisation_id=owner, currency=line["currency"],
                due_on=ZONES[line["zone"]] - timedelta(days=late), amount_minor=minor + 1, open_minor=minor,
            )
        )  # fmt: skip
    session.flush()


def by_age(book: list[dict]) -> list[int]:
    """The sums by age, said in another way than the query says it."""
    sums = defaultdict[int, int](int)
    for line in book:
        for minor, late in line["parts"]:
            sums[0 if late <= 0 else 1 if late <= 30 else 2 if late <= 60 else 3 if late <= 90 else 4] += minor
    return [sums[n] for n in range(5)]


def late_of(line: dict) -> int:
    return sum(minor for minor, late in line["parts"] if late > 0)


def owed(line: dict) -> int:
    return sum(minor for minor, _ in line["parts"])


def assert_figures(session: Session, book: list[dict]) -> None:
    for currency in ("GBP", "CNY"):
        ours = [line for line in book if line["currency"] == currency]
        rows, whole = credit_lines(session, AT, currency=currency), exposure(session, AT, currency)
        assert [one.minor for one in ageing(session, AT, currency)] == by_age(ours)
        limit, used = sum(line["limit"] for line in ours), sum(map(owed, ours))
        promised, late = sum(line["reserved"] for line in ours), sum(map(late_of, ours))
        assert whole.lines == len(rows) == len(ours)
        assert (whole.limit, whole.used, whole.reserved, whole.overdue) == tuple(
            Money(minor, currency) for minor in (limit, used, promised, late)
        )
        assert whole.utilisation == (None if limit == 0 else int(100 * (used + promised) / limit))
        told = sorted((row.limit.minor, row.used.minor, row.reserved.minor, row.overdue.minor) for row in rows)
        assert told == sorted((line["limit"], owed(line), line["reserved"], late_of(line)) for line in ours)
        for row in rows:
            assert row.utilisation == (None if not row.limit else row.exposure.minor * 100 // row.limit.minor)
        shares = [whole.share_of(row) for row in rows]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) in range(101) if used + promised else set(shares) <= {0}
        assert sum(shares) > 100 - len(shares) or not used + promised
        dues = [due for n in range(5) for due in dues_after(session, AT, currency=currency, age=n, limit=500).rows]
        assert [sum(due.open.minor for due in dues if due.age == n) for n in range(5)] == by_age(ours)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(book=st.lists(LINES, max_size=5))
def test_every_figure_is_the_sum_of_the_rows(market: Market, book: list[dict]) -> None:
    seller = market.supplier.organisation
    with market.as_system() as session:
        write(session, book, seller)
        assert_figures(session, book)
        session.rollback()


def line_of(limit: int, *parts: Part, zone: str = "UTC", currency: str = "GBP", reserved: int = 0) -> dict:
    return {"zone": zone, "currency": currency, "limit": limit, "reserved": reserved, "parts": list(parts)}


@pytest.mark.parametrize(
    ("book", "used", "of_limits", "shares", "ages"),
    [
        ([], 0, None, [], [0, 0, 0, 0, 0]),
        ([line_of(0)], 0, None, [0], [0, 0, 0, 0, 0]),
        ([line_of(0, (5_000, 1))], 5_000, None, [100], [0, 5_000, 0, 0, 0]),
        ([line_of(10_000, (5_000, 30)), line_of(10_000)], 5_000, 25, [100, 0], [0, 5_000, 0, 0, 0]),
        ([line_of(10_000, (5_000, 31), (1, 0)), line_of(10_000, (5_001, 91), currency="CNY")], 5_001, 50, [100], [1, 0, 5_000, 0, 0]),
        ([line_of(1_000, (300, 0)), line_of(1_000, reserved=100)], 300, 20, [75, 25], [300, 0, 0, 0, 0]),
        ([line_of(1_000, (2_000, 61), (3_000, 91))], 5_000, 500, [100], [0, 0, 0, 2_000, 3_000]),
        ([line_of(1_000, (100, 60)), line_of(1_000, (100, 90)), line_of(1_000, (100, 0))], 300, 10, [33, 33, 33], [100, 0, 100, 100, 0]),
    ],
)  # fmt: skip
def test_known_books_have_known_figures(
    market: Market, book: list[dict], used: int, of_limits: int | None, shares: list[int], ages: list[int]
) -> None:
    with market.as_system() as session:
        write(session, book, market.supplier.organisation)
        whole, rows = exposure(session, AT, "GBP"), credit_lines(session, AT, currency="GBP")
        assert (whole.used.minor, whole.utilisation) == (used, of_limits)
        assert [whole.share_of(row) for row in rows] == shares
        assert [one.minor for one in ageing(session, AT, "GBP")] == ages
        assert_figures(session, book)
        session.rollback()
