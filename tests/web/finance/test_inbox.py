"""One inbox for every kind of case: what changed is shown, nobody decides their own, small ones go several at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text, update

from tests.makers import IBAN
from tests.trade.credit.lines import proposed
from tests.trade.looking import snapshot
from trade.kernel.ids import new_id
from trade.parties.models import Member
from trade.parties.payees import grouped
from trade.payouts.actions import approve_payout, prepare_payout

MOVED = text(
    "INSERT INTO payee_accounts (id, organisation_id, kind, holder, number, bank_name, bank_code, asked_at, effective_at)"
    " VALUES (:new, :seller, 'iban', 'X', 'GB90PINH00000101000602', '', '', :at, :at)"
)
GROUPED = grouped(IBAN)
TABLE = "Waiting for a second person"


def states(market):
    return [state for (state,) in market.rows("SELECT state FROM payouts ORDER BY prepared_at, amount_minor DESC")]


@pytest.fixture
def two(market):
    """Two payouts that wait, £145.35 and £16.81."""
    market.completed(6)
    market.completed(60, seller=market.rival)
    market.settle()
    sellers = (market.supplier, market.rival)
    return [prepare_payout(market.by(market.maker), seller_id=one.organisation, currency="GBP") for one in sellers]


@pytest.fixture
def limit(app):
    """Set what is small."""
    before = app.extensions["settings"]

    def put(under: int) -> None:
        app.extensions["settings"] = replace(before, bulk_approval_under=under)

    yield put
    app.extensions["settings"] = before


def test_only_whoever_approves_reads_whole_account_numbers(checker, maker, market, two):
    case = f"payout:{two[0]}"
    assert GROUPED in checker.get("finance.inbox", case=case).words()
    words = maker.get("finance.inbox", case=case).words()
    assert f"•••• {IBAN[-4:]}" in words
    assert GROUPED not in words


def test_a_case_is_decided_within_one_screen(checker, market, two):
    inbox = checker.get("finance.inbox")
    rows = inbox.rows(TABLE)
    assert [row[3] for row in rows] == ["£145.35", "£16.81"]
    assert "No case is open" in inbox.words()

    case = checker.get(inbox.link(rows[0][1]), htmx=True)

    assert case.facts()["Amount"] == "£145.35"
    assert case.button("Approve £145.35")["data-key"] == "a"
    assert case.field("Reason")["data-key"] == "r"
    answer = checker.press(case, "Approve £145.35")
    assert (answer.goes_to, states(market)) == ("/finance/inbox", ["sent", "prepared"])
    assert len(checker.get("finance.inbox").rows(TABLE)) == 1


def test_what_changed_since_the_last_one_is_shown(checker, settled, prepared, session):
    content = settled.rows("SELECT content_hash FROM payouts")[0][0]
    approve_payout(settled.by(settled.checker), prepared, shown=content)
    settled.completed(12)
    settled.settle()
    with settled.as_system():
        session.execute(MOVED, {"new": new_id(), "seller": settled.supplier.organisation, "at": settled.at})
        session.commit()
    second = prepare_payout(settled.by(settled.maker), seller_id=settled.supplier.organisation, currency="GBP")

    page = checker.get("finance.inbox", case=f"payout:{second}")

    assert page.facts()["To the account"] == "GB20 PINH 0000 0101 0006 01 → GB90 PINH 0000 0101 0006 02"
    assert page.facts()["Amount"].startswith("£87.21 → ")


def test_nobody_decides_their_own_not_even_with_both_roles(settled, prepared, session, at_desk):
    person = Member.person_id == settled.maker.person_id
    session.execute(update(Member).where(person).values(roles=["finance_maker", "finance_checker"]))
    session.commit()
    desk = at_desk(settled.maker)
    page = desk.get("finance.inbox", case=f"payout:{prepared}")
    assert not page.has_button("Approve £87.21")
    assert not page.has_button("Approve what is ticked")
    content = settled.rows("SELECT encode(content_hash, 'hex') FROM payouts")[0][0]
    before = snapshot(session)
    which = {"kind": "payout", "decision_id": prepared}

    refused = desk.post("finance.approve_case", {"shown": content}, **which, expect=409)
    desk.post("finance.reject_case", {"reason": "mine"}, **which, expect=409)
    bulk = desk.post("finance.approve_cases", {"chosen": f"payout:{prepared}:{content}"})

    assert "somebody else must decide on it" in refused.alert()
    assert "was not approved" in desk.get(bulk.goes_to).status()
    assert snapshot(session) == before


def test_what_changed_after_it_was_shown_is_not_approved(checker, settled, prepared, session):
    page = checker.get("finance.inbox", case=f"payout:{prepared}")
    chosen = page.soup.select_one('input[name="chosen"]')["value"]
    session.execute(text("UPDATE payouts SET amount_minor = amount_minor - 1"))
    session.commit()
    before = snapshot(session)

    refused = checker.press(page, "Approve £87.21", expect=409)
    checker.post("finance.approve_cases", {"chosen": chosen})

    assert "not what you were shown" in refused.alert()
    assert snapshot(session) == before


def test_small_cases_are_approved_several_at_once_and_large_ones_never(checker, market, two, limit):
    limit(100)
    page = checker.get("finance.inbox")
    ticks = [str(box["value"]) for box in page.soup.select('input[name="chosen"]')]
    assert len(ticks) == 1
    assert "Below £100.00" in page.words()
    large = [f"payout:{key}:{found.hex()}" for key, found in market.rows("SELECT id, content_hash FROM payouts")]
    key = "the-very-same-key"

    for _ in range(2):
        answer = checker.post("finance.approve_cases", {"chosen": large}, key=key)

    told = checker.get(answer.goes_to).status()
    assert "was not approved" in told
    assert states(market) == ["prepared", "sent"]
    limit(0)
    assert not checker.get("finance.inbox").soup.select('input[name="chosen"]')


def test_a_rejection_needs_a_reason(checker, market, settled, prepared):
    page = checker.get("finance.inbox", case=f"payout:{prepared}")

    refused = checker.press(page, "Reject", expect=422)
    assert refused.errors() == {"Reason": "Say why, so that it can be prepared anew."}
    checker.press(refused, "Reject", {"Reason": "Wrong account"})

    assert states(market) == ["rejected"]


def test_who_prepares_only_looks(maker, settled, prepared, at_desk):
    other = at_desk(settled.colleague(settled.maker, "finance_maker"))
    page = other.get("finance.inbox", case=f"payout:{prepared}")
    assert not page.has_button("Approve £87.21")
    maker.post("finance.approve_case", {"shown": "00"}, kind="payout", decision_id=prepared, expect=403)
    maker.post("finance.approve_cases", {"chosen": "x"}, expect=403)


def test_the_list_asks_for_no_case_by_itself(checker, market, statements):
    proposed(market)
    with statements() as seen:
        assert len(checker.get("finance.inbox").rows(TABLE)) == 1
    assert not [
        one for one in seen if one.startswith("SELECT credit_proposals.organisation_id, credit_proposals.currency")
    ]


def test_strange_cases_are_not_there(checker, prepared):
    assert "No case is open" in checker.get("finance.inbox", case="payout:x").words()
    checker.post("finance.approve_case", {"shown": "00"}, kind="fish", decision_id=prepared, expect=404)
    answer = checker.post("finance.approve_cases")
    assert "Tick the cases" in checker.get(answer.goes_to).status()
