"""What a shop sees of agreements, mixed kinds and graduated ladders: on the product, in the cart, on the order."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from tests.trade.deals import agreement
from trade.catalogue.models import SKU
from trade.kernel.ids import new_id
from trade.pricing.actions import set_ladder
from trade.pricing.rules import Counting, Mode, Step
from web.fragments import dom_id

STEPS = (Step(6, Decimal("2.95")), Step(36, Decimal("2.55")))


def kinds(market, counting=Counting.PRODUCT) -> list[UUID]:
    """Make a product in three specifications whose ladder counts them so."""
    first = market.goods(name="Rice bowl", steps=STEPS)
    with market.as_system() as session:
        sku = session.get_one(SKU, first)
        made = [
            SKU(
                id=new_id(),
                product_id=sku.product_id,
                seller_id=sku.seller_id,
                code=f"{sku.code}-{n}",
                moq=6,
                multiple=6,
            )
            for n in range(2)
        ]
        session.add_all(made)
        session.commit()
        ids = [first, *(row.id for row in made)]
    for sku_id in ids:
        set_ladder(market.by(market.supplier), sku_id, steps=STEPS, counting=counting)
    market.later(seconds=1)
    return ids


def change(shop, sku_id, quantity):
    return shop.post("retailer.change_line", {"quantity": quantity}, sku_id=sku_id, on="cart", expect=200, htmx=True)


def test_the_cart_shows_both_parts_and_what_the_agreement_covers_and_the_order_says_why(shop, market, carries):
    kettle = market.goods(name="Blue kettle")
    agreement(market, {kettle: ("2.00", 20)}, days=3650)
    market.money()
    carries(kettle, 30)

    words = shop.get("retailer.cart").words()
    assert "20 × £2.00 by agreement + 10 × £2.95" in words
    assert "covers 20" in words
    assert "£2.95 each beyond the agreement" not in words, "the list has two steps: its bar says what comes next"
    assert "20 × £2.00 by agreement + 10 × £2.95 / piece" in shop.get("retailer.checkout").words()
    page = shop.get("retailer.product", sku_id=kettle)
    reasons = page.words()
    assert "20 at £2.00 each come to £40.00. This one counts." in reasons
    assert "from 6 up £2.95 each, so 10 come to £29.50. 30 count together. This one counts." in reasons
    assert "Together 30 for £69.50." in reasons
    answer = shop.press(shop.get("retailer.checkout"), "Place the order")
    order_id = answer.goes_to.split("/")[-2]
    order = shop.get("retailer.order", order_id=order_id)
    assert order.words().count("Why this price?") == 2
    assert "20 × £2.00" in order.words()
    assert "10 × £2.95" in order.words()


def test_one_price_is_not_said_to_hold_for_any_quantity_where_an_agreement_ends(shop, market, carries):
    """Complaint 1: what stands beneath a price is as true as the price."""
    kettle = market.goods(name="Blue kettle", steps=(Step(6, Decimal("2.95")),))
    agreement(market, {kettle: ("2.00", 24)}, days=3650)
    product = shop.get("retailer.product", sku_id=kettle).words()
    assert "£2.00 each for up to 24 by agreement" in product
    carries(kettle, 30)
    for page in (shop.get("retailer.cart"), shop.get("retailer.product", sku_id=kettle)):
        assert "£2.95 each beyond the agreement" in page.words()
        assert "at any quantity" not in page.words()


def test_an_agreement_without_a_cap_holds_at_any_quantity(shop, market):
    kettle = market.goods(name="Blue kettle")
    agreement(market, {kettle: ("2.00", None)}, days=3650)
    assert "£2.00 at any quantity" in shop.get("retailer.product", sku_id=kettle).words()


def test_theme_2_a_change_that_crosses_a_step_of_all_kinds_answers_with_those_kinds_alone(shop, market, carries):
    """Complaint 2: the lines of the family come along when, and only when, their price has moved."""
    one, two, three = kinds(market)
    plain = market.goods(name="Pan")
    for sku_id in (one, two, plain):
        carries(sku_id, 12)

    within = change(shop, two, "18")
    assert dom_id("cart-line", one) not in within.swaps()
    crossed = change(shop, two, "24")
    assert dom_id("cart-line", one) in crossed.swaps()
    assert dom_id("cart-line", plain) not in crossed.swaps()
    assert "£2.55" in crossed.swaps()[dom_id("cart-line", one)].words()
    assert crossed.swaps()["cart-totals"].words().count("£") == 1
    assert shop.get("retailer.cart").words().count("was £") == 0
    assert three not in crossed.swaps()


def test_taking_one_kind_out_makes_the_others_dearer_again(shop, market, carries):
    one, two, _three = kinds(market)
    carries(one, 18)
    carries(two, 18)
    answer = change(shop, two, "0")
    assert "£2.95" in answer.swaps()[dom_id("cart-line", one)].words()


def test_a_graduated_ladder_says_what_each_one_beyond_costs(shop, market, carries):
    kettle = market.goods()
    set_ladder(market.by(market.supplier), kettle, steps=STEPS, mode=Mode.GRADUATED)
    carries(kettle, 12)
    assert "Each one beyond 36 for £2.55" in shop.get("retailer.cart").words()
    change(shop, kettle, "48")
    assert "36 × £2.95 + 12 × £2.55" in shop.get("retailer.cart").words()
    reasons = shop.get("retailer.product", sku_id=kettle).words()
    assert (
        "36 × £2.95 = £106.20 + 12 × £2.55 (from 36 up) = £30.60. Together 48 for £136.80. This one counts." in reasons
    )


def test_theme_1_list_product_cart_and_check_page_say_the_same_price(shop, market, carries):
    """Complaint 1: whatever the list or agreement it comes from, every page asks the one price function."""
    kettle = market.goods(name="Blue kettle")
    agreement(market, {kettle: ("2.33", None)}, days=3650)
    market.money()
    carries(kettle, 12)
    for page in ("retailer.products", "retailer.cart", "retailer.checkout"):
        words = shop.get(page).words()
        assert "£2.33" in words, page
        assert "£2.95" not in words, page
    assert "£27.96" in shop.get("retailer.product", sku_id=kettle).words()


def test_an_order_of_last_year_still_says_why(shop, market, carries):
    """Orders keep their reasons as they were told then: before parts were written down there were none."""
    kettle = market.goods(name="Blue kettle")
    market.money()
    carries(kettle, 12)
    answer = shop.press(shop.get("retailer.checkout"), "Place the order")
    order_id = answer.goes_to.split("/")[-2]
    with market.as_system() as session:
        session.execute(text("UPDATE order_lines SET price_trace = price_trace #- '{0,parts}'"))
    words = shop.get("retailer.order", order_id=order_id).words()
    assert "from 6 up £2.95 each, so 12 come to £35.40. This one counts." in words


def test_what_was_agreed_is_said_to_be_over_after_its_last_day(shop, market, at_desk):
    """Nobody ends it; its prices count no more."""
    kettle = market.goods(name="Tea kettle")
    agreement(market, {kettle: ("2.00", 20)}, days=2)
    for person, page in ((shop, "retailer.agreements"), (at_desk(market.supplier), "supplier.agreements")):
        listed = person.get(page)
        assert "Its period is over" in listed.words()
        assert "Agreed" not in listed.words()
        (link,) = [
            tag["href"]
            for tag in listed.soup.select("main a[href]")
            if "/agreements/" in tag["href"] and "new" not in tag["href"]
        ]
        assert "Its period is over" in person.get(link).words()
