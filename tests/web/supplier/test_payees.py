"""The account that money goes to: named with the password, shown by its end, in force after three days, told to all."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests.makers import PASSWORD
from tests.trade.looking import snapshot

FILLED = {
    "In the name of": "Kettle Works Ltd",
    "IBAN or account number": " gb90 pinh 0000 0101 0006 02 ",
    "Your password": PASSWORD,
}


def test_another_account_is_named_with_the_password_and_cools_off(owner, market):
    page = owner.get("supplier.payout_list")
    assert "•••• 0601" in page.words()

    answer = owner.press(page, "Save the account", FILLED)

    page = owner.get(answer.goes_to)
    assert "•••• 0602" in page.words()
    assert "•••• 0601" in page.words()
    assert "GB90" not in page.words()
    ((account_id, number),) = market.rows("SELECT id, number FROM payee_accounts WHERE asked_by IS NOT NULL")
    assert number == "GB90PINH00000101000602"
    assert market.verbs(account_id) == ["parties.payee_account_named"]
    assert market.rows("SELECT count(*) FROM events WHERE after::text LIKE '%0602%' OR before::text LIKE '%0602%'") == [
        (0,)
    ]

    taken_back = owner.press(page, "Take it back")
    page = owner.get(taken_back.goes_to)
    assert "Payouts go on to the account of before." in page.status()
    assert not page.has_button("Take it back")


def test_an_account_in_force_is_not_taken_back(owner, market, session):
    owner.press(owner.get("supplier.payout_list"), "Save the account", FILLED)
    page = owner.get("supplier.payout_list")
    session.execute(text("UPDATE payee_accounts SET asked_at = now() - interval '4 days', effective_at = now() - interval '1 day'"
                         " WHERE asked_by IS NOT NULL"))  # fmt: skip
    session.commit()
    answer = owner.press(page, "Take it back")
    assert "in force already" in owner.get(answer.goes_to).words()
    assert "•••• 0602" in owner.get("supplier.payout_list").words()


@pytest.mark.parametrize(
    ("entries", "at"),
    [
        ({"Your password": "not mine at all"}, "Your password"),
        ({"IBAN or account number": "GB91 PINH 0000 0101 0006 02"}, "IBAN or account number"),
        ({"IBAN or account number": "=1+1"}, "IBAN or account number"),
        ({"In the name of": "  "}, "In the name of"),
        ({"CNAPS code, or BIC": "ABC"}, "CNAPS code, or BIC"),
        ({"What kind of account is it?": "cnaps", "Bank and branch": "ICBC"}, "CNAPS code, or BIC"),
    ],
)
def test_what_cannot_be_right_is_said_at_its_field_and_changes_nothing(owner, session, entries, at):
    page = owner.get("supplier.payout_list")
    kind = entries.pop("What kind of account is it?", "iban")
    typed = {**FILLED, **entries}
    before = snapshot(session)
    names = {"In the name of": "holder", "IBAN or account number": "number", "Your password": "password",
             "CNAPS code, or BIC": "bank_code", "Bank and branch": "bank_name"}  # fmt: skip
    answer = owner.post("supplier.name_account", {"kind": kind, **{names[k]: v for k, v in typed.items()}}, expect=422)
    assert list(answer.errors()) == [at]
    assert snapshot(session) == before
    assert page.answer.status_code == 200
