"""What an upload's preview says is what the cart comes to afterwards (themes 1, 2, 37)."""

from __future__ import annotations

from uuid import UUID

from tests.trade.deals import agreement, family
from tests.trade.market import Market
from tests.trade.pad.test_uploads import cart, look, take
from trade.kernel.money import Money
from trade.ordering.actions import set_cart_line
from trade.pad import actions
from trade.pricing.rules import Counting


def code(market: Market, sku_id: UUID) -> str:
    return str(market.rows("SELECT code FROM skus WHERE id = :id", id=sku_id)[0][0])


def cart_total(market: Market) -> int:
    return int(market.rows("SELECT sum(amount_minor) FROM cart_lines")[0][0])


def previewed(market: Market, rows: list[tuple[UUID, int]]) -> tuple[UUID, list[int], int]:
    """Upload rows; answer the upload, what each row is said to come to, and the total of the file."""
    lines = [f"{code(market, sku_id)},{quantity}" for sku_id, quantity in rows]
    upload = take(market, "\n".join(["SKU,Qty", *lines]))
    view = look(market, upload)
    (total,) = view.totals
    return upload, [row.comes_to.minor for row in view.good if row.comes_to], total.minor


def test_theme_37_rows_of_one_sku_reach_its_step_together_and_the_cart_comes_to_what_was_shown(market: Market) -> None:
    """Complaint 37: 18 and 18 are 36, so both are at the price of 36, in the preview as in the cart."""
    kettle, pan = market.goods(), market.goods()
    upload, rows, total = previewed(market, [(kettle, 18), (pan, 6), (kettle, 18)])
    assert (rows, total) == ([4590, 1770, 4590], 10950)
    actions.confirm_upload(market.by(market.retailer), upload, valid_only=False)
    assert cart_total(market) == total


def test_theme_2_rows_of_one_ladder_are_previewed_together_with_what_lies_in_the_cart(market: Market) -> None:
    """Complaint 2: kinds that count together do so across file and cart; what the cart holds already counts once."""
    red, blue = family(market, Counting.PRODUCT)
    set_cart_line(market.by(market.retailer), red, quantity=12)
    upload, rows, total = previewed(market, [(red, 6), (blue, 24)])
    assert total == 36 * 255
    assert rows == [6 * 255, 24 * 255]
    actions.confirm_upload(market.by(market.retailer), upload, valid_only=False)
    assert cart(market) == {red: 12, blue: 24}
    assert cart_total(market) == total


def test_an_agreement_covers_the_file_once_not_every_row_of_it(market: Market) -> None:
    kettle = market.goods()
    agreement(market, {kettle: ("2.00", 20)})
    upload, rows, total = previewed(market, [(kettle, 12), (kettle, 18)])
    assert total == 20 * 200 + 10 * 295 == sum(rows)
    actions.confirm_upload(market.by(market.retailer), upload, valid_only=False)
    assert cart_total(market) == total


def test_a_file_that_is_not_checked_to_its_end_has_no_total(market: Market) -> None:
    kettle = market.goods(code="K1")
    upload = take(market, "SKU,Qty\nK1,6\n" + "N,6\n" * 1000)
    view = look(market, upload)
    assert view.totals == ()
    assert view.good[0].comes_to == Money(1770, "GBP")
    assert kettle not in cart(market)


def test_theme_37_what_is_sold_in_larger_multiples_since_the_check_is_shown_rounded_up_as_it_will_be(
    market: Market,
) -> None:
    kettle = market.goods()
    upload, _, before = previewed(market, [(kettle, 18)])
    market.rows("UPDATE skus SET moq = 12, multiple = 12 WHERE id = :id RETURNING 1", id=kettle)
    (total,) = look(market, upload).totals
    assert total.minor > before
    actions.confirm_upload(market.by(market.retailer), upload, valid_only=False)
    assert market.rows("SELECT quantity, amount_minor FROM cart_lines") == [(24, total.minor)]
