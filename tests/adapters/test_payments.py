"""Files of payments validate against the published schema, and say what was approved."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sepaxml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from adapters.bank import write_payments
from tests.trade.payouts.fake_bank import P, payments_of
from trade.kernel.ids import new_id
from trade.kernel.money import EXPONENTS, Money
from trade.parties.payees import PayeeDetails, PayeeKind
from trade.payouts.ports import Payment, PaymentOrder

SCHEMA = etree.XMLSchema(etree.parse(Path(sepaxml.__file__).parent / "schemas" / "pain.001.001.09.xsd"))
IBAN = PayeeDetails(PayeeKind.IBAN, "Kettle Works Ltd", "GB20PINH00000101000601")
CHINESE = PayeeDetails(PayeeKind.CNAPS, "广州灯笼厂", "6222021234567890128", "中国工商银行广州分行", "102100099996")
LOCAL = PayeeDetails(PayeeKind.LOCAL, "Lantern & Sons <Ltd>", "20304012345678")
ORDER = PaymentOrder(
    "PF-7GQ2-K81", datetime(2026, 3, 2, 9, tzinfo=UTC), "Pinhuo Market Ltd", "GB29 NWBK 6016 1331 9268 19", ()
)  # fmt: skip


def order(*payees: PayeeDetails, currency: str = "GBP", minor: int = 8721) -> PaymentOrder:
    payments = [
        Payment(new_id(), f"PY-{n:04}-K81", Money(minor + n, currency), payee) for n, payee in enumerate(payees)
    ]
    return replace(ORDER, payments=payments)


@pytest.mark.parametrize("payee", [IBAN, replace(IBAN, bank_code="NWBKGB2LXXX"), CHINESE, LOCAL])
@pytest.mark.parametrize("currency", ["GBP", "CNY", "EUR", "JPY", "KWD"])
def test_a_file_validates_against_the_published_schema(payee: PayeeDetails, currency: str) -> None:
    content = write_payments(order(payee, payee, currency=currency))
    SCHEMA.assertValid(etree.fromstring(content))
    assert payments_of(content) == [
        ("PY-0000-K81", Money(8721, currency)), ("PY-0001-K81", Money(8722, currency)),
    ]  # fmt: skip


def test_a_chinese_account_is_named_by_the_number_of_its_branch() -> None:
    (one,) = etree.fromstring(write_payments(order(CHINESE, currency="CNY"))).iter(f"{P}CdtTrfTxInf")
    agent, account = one.find(f"{P}CdtrAgt"), one.find(f"{P}CdtrAcct")
    assert agent is not None
    assert account is not None
    assert [text for text in agent.itertext() if text.strip()] == ["CNAPS", "102100099996", "中国工商银行广州分行"]
    assert [text for text in account.itertext() if text.strip()] == ["6222021234567890128"]


def test_the_sum_is_that_of_the_payments_and_the_same_order_makes_the_same_bytes() -> None:
    asked = order(IBAN, LOCAL, minor=100)
    content = write_payments(asked)
    assert content == write_payments(asked)
    assert {node.text for node in etree.fromstring(content).iter(f"{P}CtrlSum")} == {"2.01"}


@given(st.text(min_size=1, max_size=200), st.integers(1, 10**12), st.sampled_from(sorted(EXPONENTS)))
@settings(max_examples=60)
def test_any_name_and_amount_makes_a_valid_file(name: str, minor: int, currency: str) -> None:
    content = write_payments(order(replace(LOCAL, holder=name), currency=currency, minor=minor))
    SCHEMA.assertValid(etree.fromstring(content))
    assert payments_of(content) == [("PY-0000-K81", Money(minor, currency))]
