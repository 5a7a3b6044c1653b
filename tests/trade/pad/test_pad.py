"""The pad: typed and pasted lines are judged as the cart would, can be undone, and go into the cart once."""

from __future__ import annotations

import pytest

from tests.trade.market import Market
from tests.trade.packs import pack
from trade.kernel.errors import NotFound
from trade.ordering.actions import set_cart_line
from trade.ordering.queries import cart_view
from trade.pad import actions
from trade.pad.queries import PadView, matching_goods, pad_view
from trade.pad.rules.faults import LineFault
from trade.pad.rules.lines import TypedLine, read_pasted
from trade.pad.rules.refusals import NothingToPut, PadTooLong


def add(market: Market, pasted: str, key: str | None = None) -> actions.Added:
    return actions.add_lines(market.by(market.retailer, key=key), tuple(read_pasted(pasted)))


def look(market: Market) -> PadView:
    with market.as_system() as session:
        return pad_view(session, market.retailer, market.at)


def cart(market: Market) -> dict:
    return dict(market.rows("SELECT sku_id, quantity FROM cart_lines"))


def faults(market: Market) -> dict[str, LineFault | None]:
    return {row.judged.entry.text: row.judged.fault for row in look(market).troubled}


def test_each_line_says_what_is_wrong_with_it_and_nothing_is_guessed_themes_9_and_37(market: Market) -> None:
    market.goods(code="00123", barcode="6901234567890")
    market.goods(market.rival, code="A-1")
    market.goods(code="a-1")
    add(market, "00123 12\n6901234567890 1,500\nA-1 6\n123 6\nNOPE 6\nBlue\n00123x 1.5")
    assert faults(market) == {
        "6901234567890": LineFault.TWO_WAYS,
        "A-1": LineFault.SEVERAL,
        "123": LineFault.SEVERAL,
        "NOPE": LineFault.UNKNOWN,
        "Blue": LineFault.UNKNOWN,
        "00123x": LineFault.UNKNOWN,
    }
    view = look(market)
    assert {len(row.judged.matches) for row in view.troubled if row.judged.entry.text == "A-1"} == {2}
    assert [(row.judged.entry.text, row.judged.quantity) for row in view.good] == [("00123", 12)]


def test_of_two_numbers_the_one_that_is_a_code_names_the_goods_and_what_could_be_both_is_asked(market: Market) -> None:
    market.goods(code="22423")
    market.goods(code="36")
    add(market, "12 x 22423\n12 6901234567890\n36 22423")
    view = look(market)
    assert [(row.judged.entry.text, row.judged.quantity) for row in view.good] == [("22423", 12)]
    assert faults(market) == {"12": LineFault.UNKNOWN, "36": LineFault.QUANTITY}


@pytest.mark.parametrize(("quantity", "near"), [("1", (6,)), ("8", (6, 12)), ("0", ()), ("1000001", ())])
def test_moq_and_multiple_hold_on_the_pad_as_in_the_cart_theme_37(market: Market, quantity: str, near: tuple) -> None:
    market.goods(code="K1")
    add(market, f"K1 {quantity}")
    row = look(market).troubled[0]
    assert row.judged.near == near
    with market.refuses(NothingToPut):
        actions.put_pad(market.by(market.retailer))


def test_the_pads_price_is_the_carts_and_what_lies_there_counts_theme_1(market: Market) -> None:
    sku = market.goods(code="K1")
    set_cart_line(market.by(market.retailer), sku, quantity=30)
    add(market, "K1 6")
    shown = look(market)
    assert (shown.good[0].judged.together, shown.totals[0].minor) == (36, 36 * 255)
    actions.put_pad(market.by(market.retailer))
    assert cart(market) == {sku: 36}
    with market.as_system() as session:
        assert cart_view(session, market.retailer, market.at).totals.totals == shown.totals


def test_theme_30_a_pack_is_typed_and_put_like_any_sku_and_its_parts_say_how_many_are_left(market: Market) -> None:
    set_ = pack(market, {market.goods(stock=7): 3}, code="SET-1")
    add(market, "SET-1 3")
    assert look(market).good[0].judged.is_short
    actions.put_pad(market.by(market.retailer))
    assert cart(market) == {set_: 3}


def test_lines_of_one_sku_are_put_together_and_good_ones_go_into_the_cart_while_others_stay(market: Market) -> None:
    one, other = market.goods(code="K1", pack_size=12), market.goods(code="K2")
    assert add(market, "K1 6\nk1 1 ctn\nK2 6") == actions.Added(3, 1)
    assert add(market, "K1 6\nWHAT 3").merged == 1
    view = look(market)
    assert [(row.judged.entry.text, row.judged.quantity) for row in view.good] == [("K1", 24), ("K2", 6)]
    assert actions.put_pad(market.by(market.retailer)) == actions.PutIntoCart(2, 1)
    assert cart(market) == {one: 24, other: 6}
    assert list(faults(market)) == ["WHAT"]
    assert not look(market).good


def test_every_change_can_be_undone_and_done_again(market: Market) -> None:
    market.goods(code="K1")
    by = market.by
    add(market, "K1 6\nX 1")
    actions.change_line(by(market.retailer), look(market).good[0].line_id, text="K1", amount="12")
    actions.remove_line(by(market.retailer), look(market).troubled[0].line_id)

    def shown() -> list[tuple[str, str]]:
        view = look(market)
        return [(row.judged.entry.text, row.judged.entry.amount) for row in (*view.good, *view.troubled)]

    states = [shown()]
    for _ in range(3):
        actions.move_step(by(market.retailer), forward=False)
        states.append(shown())
    assert states == [[("K1", "12")], [("K1", "12"), ("X", "1")], [("K1", "6"), ("X", "1")], []]
    for state in reversed(states[:3]):
        actions.move_step(by(market.retailer), forward=True)
        assert shown() == state
    actions.move_step(by(market.retailer), forward=False)
    add(market, "Y 1")
    assert not look(market).can_redo
    assert [text for text, _ in shown()] == ["K1", "Y", "X"]


def test_the_same_key_writes_once_and_the_draft_waits_for_a_reload_themes_22_and_f13(market: Market) -> None:
    actions.keep_draft(market.by(market.retailer), "K1 6\nK2")
    assert look(market).draft == "K1 6\nK2"
    market.goods(code="K1")
    for _ in range(3):
        add(market, "K1 6", key="one-and-the-same")
    view = look(market)
    assert [row.judged.quantity for row in view.good] == [6]
    assert view.draft == ""


def test_anothers_lines_do_not_exist_and_too_many_are_refused(market: Market) -> None:
    market.goods(code="K1")
    add(market, "K1 6")
    line = look(market).good[0].line_id
    with market.refuses(NotFound):
        actions.remove_line(market.by(market.neighbour), line)
    with market.refuses(PadTooLong, most=2000):
        add(market, "\n".join(f"X{n} 1" for n in range(2001)))


def test_type_ahead_finds_by_code_barcode_name_and_pinyin_and_needs_two_characters(market: Market) -> None:
    market.goods(code="KET-1", name="Blue kettle", name_zh="蓝壶", barcode="6901234567890")
    with market.as_system() as session:
        for typed in ("ket", "69012", "blue ke", "蓝壶", "lh", "lanhu"):
            assert [match.code for match in matching_goods(session, typed)] == ["KET-1"], typed
        assert matching_goods(session, "k") == []
        assert matching_goods(session, "%%") == []


@pytest.mark.parametrize("lines", [5, 400])
def test_looking_and_adding_cost_the_same_statements_at_any_length_theme_6(market, statements, lines) -> None:
    for number in range(5):
        market.goods(code=f"K{number}")
    known = "\n".join(f"K{number % 5} 6" for number in range(lines))
    unknown = "\n".join(f"N{number} 6" for number in range(lines))
    with statements() as seen:
        add(market, f"{known}\n{unknown}")
    adding = len([one for one in seen if "SAVEPOINT" not in one])
    with statements() as seen:
        look(market)
    looking = len([one for one in seen if "SAVEPOINT" not in one])
    assert (adding, looking) == (8, 7)


def test_typed_lines_keep_what_was_typed(market: Market) -> None:
    actions.add_lines(market.by(market.retailer), (TypedLine("  x  ", "=1+1"),))
    assert look(market).troubled[0].judged.entry.amount == "=1+1"
