"""What a bank account must satisfy, when it comes into force, and that nobody else sees it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import IBAN, PASSWORD
from tests.trade.market import Market
from trade.kernel.errors import InvalidInput, NotAllowed, NotFound
from trade.parties.actions import name_payee_account, withdraw_payee_account
from trade.parties.errors import AccountInForce
from trade.parties.payees import PayeeDetails, PayeeKind, grouped, judged, masked
from trade.parties.queries import payees, payees_in_force
from trade.parties.rules import Role

OTHER = PayeeDetails(PayeeKind.IBAN, "Kettle Works Ltd", "GB90 PINH 0000 0101 0006 02")
CHINESE = PayeeDetails(PayeeKind.CNAPS, "广州灯笼厂", "6222 0212 3456 7890 128", "中国工商银行广州分行", "102100099996")
BRANCHES = (
    "102100099996", "103100000026", "104100000004", "105100000017", "301290000007", "308584000013", "403100000004",
)  # fmt: skip
"""Head offices as the central bank publishes them."""


def test_an_iban_is_kept_without_spaces_and_knows_its_bank() -> None:
    kept = judged(replace(OTHER, number="gb29 nwbk 6016 1331 9268 19", holder="  Kettle   Works Ltd "))
    assert (kept.number, kept.holder, kept.bank_code) == ("GB29NWBK60161331926819", "Kettle Works Ltd", "NWBKGB2LXXX")


@pytest.mark.parametrize("code", BRANCHES)
def test_a_branch_in_china_is_known_by_its_check_digit(code: str) -> None:
    account = replace(CHINESE, number="12345678901234", bank_code=code)
    assert judged(account).bank_code == code
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    with pytest.raises(InvalidInput) as caught:
        judged(replace(account, bank_code=wrong))
    assert (caught.value.field, caught.value.code) == ("bank_code", "cnaps")


def test_a_card_has_luhns_digit_and_a_company_account_needs_none() -> None:
    card = "622202123456789012"
    digits = [n for n in range(10) if _is_card(f"{card}{n}")]
    assert len(digits) == 1
    assert judged(replace(CHINESE, number="44001234567890123")).number == "44001234567890123"


@pytest.mark.parametrize(
    ("field", "typed"), [("bank_code", "X" * 16), ("holder", "\N{SQUARE APAATO}" * 40), ("bank_name", "B" * 81)]
)
def test_what_is_longer_than_can_be_kept_is_refused_at_its_field(field: str, typed: str) -> None:
    account = {"holder": "X", "number": "12345678", field: typed}
    with pytest.raises(InvalidInput) as caught:
        judged(PayeeDetails(PayeeKind.LOCAL, **account))
    assert (caught.value.field, caught.value.code) == (field, "too_long")


def test_digits_of_another_script_are_no_number_of_a_chinese_bank() -> None:
    for wrong in (replace(CHINESE, number="٤٤٠٠١٢٣٤٥٦٧٨٩٠١٢٣"), replace(CHINESE, bank_code="١٠٢١٠٠٠٩٩٩٩٦")):
        with pytest.raises(InvalidInput):
            judged(wrong)


def _is_card(number: str) -> bool:
    try:
        judged(replace(CHINESE, number=number))
    except InvalidInput:
        return False
    return True


@given(st.text(max_size=50), st.sampled_from(PayeeKind))
def test_whatever_is_typed_is_kept_or_refused_at_a_field(typed: str, kind: PayeeKind) -> None:
    account = PayeeDetails(kind, "X", typed, "Bank", "102100099996" if kind == "cnaps" else "")
    kept = refusal = None
    try:
        kept = judged(account)
    except InvalidInput as error:
        refusal = error.field
    if kept is None:
        assert refusal in {"number", "bank_code", "bank_name", "holder"}
        return
    assert kept.number.isascii()
    assert len(kept.number) <= 34
    assert grouped(kept.number).replace(" ", "") == kept.number
    assert masked(kept.number).endswith(kept.number[-4:])


def test_a_change_is_in_force_from_its_hour_on_and_one_taken_back_never(market: Market) -> None:
    seller = market.supplier.organisation
    named = name_payee_account(market.by(market.supplier), OTHER, password=PASSWORD)
    assert current(market) == IBAN
    market.later(hours=71, minutes=59)
    assert current(market) == IBAN
    market.later(minutes=1)
    assert current(market) == "GB90PINH00000101000602"
    with market.refuses(AccountInForce):
        withdraw_payee_account(market.by(market.supplier), named)

    back = name_payee_account(market.by(market.supplier), replace(OTHER, number=IBAN), password=PASSWORD)
    withdraw_payee_account(market.by(market.colleague(market.supplier)), back)
    withdraw_payee_account(market.by(market.supplier), back)
    market.later(days=9)
    assert current(market) == "GB90PINH00000101000602"
    with market.as_system() as session:
        found = payees(session, market.supplier, market.at)
    assert [row.withdrawn_at is not None for row in found.history] == [True, False, False]
    assert seller == found.history[0].organisation_id


def test_the_newest_of_two_changes_replaces_the_one_that_waits(market: Market) -> None:
    name_payee_account(market.by(market.supplier), OTHER, password=PASSWORD)
    market.later(hours=1)
    name_payee_account(market.by(market.supplier), replace(OTHER, number="GB63PINH00000101000603"), password=PASSWORD)
    market.later(hours=71)
    assert current(market) == IBAN
    market.later(hours=1)
    assert current(market) == "GB63PINH00000101000603"


def test_without_the_password_or_the_right_nothing_is_named(market: Market) -> None:
    with market.refuses(InvalidInput, field="password"):
        name_payee_account(market.by(market.supplier), OTHER, password="guess")
    for actor in (
        market.colleague(market.supplier, Role.SALES),
        market.colleague(market.retailer, Role.BUYER),
        market.maker,
    ):
        with market.refuses(NotAllowed, permission="be_paid"):
            name_payee_account(market.by(actor), OTHER, password=PASSWORD)


def test_nobody_else_sees_or_takes_back_an_account(market: Market) -> None:
    named = name_payee_account(market.by(market.supplier), OTHER, password=PASSWORD)
    with market.refuses(NotFound, what="payee_account", key=named):
        withdraw_payee_account(market.by(market.rival), named)


def current(market: Market) -> str:
    with market.as_system() as session:
        return payees_in_force(session, [market.supplier.organisation], market.at)[market.supplier.organisation].number
