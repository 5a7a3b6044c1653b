"""Theme 8: sheets too large for a page, checked and taken in by slices: stopped, repeated, run twice, nothing written unasked."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trade.looking import snapshot
from tests.trade.market import Market
from tests.trade.sheets import line, send
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, MoveRefused, NotFound
from trade.kernel.tallies import tallied
from trade.pricing import actions
from trade.pricing.queries import SheetHead, rows_to_fix, sheet_head, sheet_view
from trade.pricing.rules.rows import SheetLine
from trade.pricing.rules.slices import ROWS_MAX, in_slices

NAMES = "SELECT s.code, p.name FROM skus s JOIN products p ON p.id = s.product_id ORDER BY s.code"
FEW = 4


def look(market: Market, sheet_id: UUID) -> SheetHead:
    with market.as_system() as session:
        return sheet_head(session, market.supplier, sheet_id)


def check(market: Market, sheet_id: UUID) -> None:
    while actions.check_slice(market.by(market.supplier), sheet_id):
        pass


def take(market: Market, sheet_id: UUID, most: int = 100) -> None:
    while most and actions.take_slice(market.by(market.supplier), sheet_id):
        most -= 1


def test_theme_8_a_large_sheet_is_checked_by_slices_and_nothing_is_written_before_it_is_confirmed(market, queued):
    market.goods(code="K-1", name="Blue kettle")
    goods = "SELECT count(*) FROM skus"
    lines = [
        line(market, 2, "K-1", name="Green kettle"),
        *(line(market, n, f"N-{n}") for n in range(3, 11)),
        line(market, 11, "n-3"),
        line(market, 12, "BAD", price_1="1,5"),
    ]
    sheet_id = send(market, lines, slice_rows=FEW)
    first = look(market, sheet_id)
    assert (first.state, first.rows_total, first.rows_done) == ("checking", 11, FEW)
    assert [job for job, _ in queued if "goods_sheet" in job] == ["check_goods_sheet"]

    check(market, sheet_id)

    head = look(market, sheet_id)
    assert (head.state, head.rows_done, head.rows_new, head.rows_changed, head.rows_wrong) == ("checked", 11, 8, 1, 2)
    with market.as_system() as session:
        view = sheet_view(session, market.supplier, sheet_id, market.at)
    found = {
        row.number: [(fault.column, fault.kind, fault.fact) for fault in row.faults] for row in view.kinds["wrong"]
    }
    assert found == {11: [("code", "twice", 3)], 12: [("price_1", "price", 0)]}
    assert not actions.take_slice(market.by(market.supplier), sheet_id)  # nobody has confirmed it
    assert market.rows(goods) == [(1,)]

    actions.confirm_sheet(market.by(market.supplier), sheet_id)
    take(market, sheet_id)

    head = look(market, sheet_id)
    assert (head.state, head.rows_added, head.rows_written, head.rows_passed) == ("taken", 8, 9, 0)
    assert dict(market.rows(NAMES)) == {"K-1": "Green kettle"} | {f"N-{n}": f"Goods {n}" for n in range(3, 11)}
    held = "SELECT unit_prices FROM ladders l JOIN skus s ON s.id = l.sku_id WHERE s.code = 'N-7'"
    assert market.rows(held) == [([Decimal("3.5")],)]


def test_theme_8_the_same_key_again_and_the_same_sheet_again_do_no_harm(market, queued):
    lines = [line(market, n, f"N-{n}") for n in range(2, 8)]
    twice = [send(market, lines, slice_rows=FEW, key="one-and-the-same") for _ in range(2)]
    assert twice[0] == twice[1]
    assert market.rows("SELECT count(*) FROM goods_sheets") == [(1,)]
    other = send(market, lines, slice_rows=FEW)
    for sheet_id in (twice[0], other):
        check(market, sheet_id)
    for sheet_id in (twice[0], other):
        for _ in range(2):
            actions.confirm_sheet(market.by(market.supplier, key=f"confirm {sheet_id}"), sheet_id)
        take(market, sheet_id)
    assert [look(market, one).rows_written for one in (twice[0], other)] == [6, 0]
    assert look(market, other).rows_passed == 0  # what is there as the sheet says has not changed under anybody
    before = snapshot(market.session)
    with market.refuses(MoveRefused):
        actions.confirm_sheet(market.by(market.supplier), other)
    take(market, other)
    assert snapshot(market.session) == before


def test_theme_8_stopped_in_the_middle_it_says_what_is_written_and_goes_on_with_the_rest(market, queued):
    sheet_id = send(market, [line(market, n, f"N-{n}") for n in range(2, 14)], slice_rows=FEW)
    check(market, sheet_id)
    actions.confirm_sheet(market.by(market.supplier), sheet_id)
    take(market, sheet_id, most=1)

    actions.cancel_sheet(market.by(market.supplier), sheet_id)

    head = look(market, sheet_id)
    assert (head.state, head.rows_written, head.taken, head.slices) == ("stopped", FEW, 1, 3)
    assert not actions.take_slice(market.by(market.supplier), sheet_id)
    assert len(market.rows(NAMES)) == FEW
    with market.as_system() as session:
        assert [row.number for row in rows_to_fix(session, market.supplier, sheet_id)] == list(range(6, 14))
    actions.confirm_sheet(market.by(market.supplier), sheet_id)
    take(market, sheet_id)
    assert (look(market, sheet_id).state, look(market, sheet_id).rows_written, len(market.rows(NAMES))) == (
        "taken",
        12,
        12,
    )


def test_theme_8_a_sheet_cancelled_before_it_is_confirmed_keeps_nothing_and_its_check_stops(market, queued):
    sheet_id = send(market, [line(market, n, f"N-{n}") for n in range(2, 14)], slice_rows=FEW)
    with market.refuses(NotFound):
        actions.cancel_sheet(market.by(market.rival), sheet_id)
    actions.cancel_sheet(market.by(market.supplier), sheet_id)
    assert not actions.check_slice(market.by(market.supplier), sheet_id)
    assert market.rows("SELECT count(*) FROM goods_sheet_rows") == [(0,)]
    with market.refuses(MoveRefused):
        actions.confirm_sheet(market.by(market.supplier), sheet_id)
    assert market.rows(NAMES) == []


def test_what_somebody_changed_since_the_look_is_left_with_all_of_its_product(market, queued):
    market.goods(code="K-1", name="Kettle")
    market.goods(code="K-2", name="Pot")
    sheet_id = send(market, [line(market, n, f"K-{n - 1}", name=f"Better {n}") for n in (2, 3)], slice_rows=1)
    check(market, sheet_id)
    newer = send(market, [line(market, 2, "K-1", name="Newer")], slice_rows=1)
    for one in (newer, sheet_id):
        actions.confirm_sheet(market.by(market.supplier), one)
        take(market, one)
    head = look(market, sheet_id)
    assert (head.rows_written, head.rows_passed) == (1, 1)
    assert dict(market.rows(NAMES)) == {"K-1": "Newer", "K-2": "Better 3"}
    with market.as_system() as session:
        assert [(row.number, row.outcome) for row in rows_to_fix(session, market.supplier, sheet_id)] == [(2, "passed")]


def test_a_sheet_beyond_ten_thousand_rows_or_empty_is_refused(market):
    for lines in ([], [SheetLine(n, {"code": f"N-{n}"}) for n in range(2, ROWS_MAX + 3)]):
        with market.refuses(InvalidInput):
            send(market, lines)


def test_sheets_are_forgotten_after_a_month(market, queued):
    send(market, [line(market, 2, "N-2")])
    assert actions.forget_sheets(market.by(Actor.system())) == 0
    market.later(days=31)
    assert actions.forget_sheets(market.by(Actor.system())) == 1
    assert market.rows("SELECT count(*) FROM goods_sheet_rows") == [(0,)]


@pytest.mark.parametrize("rows", [4, 40])
def test_theme_8_a_slice_costs_the_same_statements_whatever_its_length(market, queued, statements, rows):
    send(market, [line(market, 2, "FIRST")])
    sheet_id = send(market, [line(market, n, f"N-{n}") for n in range(2, 2 + 2 * rows)], slice_rows=rows)
    check(market, sheet_id)
    actions.confirm_sheet(market.by(market.supplier), sheet_id)
    with statements() as seen:
        assert actions.take_slice(market.by(market.supplier), sheet_id)
    assert len([one for one in seen if "SAVEPOINT" not in one]) <= 40


CODES = st.lists(st.sampled_from(["", "a", "A", "b", "c", "d", "e", "f"]), max_size=30)
FAMILIES = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from([UUID(int=1), UUID(int=2)]))


@given(CODES, FAMILIES, st.integers(1, 6))
def test_slices_hold_each_row_once_in_order_and_keep_codes_and_products_together(codes, products, size):
    lines = [SheetLine(n, {"code": code} if code else {}) for n, code in enumerate(codes, 2)]
    slices = in_slices(lines, products, size)
    assert sorted(row.number for each in slices for row in each) == [row.number for row in lines]
    where: dict[object, set[int]] = {}
    for at, each in enumerate(slices):
        assert [row.number for row in each] == sorted(row.number for row in each)
        families = set()
        for row in each:
            code = row.cells.get("code", "").lower()
            family = products.get(code, code or row.number)
            families.add(family)
            where.setdefault(family, set()).add(at)
        assert len(each) <= size or len(families) == 1
    assert all(len(found) == 1 for found in where.values())


def test_the_sums_that_the_database_makes_are_those_of_the_rows(market, queued):
    cells = [
        {"moq": "x"}, {"moq": "x", "category": "Nowhere"}, {"moq": "0"}, {"name": "n" * 200}, {"parts": "A x 1; B x 1; A x 2"},
        {"marks": "XX | 1"}, {"price_1": "1,5", "from_1": "6"}, {"price_1": "3", "from_1": "7"}, {"moq": "6", "multiple": "4"},
    ]  # fmt: skip
    lines = [line(market, n, f"N-{n}", **more) for n, more in enumerate(cells, 2)]
    lines += [line(market, 20, "N-2"), SheetLine(21, {"name": "x"})]
    sheet_id = send(market, lines, slice_rows=FEW)
    check(market, sheet_id)
    with market.as_system() as session:
        view = sheet_view(session, market.supplier, sheet_id, market.at)
    rows = view.kinds["wrong"]
    found = tallied((row.number, fault.sort, fault.value(row.cells)) for row in rows for fault in row.faults)
    assert [one.rows for one in view.sums] == [one.rows for one in found]
    assert {(one.fault, one.rows, frozenset(one.values)) for one in view.sums} == {
        (one.fault, one.rows, frozenset(one.values)) for one in found
    }
    assert len(found) > 8
