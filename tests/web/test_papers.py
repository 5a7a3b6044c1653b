"""Papers on the screen and as PDF say the same, to the two parties and the platform, and to nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module

import pytest
from sqlalchemy import text

from adapters import clock
from tests.desk import Desk
from tests.printed import BOX, text_of
from tests.trade.credit.lines import on_credit, open_line
from tests.trade.invoiced import SELLER, due, identify, invoiced
from tests.trade.market import Market, gbp
from trade.credit.actions import repay
from trade.invoicing.actions import issue_commissions
from trade.kernel.actor import Actor
from trade.ordering.actions import cancel_order, close_short
from trade.payouts.actions import prepare_payout

CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{4,}")
FIGURES = re.compile(r"[−-]?£[\d,]+\.\d\d|\d+\.\d\d %|(?:INV|CN|PO|ST|PY|SH)-[0-9A-Z-]{6,8}")


@pytest.fixture
def retailer(market: Market, at_desk: Callable[[Actor], Desk]) -> Desk:
    return at_desk(market.retailer)


@pytest.fixture
def supplier(market: Market, at_desk: Callable[[Actor], Desk]) -> Desk:
    return at_desk(market.supplier)


def pdf(desk: Desk, page) -> str:
    answer = desk.get(page.link("PDF")).answer
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    said = text_of(answer.get_data())
    assert BOX not in said, "a sign that no font has"
    return said


def same(desk: Desk, page) -> list[str]:
    """Check that the PDF says each figure and number of the page, and no other; return them."""
    on_page = sorted(FIGURES.findall(page.fragment("main").words()))
    assert sorted(FIGURES.findall(pdf(desk, page))) == on_page
    return on_page


def test_an_invoice_and_its_credit_note_on_page_and_pdf(market, retailer, supplier):
    identify(market)
    order_id = market.confirmed(36)
    market.ship(order_id, 13)
    due(market, order_id)
    close_short(market.by(market.supplier), order_id, reason="sold out")
    due(market, order_id)

    order = retailer.get("retailer.order", order_id=order_id)
    invoice = retailer.get(next(str(a["href"]) for a in order.soup.select("main a") if "INV-000001" in a.get_text()))
    assert invoice.heading() == "Tax invoice INV-000001"
    assert same(retailer, invoice).count("£91.80") >= 2
    assert invoice.facts()["Left to pay of it"] == "£33.15"
    said = pdf(retailer, invoice)
    assert SELLER.legal_name in said
    assert SELLER.tax_id in said

    listed = supplier.get("papers.paper_list")
    assert [row[6] for row in listed.rows("Papers, newest first")] == ["−£58.65", "£91.80"]
    note = supplier.get(listed.link("CN-000001"))
    assert note.facts()["Because"] == "The seller could not ship everything."
    same(supplier, note)
    assert market.balance("escrow", market.supplier) == 9180 - 5865


@pytest.mark.parametrize("width", ["a4", "80mm"])
def test_a_packing_slip_has_no_price(market, retailer, width):
    order_id = market.confirmed()
    shipment_id = market.ship(order_id)
    where = {"order_id": order_id, "shipment_id": shipment_id}

    page = retailer.get("papers.packing_slip", **where)
    said = text_of(retailer.get("papers.packing_slip_pdf", **where, paper=width).answer.get_data())

    assert "36 piece" in page.words()
    assert "36 piece" in said
    assert "£" not in said


def test_statement_and_remittance_advice(market, supplier, at_desk):
    market.completed()
    market.settle()
    payout_id = prepare_payout(market.by(market.maker), seller_id=market.supplier.organisation, currency="GBP")
    finance = at_desk(market.checker)
    statement_id = market.rows("SELECT id FROM statements")[0][0]
    for desk in (supplier, finance):
        page = desk.get("papers.statement_paper", statement_id=statement_id)
        assert "£87.21" in same(desk, page)
        advice = desk.get("papers.remittance_advice", payout_id=payout_id)
        rows = advice.rows("What it pays")
        assert [row[-1] for row in rows] == ["£87.21"]
        assert "£87.21" in same(desk, advice)


def test_chinese_names_are_drawn_on_invoice_statement_of_account_and_remittance_advice(
    market, supplier, retailer, at_desk
):
    order_id = invoiced(market)
    names = {market.supplier.organisation: "䶮记𠮷祥制造有限公司", market.retailer.organisation: "臺灣喆鑫商行"}
    with market.as_system() as session:
        for key, name in names.items():
            session.execute(
                text("UPDATE organisations SET name = :name, legal_name = :name WHERE id = :id"),
                {"name": name, "id": key},
            )
        session.execute(text("UPDATE payee_accounts SET holder = '䶮记𠮷祥制造有限公司'"))
        session.commit()
    market.settle()
    payout_id = prepare_payout(market.by(market.maker), seller_id=market.supplier.organisation, currency="GBP")
    order = retailer.get("retailer.order", order_id=order_id)
    invoice = next(str(a["href"]) for a in order.soup.select("main a") if "INV-000001" in a.get_text())
    for desk, page in (
        (supplier, supplier.get("papers.remittance_advice", payout_id=payout_id)),
        (retailer, retailer.get("papers.account", month=market.at.strftime("%Y-%m"))),
        (retailer, retailer.get(invoice)),
    ):
        shown, said = CHINESE.findall(page.fragment("main").words()), pdf(desk, page).replace(" ", "")
        assert shown, page.fragment("main").words()
        assert [name for name in shown if name not in said] == []


def test_a_statement_of_account_adds_up(market, retailer):
    market.at = market.at.replace(month=3)
    market.money(minor=20_000)
    market.order({market.goods(): 36})

    page = retailer.get("papers.account", month="2026-03")

    rows = page.rows("Movements")
    assert [row[3] for row in rows] == ["", "£200.00", "−£91.80"]
    assert page.soup.select_one("tfoot").get_text(" ").split()[-1] == "£108.20"
    same(retailer, page)
    later = retailer.get("papers.account", month="2026-04")
    assert [row[4] for row in later.rows("Movements")] == ["£108.20"]
    for month in ("", "x", "0000-01", "9999-12", "2026-13"):
        retailer.get("papers.account", month=month)


def pence(words: str) -> int:
    """Read an amount in pounds as pence; nothing is nothing."""
    return int(words.replace("−", "-").translate(str.maketrans("", "", "£,."))) if words else 0


def test_a_statement_of_a_credit_line_adds_up_line_by_line(market, retailer):
    market.at = clock.now()
    open_line(market, limit=50_000)
    goods = market.goods()
    on_credit(market, {goods: 36})
    last = on_credit(market, {goods: 6})
    market.money(minor=10_000)
    repay(market.by(market.retailer), amount=gbp(5_000))
    cancel_order(market.by(market.supplier), last, reason="sold out")

    page = retailer.get(retailer.get("retailer.credit_statement").link("As a paper"))

    first, *lines = page.rows("What you owed, and what changed it")
    held = pence(first[-1])
    for line in lines:
        held += pence(line[4])
        assert pence(line[5]) == held
    added, off, end = (row.select("td") for row in page.soup.select("tfoot tr"))
    charged, settled = pence(added[-2].text), pence(off[-2].text)
    assert (charged, settled) == (9_180 + 1_770, -5_000 - 1_770)
    assert pence(end[-1].text) == held == pence(first[-1]) + charged + settled
    assert market.balance("credit_receivable", market.retailer) == held == 4_180
    same(retailer, page)


def test_a_credit_line_with_too_many_lines_for_paper_is_refused_in_words(market, retailer, monkeypatch):
    market.at = clock.now()
    open_line(market)
    for quantity in (6, 12):
        on_credit(market, {market.goods(): quantity})
    monkeypatch.setattr(import_module("trade.credit.queries.account"), "LINES_MAX", 1)
    for endpoint in ("papers.credit_account", "papers.credit_account_pdf"):
        assert "too many rows for a paper" in retailer.get(endpoint, expect=None).words()


def test_a_month_too_long_for_paper_is_refused_in_words(market, retailer, monkeypatch):
    market.money(minor=20_000)
    market.order({market.goods(): 36})
    monkeypatch.setattr("trade.invoicing.queries.accounts.LINES_MAX", 1)
    month = f"{market.at:%Y-%m}"
    for endpoint in ("papers.account", "papers.account_pdf"):
        assert "too many rows for a paper" in retailer.get(endpoint, month=month, expect=None).words()


def test_papers_are_found_and_downloaded(market, supplier, at_desk):
    invoiced(market)
    market.settle()
    issue_commissions(market.by(Actor.system()))
    assert len(supplier.get("papers.paper_list").rows("Papers, newest first")) == 2
    assert len(supplier.get("papers.paper_list", side="issued").rows("Papers, newest first")) == 1
    assert len(supplier.get("papers.paper_list", q="inv-1").rows("Papers, newest first")) == 2
    assert len(supplier.get("papers.paper_list", q="corner").rows("Papers, newest first")) == 1
    assert "No paper fits" in supplier.get("papers.paper_list", kind="credit_note").words()
    assert "No paper fits" in supplier.get("papers.paper_list", until="2020-01-01").words()
    for odd in (
        {"since": "x"},
        {"kind": "fish"},
        {"after": "zz"},
        {"q": "INV-99999999999999"},
        {"until": "9999-12-31"},
    ):
        supplier.get("papers.paper_list", **odd)
    csv = supplier.get("papers.papers_csv", side="issued").answer.get_data(as_text=True)
    assert SELLER.tax_id in csv
    assert csv.count("\n") == 2
    commission = at_desk(market.maker).get("papers.paper_list", side="issued")
    page = at_desk(market.maker).get(commission.link("INV-000001"))
    assert "Commission at 5.00 %" in page.words()


def test_a_seller_issues_an_invoice_before_goods_leave(market, supplier):
    order_id = market.confirmed()
    page = supplier.get("supplier.order", order_id=order_id)
    refused = supplier.press(page, "Issue the invoice now", expect=409)
    assert "An invoice needs your tax number" in refused.words()
    identify(market)

    supplier.press(page, "Issue the invoice now")

    after = supplier.get("supplier.order", order_id=order_id)
    assert not after.has_button("Issue the invoice now")
    assert "INV-000001" in after.words()


def test_an_owner_says_who_the_organisation_is_to_the_tax_office(market, supplier):
    page = supplier.get("members.tax_identity")
    refused = supplier.press(
        page, "Save the tax identity", {"Tax office of": "CN", "Tax number": "9111000060003734"}, expect=422
    )
    assert "no tax number of that country" in refused.errors()["Tax number"]
    assert refused.field("Tax number")["value"] == "9111000060003734"
    answer = supplier.press(
        refused, "Save the tax identity", {"Tax number": "91110000600037341l", "Legal name": "Blue Ltd"}
    )
    assert supplier.get(answer.goes_to).field("Tax number")["value"] == "91110000600037341L"


def test_a_stranger_reads_no_paper(market, at_desk):
    invoiced(market)
    paper_id = market.rows("SELECT id FROM papers")[0][0]
    for stranger in (market.neighbour, market.rival):
        desk = at_desk(stranger)
        desk.get("papers.paper", paper_id=paper_id, expect=404)
        desk.get("papers.paper_pdf", paper_id=paper_id, expect=404)
        assert "No papers yet" in desk.get("papers.paper_list").words()
        assert desk.get("papers.papers_csv").answer.get_data(as_text=True).count("\n") == 1


def test_an_invoice_and_what_credits_it_lead_to_each_other(market, supplier):
    identify(market)
    order_id = market.confirmed()
    market.ship(order_id, 13)
    due(market, order_id)
    close_short(market.by(market.supplier), order_id, reason="sold out")
    due(market, order_id)
    note_id, invoice_id = (row[0] for row in market.rows("SELECT id FROM papers ORDER BY kind"))
    invoice = supplier.get("papers.paper", paper_id=invoice_id)
    assert invoice.facts()["Credited by"] == "CN-000001"
    note = supplier.get(invoice.link("CN-000001"))
    assert note.path.endswith(str(note_id))
    assert supplier.get(note.link("INV-000001")).path == invoice.path
