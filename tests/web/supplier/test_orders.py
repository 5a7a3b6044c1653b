"""The list of orders, and confirming many at once."""

from __future__ import annotations

import csv
from io import StringIO
from uuid import UUID

import pytest

from tests.trade.looking import snapshot
from trade.ordering.actions import cancel_order


def listed(page):
    return [row[1] if row[0] == "" else row[0] for row in page.rows("Orders")]


def references(market, *ids: UUID):
    return {market.read_order(order_id).reference for order_id in ids}


def ticked(page, *references: str):
    return {f"Choose {reference}": page.field(f"Choose {reference}")["value"] for reference in references}


def test_the_list_shows_own_sales_only(owner, market):
    mine, _theirs = market.one_order(), market.one_order(seller=market.rival)

    assert set(listed(owner.get("supplier.order_list"))) == references(market, mine)


def test_a_state_narrows_the_list_and_each_has_its_count(owner, market):
    placed, confirmed = market.one_order(), market.confirmed()

    page = owner.get("supplier.order_list", state="placed")

    assert set(listed(page)) == references(market, placed)
    counts = page.within(page.soup.select_one('nav[aria-label="States"]')).words()
    assert counts.startswith("All 2 Placed 1 To ship 1 Confirmed 1 Partly shipped 0")
    assert [row[0] for row in owner.get("supplier.order_list", state="to-ship").rows("Orders")] == list(
        references(market, confirmed)
    )


@pytest.mark.parametrize("state", ["", "lost", "placed' OR 1=1"])
def test_an_unknown_state_narrows_nothing_down(owner, market, state):
    order_id = market.one_order()

    assert set(listed(owner.get("supplier.order_list", state=state))) == references(market, order_id)


def test_a_reference_is_found_by_its_beginning(owner, market):
    order_id, _other = market.one_order(), market.one_order()
    reference = market.read_order(order_id).reference

    assert listed(owner.get("supplier.order_list", q=f" {reference.lower()} ")) == [reference]
    assert owner.get("supplier.order_list", q="%").words().count("Nothing found") == 1


def test_the_search_box_leads_to_the_record(owner, market):
    order_id, foreign = market.one_order(), market.one_order(seller=market.rival)
    reference, stranger = (market.read_order(one).reference for one in (order_id, foreign))

    assert owner.get("supplier.find", q=reference, expect=303).goes_to == f"/supplier/orders/{order_id}"
    assert owner.get("supplier.find", q=stranger, expect=303).goes_to == f"/supplier/orders?q={stranger}"


def test_the_list_is_paged_by_key(owner, market, monkeypatch):
    monkeypatch.setattr("blueprints.supplier.order_view.PAGE_ROWS_MAX", 1)
    monkeypatch.setattr("blueprints.supplier.order_view.View.page.__defaults__", (1,))
    ids = [market.one_order(), market.one_order()]

    first = owner.get("supplier.order_list")
    rest = owner.get(first.link("Further"))

    assert {*listed(first), *listed(rest)} == references(market, *ids)
    assert not rest.has_link("Further")


def test_nobody_without_orders_is_left_alone(owner):
    page = owner.get("supplier.order_list")

    assert "No orders yet" in page.words()
    assert page.link("Go to products") == "/supplier/products"


def test_a_list_asks_the_same_few_questions_however_long_it_is(owner, market, statements):
    market.one_order()
    with statements() as one:
        owner.get("supplier.order_list")
    for _ in range(4):
        market.one_order()
    with statements() as five:
        owner.get("supplier.order_list")

    assert len(five) == len(one)
    assert len([sql for sql in five if sql.startswith("SELECT")]) <= 6


def test_chosen_orders_are_confirmed(owner, market):
    ids = [market.one_order(), market.one_order()]
    page = owner.get("supplier.order_list")

    answer = owner.press(page, "Confirm the chosen orders", ticked(page, *references(market, ids[0])))

    assert [market.read_order(one).state for one in ids] == ["confirmed", "placed"]
    assert "1 order confirmed." in owner.get(answer.goes_to).status()


def test_htmx_gets_the_rows_with_their_new_state(owner, market):
    order_id = market.one_order()

    page = owner.post("supplier.confirm_many", {"order": str(order_id)}, htmx=True, expect=200)

    assert page.rows("Orders")[0][-1] == "Confirmed"
    assert page.status() == "1 order confirmed."


def test_what_cannot_be_confirmed_is_said_in_its_row_and_the_rest_is_done(owner, market):
    good, late = market.one_order(), market.one_order()
    cancel_order(market.by(market.retailer), late, reason="changed my mind")

    page = owner.post("supplier.confirm_many", {"order": [str(good), str(late)]}, expect=409)

    said = {row[-6]: row[-1] for row in page.rows("Orders")}
    assert said[market.read_order(good).reference] == "Confirmed"
    assert "stands at “Cancelled” now" in said[market.read_order(late).reference]
    assert "1 order confirmed. 1 was not: see its row." in page.status()
    assert market.verbs(late).count("ordering.order_confirmed") == 0


def test_the_same_form_sent_twice_confirms_once(owner, market):
    order_id = market.one_order()
    sent = {"order": str(order_id)}

    for _ in range(2):
        owner.post("supplier.confirm_many", sent, key="the-same-key")

    assert market.verbs(order_id).count("ordering.order_confirmed") == 1


@pytest.mark.parametrize("chosen", [[], ["x", ""], ["018f0000-0000-7000-8000-000000000000"]])
def test_choosing_nothing_changes_nothing(owner, market, session, chosen):
    market.one_order()
    before = snapshot(session)

    answer = owner.post("supplier.confirm_many", {"order": chosen})

    assert "Nothing was chosen" in owner.get(answer.goes_to).status()
    assert snapshot(session) == before


def test_a_stranger_s_order_is_not_confirmed_with_the_others(owner, market, session):
    foreign = market.one_order(seller=market.rival)
    before = snapshot(session)

    owner.post("supplier.confirm_many", {"order": str(foreign)})

    assert snapshot(session) == before


def test_a_clerk_is_offered_no_confirmation(clerk, market):
    order_id = market.one_order()

    assert not clerk.get("supplier.order_list").has_button("Confirm the chosen orders")
    clerk.post("supplier.confirm_many", {"order": str(order_id)}, expect=403)
    assert market.read_order(order_id).state == "placed"


def test_the_view_as_a_file_holds_exactly_its_rows(owner, market):
    order_id, _confirmed = market.one_order(), market.confirmed()
    page = owner.get("supplier.order_list", state="placed")

    answer = owner.get(page.link("CSV")).answer

    text = answer.get_data(as_text=True)
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))
    order = market.read_order(order_id)
    assert text.startswith("\ufeff")
    assert rows[0][:2] == ["Reference", "Buyer"]
    assert [(row[0], row[4], row[-1]) for row in rows[1:]] == [(order.reference, "91.80", "Placed")]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="orders.csv"'


def test_no_cell_of_a_file_is_run_as_a_formula(owner, market, session):
    market.one_order()
    market.rows("UPDATE organisations SET name = '=HYPERLINK(\"http://evil\")' WHERE id = :id RETURNING 1",
                id=market.retailer.organisation)  # fmt: skip

    text = owner.get("supplier.orders_file", kind="csv").answer.get_data(as_text=True)

    assert "\"'=HYPERLINK" in text
