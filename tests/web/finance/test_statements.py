"""Statements: every line can be followed, and they add up."""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal

from trade.ordering.actions import complete_orders, confirm_order, confirm_receipt


def minor(cell):
    return int(cell.replace("£", "").replace(",", "").replace(".", ""))


def taken(line):
    """The commission of a line by its own figures, rounded half up."""
    exact = Decimal(minor(line[3])) * Decimal(line[4].removesuffix(" %")) / 100
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def one_statement(market):
    ((statement_id, reference),) = market.rows("SELECT id, reference FROM statements")
    return statement_id, reference


def test_a_statement_is_readded_from_its_page(maker, market):
    for quantity in (6, 7 * 6, 30):
        market.completed(quantity)
    market.settle()
    statement_id, reference = one_statement(market)

    page = maker.get("finance.statement", statement_id=statement_id)

    lines = page.rows("Lines")
    facts = page.facts()
    assert page.heading() == reference
    assert sum(minor(line[3]) for line in lines) == minor(facts["Sold for"])
    assert sum(minor(line[5].strip("−")) for line in lines) == minor(facts["Commission"].strip("−"))
    assert sum(minor(line[6]) for line in lines) == minor(facts["Seller gets"])
    assert minor(facts["Sold for"]) - minor(facts["Commission"].strip("−")) == minor(facts["Seller gets"])
    for line in lines:
        assert taken(line) == minor(line[5].strip("−"))
    assert f"All 3 lines come to £{minor(facts['Sold for']) / 100:,.2f}" in page.words()
    assert "don't add up" not in page.words()


def test_each_line_leads_to_its_order_and_the_entry_is_there(maker, market):
    order_id = market.completed()
    market.settle()
    statement_id, _ = one_statement(market)

    page = maker.get("finance.statement", statement_id=statement_id)

    assert page.link(market.read_order(order_id).reference) == f"/platform/orders/{order_id}"
    assert [(row[2].split(" · ")[0], *row[3:]) for row in page.rows("In the books")] == [
        ("Held until delivery is settled", "£91.80", ""),
        ("Payable", "", "£87.21"),
        ("Commission", "", "£4.59"),
    ]


def test_a_long_statement_is_read_page_by_page_and_still_adds_up(maker, market):
    sku_ids = [market.goods(stock=10) for _ in range(101)]
    market.money(minor=10_000_00)
    (order_id,) = market.order(dict.fromkeys(sku_ids, 6))
    confirm_order(market.by(market.supplier), order_id)
    confirm_receipt(market.by(market.retailer), market.ship(order_id))
    market.later(days=8)
    complete_orders(market.by(market.maker.system()), claim_window_days=7)
    market.settle()
    statement_id, _ = one_statement(market)

    first = maker.get("finance.statement", statement_id=statement_id)
    second = maker.get(first.link("Further"))

    rows = first.rows("Lines") + second.rows("Lines")
    assert len(rows) == 101
    assert sum(minor(row[6]) for row in rows) == minor(second.facts()["Seller gets"])
    assert second.soup.select_one("tr.sum").get_text() == first.soup.select_one("tr.sum").get_text()


def test_the_file_says_the_same(maker, market):
    market.completed()
    market.settle()
    statement_id, reference = one_statement(market)

    answer = maker.get("finance.statement_file", kind="csv", statement_id=statement_id).answer

    assert answer.headers["Content-Disposition"] == f'attachment; filename="{reference}.csv"'
    header, line = csv.reader(answer.get_data(as_text=True).removeprefix("\ufeff").splitlines())
    said = dict(zip(header, line, strict=True))
    assert (said["Sold for"], said["Commission"], said["Earned"], said["Currency"]) == ("91.80", "4.59", "87.21", "GBP")


def test_a_product_named_like_a_formula_stays_a_text(maker, market):
    sku_id = market.goods(name="=HYPERLINK(1)")
    market.money()
    (order_id,) = market.order({sku_id: 6})
    confirm_order(market.by(market.supplier), order_id)
    confirm_receipt(market.by(market.retailer), market.ship(order_id))
    market.later(days=8)
    complete_orders(market.by(market.maker.system()), claim_window_days=7)
    market.settle()
    statement_id, _ = one_statement(market)

    body = maker.get("finance.statement_file", kind="csv", statement_id=statement_id).answer.get_data(as_text=True)

    assert ",'=HYPERLINK(1)," in body


def test_the_list_is_of_everybody_or_of_one_seller(checker, market):
    market.completed()
    market.completed(seller=market.rival)
    market.settle()

    assert len(checker.get("finance.statement_list").rows("Statements, newest first")) == 2
    page = checker.get("finance.statement_list", seller=market.rival.organisation)
    assert len(page.rows("Statements, newest first")) == 1
    assert page.heading().startswith("Statements of ")


def test_an_empty_list_says_what_makes_one(maker, market):
    page = maker.get("finance.statement_list")

    assert "No statements yet" in page.words()


def test_the_page_costs_the_same_with_more_lines(maker, market, statements):
    market.completed()
    market.settle()
    market.completed()
    market.completed()
    market.settle()
    small, large = (row[0] for row in market.rows("SELECT id FROM statements ORDER BY line_count"))

    with statements() as few:
        maker.get("finance.statement", statement_id=small)
    with statements() as many:
        maker.get("finance.statement", statement_id=large)

    assert len(many) == len(few)
