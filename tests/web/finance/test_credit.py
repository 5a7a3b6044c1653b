"""Finance decides on credit on one screen: the record with reasons, a proposal, another person's approval."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from adapters import clock
from tests.desk import Desk
from tests.trade.credit.lines import applied, invoice, on_credit, open_line, standing
from tests.trade.looking import snapshot
from tests.trade.market import Market, gbp
from trade.credit.actions import repay
from trade.credit.rules import Fault
from trade.kernel.paging import to_cursor


@pytest.fixture
def asked(market: Market) -> Market:
    """The retailer has asked for £500, now."""
    market.at = clock.now()
    applied(market)
    return market


@pytest.fixture
def owing(market: Market) -> Market:
    """The retailer owes £17.70 for six kettles."""
    market.at = clock.now()
    open_line(market, limit=50_000)
    on_credit(market, {market.goods(): 6})
    return market


def test_a_case_is_proposed_on_one_screen_and_approved_by_another_with_two_keys(
    asked: Market, maker: Desk, checker: Desk
) -> None:
    inbox = maker.get("finance.credit_application_list")
    (row,) = inbox.rows("Applications")
    page = maker.get(inbox.link(row[0]))
    assert page.facts()["Limit asked for"] == "£500.00"
    assert page.facts()["In their words"] == "A second shop opens."
    reasons = page.rows(f"The record: {_points(page)} of 100 points")
    assert sum(int(row[2]) for row in reasons) == int(_points(page))
    proposed = maker.press(page, "Propose this line", {"Limit": "400"})
    assert "Another person decides on exactly this." in maker.get(proposed.goes_to).status()
    case = checker.get(proposed.goes_to)
    assert case.button("Approve £400.00")["data-key"] == "a"
    checker.press(case, "Approve £400.00")
    assert standing(asked).limit == gbp(40_000)
    assert "£400.00" in checker.get("finance.credit_line_list").rows("Credit lines, the largest exposure first")[0]


def test_a_proposal_changed_after_it_was_shown_is_not_approved(asked: Market, maker: Desk, checker: Desk) -> None:
    where = f"/finance/credit/organisations/{asked.retailer.organisation}"
    maker.press(maker.get(where), "Propose this line", {"Limit": "400"})
    seen = checker.get(where)
    maker.press(maker.get(where), "Change it", {"Limit": "4000"})
    before = snapshot(asked.session)
    refused = checker.press(seen, "Approve £400.00", expect=409)
    assert "This is not what you were shown" in refused.alert()
    assert snapshot(asked.session) == before
    maker_page = maker.get(where)
    assert not maker_page.has_button("Approve £4,000.00")
    assert "You had a hand in it" in maker_page.words()


def test_above_the_authority_it_says_so(asked: Market, maker: Desk, checker: Desk) -> None:
    where = f"/finance/credit/organisations/{asked.retailer.organisation}"
    maker.press(maker.get(where), "Propose this line", {"Limit": "200000.01"})
    refused = checker.press(checker.get(where), "Approve £200,000.01", expect=409)
    assert "You may approve lines up to £200,000.00" in refused.alert()


def test_bad_terms_are_refused_at_their_field_with_the_input_kept(asked: Market, maker: Desk) -> None:
    page = maker.get(f"/finance/credit/organisations/{asked.retailer.organisation}")
    refused = maker.press(page, "Propose this line", {"Limit": "1,5", "Holds until": "2020-01-01"}, expect=422)
    assert set(refused.errors()) == {"Limit"}
    refused = maker.press(page, "Propose this line", {"Limit": "1", "Holds until": "2020-01-01"}, expect=422)
    assert refused.errors() == {"Holds until": "Choose a day after today, within two years."}
    assert refused.field("Limit")["value"] == "1"


def test_a_line_is_suspended_with_a_reason_and_lifted_by_another(owing: Market, maker: Desk, checker: Desk) -> None:
    where = f"/finance/credit/organisations/{owing.retailer.organisation}"
    maker.press(maker.get(where), "Suspend", expect=422)
    maker.press(maker.get(where), "Suspend", {"Reason": "a call from the bank"})
    assert standing(owing).fault is Fault.SUSPENDED
    assert maker.get(where).facts()["Suspended because"] == "a call from the bank"
    checker.press(checker.get(where), "Let it pay again")
    assert standing(owing).fault is None


def test_all_that_is_approved_stands_in_the_inbox(owing: Market, maker: Desk, checker: Desk) -> None:
    page = maker.get(f"/finance/credit/organisations/{owing.retailer.organisation}")
    maker.press(page, "Propose this line", {"The days count": "end_of_month", "Why": "pays by the month"})
    proposal = owing.rows("SELECT id FROM credit_proposals")[0][0]

    facts = checker.get("finance.inbox", case=f"credit_proposal:{proposal}").facts()

    assert facts["The days count"] == "from the order → from the end of the month"
    assert facts["Why"] == "pays by the month"
    assert "Look at it again on" in facts


def test_a_line_that_is_late_is_found_however_many_larger_ones_there_are(
    owing: Market, maker: Desk, monkeypatch
) -> None:
    open_line(owing, owing.neighbour, used_minor=90_000, review_on=owing.at.date())
    with owing.as_system() as session:
        session.execute(text("UPDATE credit_instalments SET due_on = due_on - 100"))
        session.commit()
    monkeypatch.setattr("blueprints.finance.credit.LINES_SHOWN", 1)
    title = "Credit lines, the largest exposure first"
    assert (
        maker.get("finance.credit_line_list", only="overdue").rows(title)[0][0]
        != (maker.get("finance.credit_line_list", only="review").rows(title)[0][0])
    )


def test_a_list_that_is_cut_says_so_and_its_file_has_all(owing: Market, maker: Desk, monkeypatch) -> None:
    open_line(owing, owing.neighbour, limit=0, used_minor=90_000)
    assert "stand here; the file has all" not in maker.get("finance.credit_line_list").words()
    monkeypatch.setattr("blueprints.finance.credit.LINES_SHOWN", 1)
    page = maker.get("finance.credit_line_list")
    ((*_, used, share, _late, _until, _again),) = page.rows("Credit lines, the largest exposure first")
    assert (used, share) == ("–", "98%")
    assert "All: 2 lines" in page.words()
    assert "The 1 largest stand here; the file has all of them." in page.words()
    told = maker.get("finance.credit_lines_csv").answer.get_data(as_text=True)
    assert len(told.strip().splitlines()) == 3


def test_what_is_open_is_listed_by_age_and_as_files(owing: Market, maker: Desk) -> None:
    found = invoice(owing, _order(owing))
    page = maker.get("finance.credit_open_list")
    assert (page.facts()["Not due"], page.facts()["More than 90 days late"]) == ("£17.70", "£0.00")
    assert page.rows("Open, the oldest first")[0][0] == found["reference"]
    for odd in ("zz", to_cursor(("zzz", str(found["id"]), 1)), to_cursor(("9999-12-31x", str(found["id"]), 1))):
        assert maker.get("finance.credit_open_list", cursor=odd).rows("Open, the oldest first")
    passed = to_cursor(("9999-12-31", str(found["id"]), 1))
    assert "Nothing is open here" in maker.get("finance.credit_open_list", cursor=passed).words()
    assert "Nothing is open here" in maker.get("finance.credit_open_list", age=1).words()
    for endpoint in ("finance.credit_open_csv", "finance.credit_lines_csv"):
        assert "17.70" in maker.get(endpoint).answer.get_data(as_text=True)
    for endpoint in ("finance.credit_open_xlsx", "finance.credit_lines_xlsx"):
        assert maker.get(endpoint).answer.get_data()[:2] == b"PK"


def test_an_invoice_names_its_seller_and_all_its_entries(owing: Market, maker: Desk) -> None:
    owing.money(minor=1_000)
    repay(owing.by(owing.retailer), amount=gbp(1_000))
    page = maker.get("finance.credit_invoice", invoice_id=invoice(owing, _order(owing))["id"])
    ((seller,),) = owing.rows("SELECT name FROM organisations WHERE id = :id", id=owing.supplier.organisation)
    assert page.facts()["Order"].endswith(f"· {seller}")
    firsts = [row[0] for row in page.rows("In the books")]
    assert [first for first in firsts if first] == ["Paid back", "Order paid"]


def test_twopence_is_not_split_into_three(owing: Market, checker: Desk) -> None:
    owing.money(minor=1_768)
    repay(owing.by(owing.retailer), amount=gbp(1_768))
    page = checker.get("finance.credit_invoice", invoice_id=invoice(owing, _order(owing))["id"])
    said = {"Monthly parts": "3", "The first by": standing(owing).today.isoformat()}
    assert checker.press(page, "Split it", said, expect=422).errors() == {"Monthly parts": "Enter at most 2."}


def test_a_page_that_no_list_of_ours_names_begins_anew(owing: Market, maker: Desk) -> None:
    made_up = to_cursor(("soon", str(invoice(owing, _order(owing))["id"]), 1))
    assert "£17.70" in maker.get("finance.credit_open_list", cursor=made_up).words()


def test_lines_are_narrowed_down_before_the_list_is_cut(
    owing: Market, maker: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("blueprints.finance.credit.LINES_SHOWN", 1)
    tomorrow = owing.at.date() + timedelta(days=1)
    open_line(owing, owing.neighbour, used_minor=90_000, review_on=tomorrow)
    with owing.as_system() as session:
        session.execute(text("UPDATE credit_instalments SET due_on = :day"), {"day": tomorrow - timedelta(days=9)})
        session.execute(
            text("UPDATE credit_lines SET review_on = :day WHERE organisation_id = :who"),
            {"day": tomorrow - timedelta(days=9), "who": owing.retailer.organisation},
        )
        session.commit()
    for only in ("overdue", "review"):
        (row,) = maker.get("finance.credit_line_list", only=only).rows("Credit lines, the largest exposure first")
        assert "£17.70" in row


def test_an_invoice_is_paid_in_parts_or_given_up_by_two(owing: Market, maker: Desk, checker: Desk) -> None:
    found: UUID = invoice(owing, _order(owing))["id"]
    page = checker.get("finance.credit_invoice", invoice_id=found)
    first = standing(owing).today + timedelta(days=5)
    bad = checker.press(page, "Split it", {"Monthly parts": "1", "The first by": first.isoformat()}, expect=422)
    assert "Monthly parts" in bad.errors()
    checker.press(page, "Split it", {"Monthly parts": "3", "The first by": first.isoformat()})
    page = maker.get("finance.credit_invoice", invoice_id=found)
    assert [row[1] for row in page.rows("Parts")] == ["£5.90", "£5.90", "£5.90"]
    maker.press(page, "Propose to give it up", {"Reason": "insolvent"})
    case = checker.get("finance.inbox", case=f"credit_write_off:{_waiting(owing)}")
    checker.press(case, "Approve £17.70")
    assert (owing.balance("bad_debt"), standing(owing).fault) == (1_770, Fault.SUSPENDED)


def _waiting(market: Market) -> UUID:
    return UUID(str(market.rows("SELECT id FROM credit_write_offs WHERE state = 'waiting'")[0][0]))


def _order(market: Market) -> UUID:
    return UUID(str(market.rows("SELECT id FROM orders")[0][0]))


def _points(page: object) -> str:
    return str(page.words()).split("The record: ")[1].split(" ")[0]  # type: ignore[attr-defined]


def test_applications_are_given_as_a_file_with_what_was_said(asked: Market, maker: Desk) -> None:
    page = maker.get("finance.credit_application_list")
    said = maker.get(page.link("CSV")).answer.get_data(as_text=True)
    assert "500.00" in said
    assert "A second shop opens." in said
    assert maker.get(page.link("XLSX")).answer.get_data()[:2] == b"PK"
    declined = maker.get("finance.credit_applications_file", kind="csv", state="declined").answer.get_data(as_text=True)
    assert "A second shop opens." not in declined
