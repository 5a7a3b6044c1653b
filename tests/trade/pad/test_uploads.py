"""Uploads: checked before anything is ordered, in pieces, repeatable, cancelled at any time (themes 8, 9, 22, 37)."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

import openpyxl
import pytest

from adapters.sheets import read_sheet, write_workbook
from tests.trade.market import Market
from tests.trade.packs import pack
from trade.kernel.actor import Actor
from trade.kernel.cells import Grouping
from trade.kernel.errors import MoveRefused, NotFound
from trade.kernel.ports import SheetRow
from trade.ordering.actions import set_cart_line
from trade.pad import actions
from trade.pad.queries import UploadView, upload_view
from trade.pad.rules.refusals import NothingToPut, RowsNeedAHand
from trade.pad.rules.uploads import Mapping


def take(market: Market, content: bytes | str, who: Actor | None = None, **said: Any) -> UUID:
    actor = who or market.retailer
    sent = content if isinstance(content, bytes) else content.encode()
    upload_id = actions.take_upload(market.by(actor), read_sheet, "order.csv", sent)
    view = look(market, upload_id)
    code, quantity = view.columns["code"], view.columns["quantity"]
    assert code is not None
    assert quantity is not None
    mapping = Mapping(code, quantity, view.columns.get("unit"), view.header_row, **said)
    actions.map_upload(market.by(actor), read_sheet, upload_id, mapping)
    return upload_id


def look(market: Market, upload_id: UUID) -> UploadView:
    with market.as_system() as session:
        return upload_view(session, market.retailer, upload_id, market.at)


def cart(market: Market) -> dict:
    return dict(market.rows("SELECT sku_id, quantity FROM cart_lines"))


def test_rows_are_checked_as_the_cart_would_and_nothing_is_in_it_before_confirming_f4(market: Market) -> None:
    sku = market.goods(code="00123", barcode="6901234567890")
    book = write_workbook(
        "x",
        ["货号", "名称", "数量"],
        [["00123", "a", 12], ["6901234567890", "b", "1,500"], ["123", "c", 6], ["00123", "", 7], ["", "", 6]],
    )
    upload = take(market, book)
    view = look(market, upload)
    assert view.head.state == "checked"
    assert [(row.number, row.fault) for row in view.bad] == [
        (2, "quantity"),
        (3, "two_ways"),
        (4, "several"),
        (5, "quantity"),
        (6, "unknown"),
    ]
    assert cart(market) == {}
    with market.refuses(RowsNeedAHand, bad=5):
        actions.confirm_upload(market.by(market.retailer), upload, valid_only=False)
    with market.refuses(NothingToPut):
        actions.confirm_upload(market.by(market.retailer), upload, valid_only=True)
    assert sku not in cart(market)


def test_theme_30_a_pack_is_uploaded_like_any_sku(market: Market) -> None:
    set_ = pack(market, {market.goods(): 3}, code="SET-1")
    upload = take(market, "SKU,Qty\nSET-1,4\n")
    actions.confirm_upload(market.by(market.retailer), upload, valid_only=False)
    assert cart(market) == {set_: 4}


def test_rows_of_one_sku_count_together_over_the_whole_file_theme_37(market: Market) -> None:
    sku = market.goods(code="K1", multiple=6, moq=12, steps=market_steps())
    rows = "\n".join(["SKU,Qty", "K1,6", *(f"N{n},1" for n in range(1000)), "K1,6"])
    upload = take(market, rows)
    assert look(market, upload).head.state == "checking"
    piece = (SheetRow(1003, ["K1", "6"]),)
    for _ in range(2):
        assert actions.check_rows(market.by(market.retailer), upload, 1, piece)
    actions.finish_check(market.by(market.retailer), upload, 1, "")
    head = look(market, upload).head
    assert (head.rows_done, head.rows_good, head.state) == (1001, 2, "checked")
    actions.confirm_upload(market.by(market.retailer), upload, valid_only=True)
    assert cart(market) == {sku: 12}


def market_steps():
    from tests.trade.market import STEPS  # noqa: PLC0415
    from trade.pricing.rules import Step  # noqa: PLC0415

    return (Step(12, STEPS[0].unit_price), *STEPS[1:])


def test_confirming_again_or_uploading_the_same_file_again_does_no_harm_themes_8_and_22(market: Market) -> None:
    sku = market.goods(code="K1")
    upload = take(market, "SKU,Quantity\nK1,12\n")
    for _ in range(2):
        put = actions.confirm_upload(market.by(market.retailer, key="one-and-the-same"), upload, valid_only=False)
        assert put == actions.PutIntoCart(1, 0)
    with market.refuses(MoveRefused):
        actions.confirm_upload(market.by(market.retailer), upload, valid_only=False)
    again = take(market, "SKU,Quantity\nK1,12\n")
    actions.confirm_upload(market.by(market.retailer), again, valid_only=False)
    assert cart(market) == {sku: 12}
    set_cart_line(market.by(market.retailer), sku, quantity=36)
    once_more = take(market, "SKU,Quantity\nK1,12\n")
    actions.confirm_upload(market.by(market.retailer), once_more, valid_only=False)
    assert cart(market) == {sku: 36}


def test_what_a_mark_means_is_said_for_the_whole_file_and_a_guessed_encoding_confirmed_theme_9(market: Market) -> None:
    market.goods(code="K1", name_zh="酱油")
    upload = take(
        market, '货号,数量,单位\n酱油,"1,500",个\n'.encode("gb18030"), encoding="gb18030", grouping=Grouping.THOUSANDS
    )
    assert [row.quantity for row in look(market, upload).good] == [1500]
    asked = actions.map_upload(market.by(market.retailer), read_sheet, upload, Mapping(0, 1, 2, 1, encoding="big5"))
    assert asked == "mapping"
    assert look(market, upload).sample[0][1] != ["货号", "数量", "单位"]


@pytest.mark.parametrize(
    ("text", "codec", "is_asked"),
    [
        ("货号,数量\n酱油,12\n", "gb18030", False),
        ("貨號,數量\n醬油,12\n", "big5", False),
        ("SKU\tQty\nK1\t12\n", "utf-16-le", False),
        ("SKU,Qty\n酱油,12\n", "gb18030", True),
        ("一,二\n酱油,12\n", "gb18030", True),
    ],
)
def test_known_titles_settle_a_guessed_encoding_and_nobody_is_asked_theme_9(
    market: Market, text, codec, is_asked
) -> None:
    upload_id = actions.take_upload(market.by(market.retailer), read_sheet, "order.csv", text.encode(codec))
    view = look(market, upload_id)
    assert view.is_guess == is_asked
    assert view.sample[0][1] == text.splitlines()[0].replace("\t", ",").split(",")


def test_a_cancelled_upload_keeps_nothing_and_its_check_stops_theme_8(market: Market) -> None:
    market.goods(code="K1")
    upload = take(market, "SKU,Qty\n" + "K1,6\n" * 1500)
    actions.cancel_upload(market.by(market.retailer), upload)
    assert not actions.check_rows(market.by(market.retailer), upload, 1, (SheetRow(1002, ["K1", "6"]),))
    actions.finish_check(market.by(market.retailer), upload, 1, "")
    assert look(market, upload).head.state == "cancelled"
    assert market.rows("SELECT count(*) FROM upload_rows")[0][0] == 0
    assert market.rows("SELECT content IS NULL FROM uploads") == [(True,)]
    with market.refuses(NotFound):
        actions.cancel_upload(market.by(market.neighbour), upload)


@pytest.mark.parametrize("rows", [10, 900])
def test_a_piece_costs_the_same_statements_whatever_its_length_theme_6(market, statements, rows) -> None:
    market.goods(code="K1")
    content = "SKU,Qty\n" + "".join(f"K1,6\nN{n},6\n" for n in range(rows // 2))
    upload_id = actions.take_upload(market.by(market.retailer), read_sheet, "a.csv", content.encode())
    with statements() as seen:
        actions.map_upload(market.by(market.retailer), read_sheet, upload_id, Mapping(0, 1, None, 1))
    assert len([one for one in seen if "SAVEPOINT" not in one]) <= 14


def test_uploads_are_forgotten_after_a_month(market: Market) -> None:
    market.goods(code="K1")
    take(market, "SKU,Qty\nK1,6\n")
    assert actions.forget_uploads(market.by(Actor.system())) == 0
    market.later(days=31)
    assert actions.forget_uploads(market.by(Actor.system())) == 1


def test_openpyxl_and_we_agree_on_what_we_wrote() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook("t", ["SKU"], [["00123"]])))
    assert [cell.value for cell in book.worksheets[0]["A"]] == ["SKU", "00123"]
