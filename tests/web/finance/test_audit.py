"""Who did what, when and to what, with what it was before; and whether the books can be trusted (P13)."""

from __future__ import annotations

import csv
from io import StringIO

from tests.trade.invoiced import identify
from tests.trade.market import gbp
from trade.checks import CHECKS
from trade.kernel.actor import Actor
from trade.ledger.actions import seal_entries
from trade.ledger.checking import verify_books
from trade.parties.actions import AddressSheet, add_address, edit_address

TABLE = "Events, newest first"


def test_events_are_found_by_who_what_when_and_about_what(maker, market):
    order_id = market.confirmed()
    reference = market.rows("SELECT reference FROM orders")[0][0]
    name = market.rows("SELECT name FROM people WHERE id = :id", id=market.supplier.person_id)[0][0]

    about = maker.get("finance.audit", about=reference)
    assert [row[1] for row in about.rows(TABLE)] == ["Confirmed by the seller", "Order placed and paid"]
    assert maker.get(about.soup.select_one("main tbody a")["href"]).status() is not None
    assert len(maker.get("finance.audit", about=order_id).rows(TABLE)) == 2
    by = maker.get("finance.audit", who=name, what="ordering.order_confirmed").rows(TABLE)
    assert [(row[1], name in row[2]) for row in by] == [("Confirmed by the seller", True)]
    assert "Nothing happened that fits" in maker.get("finance.audit", since="2026-03-03").words()
    assert len(maker.get("finance.audit", since="2026-03-02", until="2026-03-02", about=reference).rows(TABLE)) == 2
    for odd in ({"since": "x"}, {"after": "zz"}, {"until": "9999-99-99"}, {"what": "fish"}, {"about": "%"}):
        maker.get("finance.audit", **odd)


def test_before_and_after_are_shown_and_downloaded(maker, market):
    identify(market)
    address_id = add_address(market.by(market.retailer), AddressSheet("Shop", "2 Side Street"))
    edit_address(market.by(market.retailer), address_id, AddressSheet("Store", "2 Side Street"))

    rows = maker.get("finance.audit", what="parties.tax_identity_set").rows(TABLE)
    assert any("Tax number 91110000600037341L" in row[3] for row in rows)
    text = maker.get("finance.audit_csv", what="parties.address_edited").answer.get_data(as_text=True)

    header, row = list(csv.reader(StringIO(text.lstrip("\ufeff"))))
    told = dict(zip(header, row, strict=True))
    assert ("Shop" in told["Before"], "Store" in told["After"]) == (True, True)
    assert maker.get("finance.audit_workbook").answer.status_code == 200


def test_p13_the_chain_and_the_reports_of_the_proof_are_shown(maker, market):
    market.money()
    assert maker.get("finance.audit").facts()["Waiting for their seal"] == "2"
    seal_entries(market.by(Actor.system()))
    assert verify_books(market.by(Actor.system()), also=CHECKS) == ()

    page = maker.get("finance.audit")

    assert (page.facts()["Entries sealed"], page.facts()["Waiting for their seal"]) == ("2", "0")
    assert [row[1:] for row in page.rows("Proofs of the books")] == [["2", "adds up"]]
    assert market.balance("wallet", market.retailer) == gbp(100_000).minor
