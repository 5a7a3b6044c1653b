"""Drawing on credit lines, many and one that all draw on, beside a guarded UPDATE with the rows that a draw makes."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from adapters.clock import now
from bench import plain
from bench.market import BUYERS, CURRENCY, Market, page_engine, superuser
from bench.orders import rate
from bench.results import Result, faster_is_better
from trade.credit.actions import draw
from trade.credit.rules import CreditOrder, CreditRefused
from trade.kernel.actor import Actor, Permission, Scope
from trade.kernel.idempotency import Command
from trade.kernel.money import Money
from trade.kernel.work import Call, Work, action

EACH = 500
MANY = 400
AMOUNT = 6_120
WARM = 12
ENOUGH = 10**9
REFUSED = 10
"""One decision in so many finds its line used up."""

_SHOPS = """
INSERT INTO organisations (id, kind, state, name, legal_name, tax_id, code, address, time_zone, currency, created_at)
SELECT uuidv7(), 'retailer', 'admitted', 'Credited ' || n, '', '', %(lot)s || n, '', 'Europe/London', 'GBP', now()
  FROM generate_series(1, %(shops)s) AS n
"""
_LINES = """
INSERT INTO credit_lines (id, organisation_id, currency, limit_minor, used_minor, reserved_minor, term_days, term_kind, state,
                          expires_on, review_on, reason, opened_at, changed_at)
SELECT uuidv7(), id, 'GBP', %(limit)s, 0, 0, 30, 'net', 'active', current_date + 365, current_date + 180, '', now(), now()
  FROM organisations WHERE code LIKE %(lot)s || '%%'
"""
_BARE_TABLES = """
CREATE TABLE IF NOT EXISTS bare_lines (id uuid PRIMARY KEY, used bigint, most bigint);
CREATE TABLE IF NOT EXISTS bare_invoices (id uuid PRIMARY KEY, line_id uuid, order_id uuid UNIQUE, amount bigint, open bigint);
CREATE TABLE IF NOT EXISTS bare_dues (invoice_id uuid PRIMARY KEY, due_on date, open bigint);
CREATE TABLE IF NOT EXISTS bare_owed (id uuid PRIMARY KEY DEFAULT uuidv7(), line_id uuid, amount bigint);
GRANT ALL ON bare_lines, bare_invoices, bare_dues, bare_owed TO PUBLIC;
"""
_USE = "SELECT term_days FROM credit_use(%s, 'GBP', %s, 0, now())"


@action()
def _draw(work: Work, seller_id: UUID) -> None:
    draw(work, work.actor.organisation, [CreditOrder(uuid.uuid4(), "PO-BENCH", seller_id, Money(AMOUNT, CURRENCY))])


def run(market: Market, scale: float = 1.0) -> Iterator[Result]:
    """Many lines and one; ``scale`` makes the rounds shorter, to try this out."""
    each = max(REFUSED, int(EACH * scale))
    for name, lines in (("credit_decision", MANY), ("credit_decision_hot", 1)):
        yield _decided(market, name, lines, each)


def _decided(market: Market, name: str, lines: int, each: int) -> Result:
    lines = min(lines, BUYERS * each // REFUSED)
    limit = BUYERS * each // lines * (REFUSED - 1) // REFUSED * AMOUNT
    drawn, used = (_shops(market, f"{name}-{part}-", lines, limit) for part in ("drawn", "used"))
    bare = _bare_lines(market, lines, limit)
    reference = rate(lambda n: _bare_draws(market.raw_url, _from(bare, n, each)), each)
    alone = rate(lambda n: _uses(market.raw_url, _from(used, n, each)), each)
    value = rate(lambda n: _our_draws(market, _from(drawn, n, each)), each)
    _decisions_only(market, used, limit)
    taken = _taken(market, drawn, limit)
    note = (
        f"{BUYERS} processes, {lines} lines; {taken} drawn, {BUYERS * each - taken} refused, 0 over limit;"
        f" credit_use() alone {alone:.0f}/s; reference: UPDATE and 3 inserts"
    )
    return faster_is_better(name, value, reference, "draws/s", note)


def _from(lines: list[UUID], worker: int, each: int) -> Iterator[UUID]:
    """Whose line each draw of a worker is on: the last to warm up, then all workers come to each line equally often."""
    *counted, warm = lines
    return iter([warm] * WARM + [counted[(worker * each + n) % len(counted)] for n in range(each)])


def _our_draws(market: Market, left: Iterator[UUID]) -> Callable[[], Any]:
    session, seller_id = Session(page_engine(market.urls.database)), market.seller.organisation
    permissions = frozenset({Permission.BROWSE, Permission.BUY, Permission.SEE_PURCHASES})

    def one() -> None:
        shop = Actor(Scope.PARTY, None, next(left), permissions)
        with suppress(CreditRefused):
            _draw(Call(session, shop, now(), Command(str(uuid.uuid4()), b"bench", shop.organisation)), seller_id)
        session.expunge_all()

    return _warmed(one)


def _uses(url: str, left: Iterator[UUID]) -> Callable[[], Any]:
    """The decision by itself, a transaction each."""
    connection = plain.connect(url)
    connection.autocommit = True
    connection.execute("SELECT set_config('pinhuo.scope', 'system', false)")
    return _warmed(lambda: connection.execute(_USE, [next(left), AMOUNT]).fetchall())


def _warmed(one: Callable[[], Any]) -> Callable[[], Any]:
    """As a process that has been at work for a while: its statements are prepared."""
    for _ in range(WARM):
        one()
    return one


def _bare_draws(url: str, left: Iterator[UUID]) -> Callable[[], Any]:
    connection = plain.connect(url)

    def one() -> None:
        line, invoice = next(left), uuid.uuid4()
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE bare_lines SET used = used + %s WHERE id = %s AND used + %s <= most", [AMOUNT, line, AMOUNT]
            )
            if cursor.rowcount:
                cursor.execute(
                    "INSERT INTO bare_invoices VALUES (%s, %s, %s, %s, %s)",
                    [invoice, line, uuid.uuid4(), AMOUNT, AMOUNT],
                )
                cursor.execute("INSERT INTO bare_dues VALUES (%s, current_date + 30, %s)", [invoice, AMOUNT])
                cursor.execute("INSERT INTO bare_owed (line_id, amount) VALUES (%s, %s)", [line, AMOUNT])
        connection.commit()

    return _warmed(one)


def _bare_lines(market: Market, number: int, limit: int) -> list[UUID]:
    lines = [uuid.uuid4() for _ in range(number + 1)]
    with superuser(market) as connection:
        connection.execute(_BARE_TABLES)
        rows = [(line, limit) for line in lines[:-1]] + [(lines[-1], ENOUGH)]
        connection.cursor().executemany("INSERT INTO bare_lines VALUES (%s, 0, %s)", rows)
    return lines


def _taken(market: Market, shops: list[UUID], limit: int) -> int:
    """How many draws there were; an error where a line is not used up exactly, also by its invoices and the books."""
    with superuser(market) as connection:
        found = connection.execute(
            "SELECT l.used_minor, a.balance_minor, sum(i.open_minor)::bigint, count(*) FROM credit_lines l"
            " JOIN credit_invoices i ON i.organisation_id = l.organisation_id"
            " JOIN ledger_accounts a ON a.organisation_id = l.organisation_id AND a.kind = 'credit_receivable'"
            " WHERE l.organisation_id = ANY(%s) GROUP BY l.id, a.id", [shops[:-1]],
        ).fetchall()  # fmt: skip
    if [row[:3] for row in found] != [(limit,) * 3] * (len(shops) - 1):
        raise RuntimeError(f"lines of {limit} came to {found}")
    return sum(row[3] for row in found)


def _decisions_only(market: Market, shops: list[UUID], limit: int) -> None:
    """An error where a line is not used up exactly; then undo it: nothing was invoiced, and the books are to be sound."""
    with superuser(market) as connection:
        found = connection.execute(
            "SELECT used_minor FROM credit_lines WHERE organisation_id = ANY(%s)", [shops[:-1]]
        ).fetchall()
        if found != [(limit,)] * (len(shops) - 1):
            raise RuntimeError(f"lines of {limit} came to {found}")
        connection.execute("UPDATE credit_lines SET used_minor = 0 WHERE organisation_id = ANY(%s)", [shops])


def _shops(market: Market, lot: str, number: int, limit: int) -> list[UUID]:
    """Shops with a line each, and one more whose line is enough to warm up."""
    with superuser(market) as connection:
        for statement in (_SHOPS, _LINES):
            connection.execute(statement, {"lot": lot, "shops": number + 1, "limit": limit})
        connection.execute("ANALYZE")  # as a database that has been at work for a while
        found = connection.execute("SELECT id FROM organisations WHERE code LIKE %s", [f"{lot}%"]).fetchall()
        shops = [shop for (shop,) in found]
        connection.execute(
            "UPDATE credit_lines SET limit_minor = %s WHERE organisation_id = %s", [ENOUGH, shops[-1]]
        )  # fmt: skip
    return shops
