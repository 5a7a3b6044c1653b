"""Rows of sums in an order: left out, said, and held against what was read."""

from __future__ import annotations

import pytest

from tests.trade.market import Market
from tests.trade.pad.test_uploads import cart, look, take
from trade.kernel.ports import SheetRow
from trade.kernel.totals import LeftOut
from trade.pad import actions
from trade.pad.queries import pad_view, upload_source
from trade.pad.rules.lines import read_pasted


def paste(market: Market, pasted: str) -> actions.Added:
    return actions.add_lines(market.by(market.retailer), tuple(read_pasted(pasted)))


def test_a_row_of_sums_is_neither_good_nor_bad_and_its_sum_is_that_of_the_numbers_as_typed(market: Market) -> None:
    sku = market.goods(code="K1", pack_size=12)
    upload = take(
        market, "SKU,Name,Qty,Unit\nK1,Kettle,12,\nK1,Kettle,2,ctn\n,小计,14,\nK1,Kettle,6,\nnone,x,5,\n合计,,26,\n"
    )
    view = look(market, upload)
    assert (view.head.rows_good, view.head.rows_bad, view.head.state) == (3, 1, "checked")
    assert [row.number for row in view.bad] == [6]
    assert [(one.number, one.differs) for one in view.left_out] == [(4, False), (7, True)]
    assert view.left_out[1] == LeftOut(7, 26, 25)
    assert [(one.fault, one.rows) for one in view.sums] == [("unknown", 1)]
    actions.confirm_upload(market.by(market.retailer), upload, valid_only=True)
    assert cart(market) == {sku: 42}


def test_all_rows_may_be_taken_where_only_sums_are_no_goods(market: Market) -> None:
    market.goods(code="K1")
    upload = take(market, "SKU,Qty\nK1,12\nTotal,12\n")
    assert actions.confirm_upload(market.by(market.retailer), upload, valid_only=False) == actions.PutIntoCart(1, 0)


def test_a_sum_below_a_large_file_is_held_against_all_of_it(market: Market) -> None:
    market.goods(code="K1")
    upload = take(market, "SKU,Qty\n" + "K1,6\n" * 1001)
    assert look(market, upload).head.state == "checking"
    last = (SheetRow(1003, ["合计", "6012"]),)
    for _ in range(2):
        assert actions.check_rows(market.by(market.retailer), upload, 1, (SheetRow(1002, ["K1", "6"]), *last))
    assert not look(market, upload).left_out[0].differs
    actions.finish_check(market.by(market.retailer), upload, 1, "")
    view = look(market, upload)
    assert (view.head.rows_done, view.left_out) == (1001, [LeftOut(1003, 6012, 6006)])
    with market.as_system() as session:
        assert upload_source(session, market.retailer, upload).done == 1003


@pytest.mark.parametrize("name", ["Total", "合计", "Subtotal", "Grand total", "Colgate Total", "小计"])
def test_goods_that_are_called_so_are_goods(market: Market, name: str) -> None:
    by_code, by_name = market.goods(code=name), market.goods(code="K2", name=f"{name} wipes", barcode="6901234567890")
    view = look(market, take(market, f"SKU,Qty\n{name},12\n{name} wipes,6\n"))
    assert [row.offer.sku_id for row in view.good if row.offer] == [by_code, by_name]
    assert view.left_out == []
    assert paste(market, f"{name} 12\nK2 6").totals == ()


@pytest.mark.parametrize("pasted", [
    "K1 12\nK2 6\n合计：18", "K1\t12\nK2\t6\nTotal\t18", "货号\t名称\t数量\nK1\ta\t12\nK2\tb\t6\n\t合计\t18", "K1 12\nK2 6\nTotal: 18 pcs",
])  # fmt: skip
def test_a_pasted_sum_is_left_out_of_the_pad(market: Market, pasted: str) -> None:
    market.goods(code="K1"), market.goods(code="K2")
    added = paste(market, pasted)
    assert (added.lines, added.totals) == (2, (LeftOut(3, 18, 18),))
    with market.as_system() as session:
        pad = pad_view(session, market.retailer, market.at)
    assert (pad.good_count, pad.troubled_count) == (2, 0)
    more = paste(market, pasted.replace("18", "20"))
    assert more.totals[0].differs
    assert actions.add_lines(market.by(market.retailer), tuple(read_pasted("Total 5"))).totals == ()


def test_a_code_of_sums_that_two_sellers_have_is_asked_and_not_left_out(market: Market) -> None:
    market.goods(code="TOTAL"), market.goods(market.rival, code="total")
    view = look(market, take(market, "SKU,Qty\nTotal,12\n"))
    assert [row.fault for row in view.bad] == ["several"]
    assert view.left_out == []
